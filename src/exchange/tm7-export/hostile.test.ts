/** Names, systems and templates that nobody should have, drawn from nothing. */
import { describe, expect, it } from 'vitest';

import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE } from '../../mitigate/index.ts';
import { readTemplate } from '../tmt/read-template.ts';
import { bytesOf } from '../tmt/testing/drawing.ts';
import { tb7 } from '../tmt/testing/template.ts';
import { exportTm7 } from './index.ts';
import { accepted, catalogue, exported, LINE, NOW, systemOf } from './testing/line.ts';

describe('hostile systems', () => {
  it.each([
    ['markup', `<a href="x">&amp;'"]]></a>`],
    ['lines', 'one\r\ntwo\nthree'],
    ['what XML cannot hold', 'bell\u0007 half\uD800 end'],
    ['length', 'x'.repeat(10_000)],
    ['placeholders', '{target.Name} {source.name}'],
  ])('names of %s', (_, name) => {
    const { tm7 } = exported(
      systemOf({ ...LINE, elements: { ...LINE.elements, valve: { ...LINE.elements.valve, name } } }),
    );
    expect(tm7.surfaces[0]?.shapes.find(({ type }) => type === 'SE.EI.TMCore.IoTdevice')?.name).toBe(
      name.replaceAll('\u0007', '\uFFFD').replaceAll('\uD800', '\uFFFD'),
    );
  });

  it('no elements, no flows, one element in nested zones', () => {
    const empty = exported(systemOf({ system: { id: 'empty' } }));
    expect(empty.tm7.surfaces.map(({ name, shapes }) => [name, shapes])).toEqual([['empty', []]]);
    const { flows: _, boundaries: __, ...rest } = LINE;
    expect(exported(systemOf(rest)).tm7.threats).toEqual([]);
  });

  it('a template without stencils: what is not drawn is told', () => {
    const bytes = bytesOf(tb7({}).replaceAll(/<ElementType>.*?<\/ElementType>/gs, ''));
    const bare = accepted(readTemplate(bytes, 'bare.tb7'));
    const { tm7, report } = exported(systemOf(LINE), NO_DECISIONS, { file: 'bare.tb7', bytes }, bare);
    expect(tm7.surfaces[0]?.shapes).toEqual([]);
    expect(report.notWritten.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['element "valve"', 'zone "field"', 'flow "keep"', 'boundary "internet"']),
    );
  });

  it('a file that breaks off is not changed, and one of another project neither', () => {
    const system = systemOf(LINE);
    const { text } = exported(system);
    const register = mitigate(enumerate(system, catalogue), NO_DECISIONS, NO_EVIDENCE, catalogue, NOW);
    const over = (bytes: Uint8Array) =>
      exportTm7({ register, decisions: NO_DECISIONS, runs: [], original: { file: 'a/line.tm7', bytes } });
    const broken = over(bytesOf(text.slice(0, text.indexOf('</Lines>'))));
    expect(broken).toMatchObject({
      problems: [{ severity: 'warning' }, { code: 'XML01', severity: 'error' }],
    });
    expect(over(bytesOf(text)).problems).toMatchObject([{ code: 'TMT04', severity: 'error' }]);
    expect(over(bytesOf('<!DOCTYPE a><ThreatModel/>')).problems).toMatchObject([{ code: 'XML02' }]);
  });

  it('what is no template is refused', () => {
    const register = mitigate(
      enumerate(systemOf(LINE), catalogue),
      NO_DECISIONS,
      NO_EVIDENCE,
      catalogue,
      NOW,
    );
    const input = { register, decisions: NO_DECISIONS, runs: [] };
    for (const text of ['', '<a/>', 'PK\u0003\u0004', '<!DOCTYPE a><KnowledgeBase/>']) {
      const { value, problems } = exportTm7({ ...input, template: { file: 'x.tb7', bytes: bytesOf(text) } });
      expect([value, problems.length]).toEqual([undefined, 1]);
    }
    expect(exportTm7(input).problems).toMatchObject([{ code: 'TMT01' }]);
  });
});
