/** Every model of the corpus: imported, exported unchanged, the same tree. And our examples on its templates. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE } from '../../mitigate/index.ts';
import { model } from '../../model/index.ts';
import { corpusFiles, hasCorpus } from '../../text/testing/corpus.ts';
import { importInto } from '../tm7-import/testing/project.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import { bytesOf } from '../tmt/testing/drawing.ts';
import { childOf, parseXml, type XmlDocument } from '../xml/tree.ts';
import { printXml } from '../xml/print.ts';
import { exportTm7 } from './index.ts';
import { knowledgeBaseOf } from './knowledge-base.ts';
import { exportProject } from './testing/project.ts';
import { differences, zIds } from './testing/tree.ts';

const files = hasCorpus('tm7') ? corpusFiles('tm7').filter(({ text }) => !text.startsWith('PK')) : [];

describe.skipIf(files.length === 0)('every model of the corpus, imported and exported unchanged', () => {
  it.each(files.map(({ file, text }) => [file, text]))('%s', (file, text) => {
    const bytes = bytesOf(text);
    const { value: tm7 } = readTm7(bytes, file, { lenient: true });
    if (!tm7) throw new Error('cannot be read');
    const project = importInto(tm7);
    const { tm7: again, report } = exportProject(project, { file, bytes });
    expect(differences(tm7.document.root, again.document.root)).toEqual([]);
    expect(zIds(again.document.root)).toEqual(zIds(tm7.document.root));
    expect(report.written.filter(({ count }) => count > 0)).toEqual([]);
    expect(report.notWritten.filter(({ why }) => !why.startsWith('the rule is of our catalogue'))).toEqual(
      [],
    );
  });
});

const templates = hasCorpus('tb7') ? corpusFiles('tb7') : [];

function parsed(file: string, text: string): XmlDocument {
  const { value } = parseXml({ file, text });
  if (!value) throw new Error('no XML');
  return value;
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join('\n').localeCompare(b.join('\n'));
}

describe.skipIf(files.length === 0 || templates.length === 0)('templates of the corpus', () => {
  it.each([
    ['Azure_Cloud_Services', 'MTMT_example.tm7'],
    ['default', 'SDL_all_components'],
  ])('%s becomes what the tool itself wrote into %s', (template, file) => {
    const ours = templates.find((one) => one.file.includes(template));
    const theirs = files.find((one) => one.file.includes(file));
    const root = ours && knowledgeBaseOf(parsed(ours.file, ours.text));
    const written = theirs && childOf(parsed(theirs.file, theirs.text).root, 'KnowledgeBase');
    if (!root || !written) throw new Error('no template');
    const bindings =
      'xmlns="http://schemas.datacontract.org/2004/07/ThreatModeling.Model" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const text = `<m ${bindings}>${printXml({ file: 'x', declared: false, root, unfinished: [] })}</m>`;
    const again = childOf(parsed('x', text).root, 'KnowledgeBase');
    // Layout of a .tb7 file is not text; the tool writes its own files without any.
    expect(again && differences(written, again)).toEqual([]);
  });

  const EXAMPLES = resolve(import.meta.dirname, '../../../examples');
  const catalogue = builtinCatalogue();
  const cases = readdirSync(EXAMPLES).flatMap((example) =>
    templates
      .filter(({ file }) => /Azure_Cloud_Services|default/.test(file))
      .map(({ file, text }) => [example, file.replace(/^.*__/, ''), text] as const),
  );

  it.each(cases)('%s on %s comes back with its elements, zones and flows', (example, template, text) => {
    const file = `${EXAMPLES}/${example}/system.yaml`;
    const { value: system } = model({ file, text: readFileSync(file, 'utf8') }, catalogue);
    if (!system) throw new Error('no system');
    const register = mitigate(
      enumerate(system, { ...catalogue, rules: new Map() }),
      NO_DECISIONS,
      NO_EVIDENCE,
      catalogue,
      new Date('2026-11-22'),
    );
    const on = { file: template, bytes: bytesOf(text) };
    const { value } = exportTm7({ register, decisions: NO_DECISIONS, runs: [], template: on });
    const { value: tm7, problems } = readTm7(bytesOf(value?.text ?? ''), 'example.tm7');
    expect(problems).toEqual([]);
    if (!tm7) throw new Error('cannot be read');
    const back = importInto(tm7).system;
    const name = (id: string | undefined, of: typeof system): string =>
      of.elements.get(id ?? '')?.name ?? of.zones.get(id ?? '')?.name ?? '';
    const shape = (of: typeof system) => ({
      zones: [...of.zones.values()].map((zone) => [zone.name, name(zone.parent, of)]).toSorted(byText),
      elements: [...of.elements.values()]
        .map((element) => [element.name, name(element.zone, of)])
        .toSorted(byText),
      flows: [...of.flows.values()]
        .map((flow) => [flow.name, name(flow.from, of), name(flow.to, of)])
        .toSorted(byText),
    });
    expect(shape(back)).toEqual(shape(system));
  });
});
