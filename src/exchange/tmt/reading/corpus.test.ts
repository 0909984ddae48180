/** Every model and template of the corpus, against crude counts over its raw text. */
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { printXml } from '../../xml/print.ts';
import { isElement, parseXml, type XmlElement } from '../../xml/tree.ts';
import { readTemplate } from '../read-template.ts';
import { readTm7 } from '../read-tm7.ts';
import { bytesOf } from '../testing/drawing.ts';
import type { Tm7 } from '../tm7.ts';

/** What no tool of Microsoft's would open; all others read without an error. */
const UNSOUND = /tmp-sample|test_model_lines/;

function byName(a = '', b = ''): number {
  return a.localeCompare(b);
}

const there = hasCorpus('tm7') && hasCorpus('tb7');
const files = corpusFiles('tm7').filter(({ text }) => !text.startsWith('PK'));
const templates = corpusFiles('tb7');

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function modelOf(file: string, text: string): Tm7 {
  const { value, problems } = readTm7(bytesOf(text), file, { lenient: true });
  if (!value) throw new Error(`${file}: ${problems.map(({ message }) => message).join('; ')}`);
  return value;
}

/** A tree without the places in it. */
function bare({ name, uri, attributes, children }: XmlElement): unknown {
  return { name, uri, attributes, children: children.map((node) => (isElement(node) ? bare(node) : node)) };
}

describe.skipIf(!there)('every model of the corpus', () => {
  it('is there', () => expect(files.length).toBeGreaterThan(20));

  it.each(files.map(({ file, text }) => [file, text]))('%s', (file, text) => {
    const model = modelOf(file, text);
    const drawn = model.surfaces.flatMap(({ shapes, lines }) => [...shapes, ...lines]);
    expect(model.surfaces).toHaveLength(count(text, /<DrawingSurfaceModel\b/g));
    const types = [
      'Stencil(?:Ellipse|Rectangle|ParallelLines|Annotation)',
      'BorderBoundary',
      'Connector',
      'LineBoundary',
    ];
    expect(drawn).toHaveLength(count(text, new RegExp(`i:type="(?:${types.join('|')})"`, 'g')));
    const strict = readTm7(bytesOf(text), file);
    expect(strict.value === undefined).toBe(UNSOUND.test(file));

    const threats = count(text, /<(?:\w+:)?DrawingSurfaceGuid[ >]/g);
    expect(model.threats.length).toBe(threats);
    const written = [...text.matchAll(/<(?:\w+:)?State>(\w+)</g)].map(([, state]) => state);
    const read = model.threats.map(({ state, unknownState }) => unknownState ?? state);
    expect(read.toSorted(byName)).toEqual(written.toSorted(byName));
    expect(model.notes).toHaveLength(count(text, /<Note>/g));
    expect(model.knowledgeBase !== undefined).toBe(/<KnowledgeBase\b/.test(text));
    expect(model.knowledgeBase?.stencils.size ?? 0).toBe(count(text, /<(?:\w+:)?ElementType>/g));
    expect(model.knowledgeBase?.threatTypes.length ?? 0).toBe(count(text, /<(?:\w+:)?ThreatType>/g));
  });

  it.each(files.map(({ file, text }) => [file, text]))(
    '%s comes back the same when written',
    (file, text) => {
      const first = parseXml({ file, text }).value;
      const again = first && parseXml({ file, text: printXml(first) }).value;
      expect(again).toBeDefined();
      expect(JSON.stringify(again && bare(again.root))).toBe(JSON.stringify(first && bare(first.root)));
      expect(again && gist(modelOf(file, printXml(again)))).toBe(gist(modelOf(file, text)));
    },
  );
});

/** A model without the places and the tree. */
function gist(model: Tm7): string {
  return JSON.stringify(model, (key, value: unknown) =>
    ['where', 'xml', 'document'].includes(key) ? undefined : value instanceof Map ? [...value] : value,
  );
}

describe.skipIf(!there)('every template of the corpus', () => {
  it.each(templates.map(({ file, text }) => [file, text]))('%s', (file, text) => {
    const { value, problems } = readTemplate(bytesOf(text), file);
    expect(problems).toEqual([]);
    const quirks = value?.quirks ?? [];
    expect(quirks.filter(({ code }) => code === 'TMT06' || code === 'TMT07')).toEqual([]);
    const twice = quirks.filter(({ code, message }) => code === 'TMT03' && message.includes('stencil'));
    expect(value?.stencils.size).toBe(count(text, /<ElementType>/g) - twice.length);
    expect(value?.threatTypes).toHaveLength(count(text, /<ThreatType>/g));
    expect([...(value?.stencils.values() ?? [])].map(({ representation }) => representation)).not.toContain(
      'None',
    );
    const written = count(text, /<(?:Include|Exclude)>\s*[^<\s]/g);
    const parsed = value?.threatTypes.flatMap(({ include, exclude }) => [include, exclude]).filter(Boolean);
    expect(parsed).toHaveLength(written);
  });
});
