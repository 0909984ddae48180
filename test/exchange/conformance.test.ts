/**
 * `npm run conformance`: what the Threat Modeling Tool recorded is what we raise, on every model of the corpus; and
 * the comparison itself, on drawings of our own, notices what it must notice.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { conformance, differs } from '../../scripts/conformance.ts';
import { type Comparison, compare } from '../../scripts/conformance/compare.ts';
import { EXPLANATIONS } from '../../scripts/conformance/explanations.ts';
import { parseExpression } from '../../src/exchange/tmt/expressions/parse-expression.ts';
import { readTm7 } from '../../src/exchange/tmt/read-tm7.ts';
import * as draw from '../../src/exchange/tmt/testing/drawing.ts';
import { type XmlElement, childOf, childrenOf, parseXml, textOf } from '../../src/exchange/xml/tree.ts';
import { CORPUS, hasCorpus } from '../../src/text/testing/corpus.ts';

const hasModels = hasCorpus('tm7');
const hasTemplates = hasCorpus('tb7');

describe.skipIf(!hasModels)('the corpus', () => {
  const lines: string[] = [];

  it('conforms: every difference is explained', () => {
    expect(conformance(join(CORPUS, 'tm7'), (line) => lines.push(line))).toBe(0);
  });

  it('is regenerated where the tool recorded: 159 and 141 threats of the two EdgeX models among them', () => {
    const figures = lines.map((line) => /^ *(\d+) +(\d+) +(\d+) +(\d+) +(.*)$/.exec(line)?.slice(1));
    const of = (name: string) => figures.find((figure) => figure?.[4]?.includes(name))?.slice(0, 4);
    expect(of('EdgeXFoundryThreatModel_V4')).toEqual(['159', '159', '0', '0']);
    expect(of('EdgeX_Foundry_Threat_Modelv2.2')).toEqual(['141', '141', '0', '0']);
    expect(of('MTMT_example_coordinates.tm7')).toEqual(['105', '105', '0', '0']);
    expect(of('MTMT_nested_tz_line')).toEqual(['16', '16', '0', '0']);
  });

  it('needs few explanations, each of them, and for no model that the tool wrote', () => {
    const explained = readdirSync(join(CORPUS, 'tm7'))
      .map((file) => compare(readFileSync(join(CORPUS, 'tm7', file)), file))
      .filter(({ digest }) => EXPLANATIONS.has(digest));
    expect(EXPLANATIONS.size).toBeLessThanOrEqual(10);
    expect(explained).toHaveLength(EXPLANATIONS.size);
    expect(explained.filter((result) => !differs(result))).toEqual([]);
    const versions = explained.map(
      ({ file }) => readTm7(readFileSync(join(CORPUS, 'tm7', file)), file).value?.version,
    );
    expect(versions.filter((version) => version !== undefined)).toEqual([]);
  });
});

describe.skipIf(!hasModels || !hasTemplates)('the expressions of the corpus', () => {
  it('all parse, and one alone may be read in two ways', () => {
    const counts = new Map<string, number>();
    const ambiguous = new Set<string>();
    for (const [folder, file] of ['tb7', 'tm7'].flatMap((name) =>
      readdirSync(join(CORPUS, name)).map((each) => [name, each] as const),
    )) {
      const text = readFileSync(join(CORPUS, folder, file), 'utf8');
      const { value } = parseXml({ file, text });
      for (const [id, expression] of value ? expressionsIn(value.root) : []) {
        const parsed = parseExpression(expression);
        expect([file, id, parsed.error]).toEqual([file, id, undefined]);
        counts.set(folder, (counts.get(folder) ?? 0) + 1);
        if (parsed.ambiguous) ambiguous.add(id);
      }
    }
    // Of templates 272 + 272 + 58 + 58 + 213; of models, what they carry.
    expect([counts.get('tb7'), (counts.get('tm7') ?? 0) > 3000]).toEqual([873, true]);
    expect([...ambiguous]).toEqual(['TH88']);
  });
});

/** The texts of every Include and Exclude, with the id of their threat type. */
function expressionsIn(root: XmlElement): readonly (readonly [id: string, expression: string])[] {
  const base = root.local === 'KnowledgeBase' ? root : childOf(root, 'KnowledgeBase');
  return childrenOf(base && childOf(base, 'ThreatTypes')).flatMap((type) =>
    childrenOf(childOf(type, 'GenerationFilters')).flatMap((filter) => {
      const text = textOf(filter)?.trim() ?? '';
      return text === '' ? [] : [[textOf(childOf(type, 'Id')) ?? '', text] as const];
    }),
  );
}

describe('the comparison', () => {
  const PLANT: draw.DrawingSpec = {
    tabs: [
      {
        name: 'Plant',
        shapes: [
          draw.box('field', { at: [0, 0], size: [200, 200] }),
          draw.process('device', { at: [50, 50] }),
          draw.store('log', { at: [500, 50] }),
        ],
        lines: [
          draw.flow('write', 'device', 'log', { start: [150, 100], end: [500, 100] }),
          draw.flow('read', 'log', 'device', { start: [500, 120], end: [150, 120], outOfScope: 'next year' }),
          draw.arc('wall', [300, 0], [300, 300]),
        ],
      },
    ],
    threats: [
      { type: 'INTO', flow: 'write' },
      { type: 'BOX', flow: 'write' },
      { type: 'WALL', flow: 'write' },
    ],
    template: {
      rules: [
        { id: 'INTO', include: `target is 'GE.DS'` },
        { id: 'BOX', include: `flow crosses 'GE.TB.B'` },
        { id: 'WALL', include: `flow crosses 'GE.TB.L'` },
        { id: 'OUT', include: `source is 'GE.DS'` },
        { id: 'SU', include: `source is 'ROOT'` },
      ],
    },
  };
  const compared = (changed: Partial<draw.DrawingSpec>): Comparison =>
    compare(new TextEncoder().encode(draw.drawing({ ...PLANT, ...changed })), 'plant.tm7');
  const recorded = PLANT.threats ?? [];
  const tab = PLANT.tabs?.[0] ?? { name: '' };

  it('finds nothing where nothing differs; a flow out of scope raises nothing', () => {
    const result = compared({});
    expect([result.recorded, result.regenerated, differs(result), result.aside.size]).toEqual([
      3,
      3,
      false,
      0,
    ]);
  });

  it('finds a row that is gone, and one that no rule raises', () => {
    const gone = compared({ threats: recorded.slice(1) });
    expect(gone.extra.map(({ type }) => type)).toEqual(['INTO']);
    const more = compared({ threats: [...recorded, { type: 'OUT', flow: 'write' }] });
    expect(more.missing.map(({ type }) => type)).toEqual(['OUT']);
    expect([gone, more].map(differs)).toEqual([true, true]);
  });

  it('finds what moving a shape, a wall or a flow does', () => {
    const moved = (shapes: typeof tab.shapes, lines: typeof tab.lines): Comparison =>
      compared({ tabs: [{ ...tab, ...(shapes && { shapes }), ...(lines && { lines }) }] });
    const boxed = moved(
      tab.shapes?.map((shape) => (shape.id === 'log' ? draw.store('log', { at: [60, 60] }) : shape)),
      undefined,
    );
    expect(boxed.missing.map(({ type }) => type)).toEqual(['BOX']);
    const unwalled = moved(
      undefined,
      tab.lines?.filter(({ id }) => id !== 'wall'),
    );
    expect(unwalled.missing.map(({ type }) => type)).toEqual(['WALL']);
    const inScope = moved(
      undefined,
      tab.lines?.map((line) => (line.id === 'read' ? draw.flow('read', 'log', 'device') : line)),
    );
    expect(inScope.extra.map(({ type }) => type)).toEqual(['BOX', 'WALL', 'OUT']);
  });

  it('sets aside what nobody can expect, and says why', () => {
    const template = { rules: [{ id: 'INTO', include: `target is 'GE.DS'` }] };
    expect([...compared({ threats: [...recorded, { type: 'SU', flow: 'write' }] }).aside]).toEqual([
      ['added by hand: no flow can raise its type', 1],
    ]);
    expect([...compared({ template }).aside]).toEqual([['the template has no such threat type', 2]]);
    expect([...compared({ threats: [], generation: false }).aside]).toEqual([
      ['the raising of threats is switched off', 3],
    ]);
    const withoutTemplate = draw.drawing({ tabs: [tab], threats: recorded });
    const result = compare(new TextEncoder().encode(withoutTemplate), 'plant.tm7');
    expect([[...result.aside], differs(result)]).toEqual([[['the file carries no template', 3]], false]);
  });

  it('is not content with what it cannot read', () => {
    expect(differs(compare(new TextEncoder().encode('PK\u0003\u0004'), 'zip.tm7'))).toBe(true);
    const template = { rules: [...(PLANT.template?.rules ?? []), { id: 'ODD', include: 'source is' }] };
    expect(compared({ template }).problems.map(({ code }) => code)).toEqual(['TMT06']);
  });

  describe('as a program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const run = (changed?: Partial<draw.DrawingSpec>): [code: number, text: string] => {
      if (changed) writeFileSync(join(folder, 'plant.tm7'), draw.drawing({ ...PLANT, ...changed }));
      const lines: string[] = [];
      const code = conformance(folder, (line) => lines.push(line));
      return [code, lines.join('\n')];
    };

    it('ends with 2 without files, with 0 when all is well, with 1 on a difference', () => {
      expect(run()).toEqual([2, `no .tm7 file in ${folder}`]);
      expect(run({})).toEqual([0, expect.stringMatching(/ 3 +3 +0 +0 +plant\.tm7\n.* 1 files?$/)]);
      const [code, text] = run({ threats: recorded.slice(1) });
      expect(code).toBe(1);
      expect(text).toMatch(/ 2 +3 +0 +1 +plant\.tm7\n +extra INTO on [-0-9a-f]{36}: /);
      expect(text).toMatch(/1 of 1 files differ, and nothing explains it$/);
    });
  });
});
