import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { printXml } from './print.ts';
import {
  attributeOf,
  childOf,
  childrenOf,
  isElement,
  parseXml,
  textOf,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from './tree.ts';

const FILE = 'some.xml';

function parse(text: string): XmlDocument {
  const { value, problems } = parseXml({ file: FILE, text });
  expect(problems).toEqual([]);
  if (!value) throw new Error('no document');
  return value;
}

/** A tree without the places in it. */
function bare({ name, uri, attributes, children }: XmlElement): unknown {
  const nodes = children.map((node: XmlNode) => (isElement(node) ? bare(node) : node));
  return { name, uri, attributes: attributes.map(({ name: of, uri: at, value }) => [of, at, value]), nodes };
}

describe('parseXml', () => {
  it('keeps order, prefixes, namespaces, comments and text', () => {
    const { root, declared } = parse(
      '<?xml version="1.0"?><a xmlns="u" xmlns:p="v"><p:b p:c="1" d="2"/>t<!--k--></a>',
    );
    expect(declared).toBe(true);
    const [b, text, comment] = root.children;
    expect([text, comment]).toEqual(['t', { comment: 'k' }]);
    expect(b).toMatchObject({
      name: 'p:b',
      local: 'b',
      uri: 'v',
      attributes: [
        { name: 'p:c', local: 'c', uri: 'v', value: '1' },
        { name: 'd', local: 'd', uri: '', value: '2' },
      ],
    });
    expect(root.attributes.map(({ name }) => name)).toEqual(['xmlns', 'xmlns:p']);
  });

  it('joins text, CDATA and entities into one piece, and drops a byte order mark', () => {
    expect(parse('\uFEFF<a>1 &lt; <![CDATA[<b>&]]> &#x263A;</a>').root.children).toEqual(['1 < <b>& ☺']);
  });

  it('says where elements stand, in UTF-16 code units', () => {
    const { root } = parse('<a>\n <b x="😀"/>\n</a>');
    expect(childOf(root, 'b')).toMatchObject({ line: 2, column: 12 });
  });

  it('finds children and attributes by their local names', () => {
    const { root } = parse('<a xmlns:p="u"><p:b i="1"/><b p:nil="true">x</b>t<c>y<d/>z</c></a>');
    expect(childrenOf(root, 'b')).toHaveLength(2);
    expect(childrenOf(root)).toHaveLength(3);
    expect(childrenOf(undefined, 'b')).toEqual([]);
    expect(childrenOf(root, 'b').map((b) => textOf(b))).toEqual(['', undefined]);
    expect(textOf(childOf(root, 'c'))).toBe('yz');
    const [b] = childrenOf(root, 'b');
    expect(b && attributeOf(b, 'i')).toBe('1');
    expect(b && attributeOf(b, 'j')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['plain text', 'hello'],
    ['YAML', 'bestride: 1\n'],
    ['an end too many', '<a></a></a>'],
    ['crossed tags', '<a><b></a></b>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an unknown prefix', '<p:a/>'],
    ['an attribute twice', '<a b="" b=""/>'],
    ['a NUL', '<a>\0</a>'],
    ['two roots', '<a/><b/>'],
  ])('refuses %s', (_, text) => {
    const { value, problems } = parseXml({ file: FILE, text });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'XML01', severity: 'error', where: { file: FILE } }]);
    expect(problems[0]?.message).not.toMatch(/\d+:\d+/);
  });

  it('places what is wrong', () => {
    const { problems } = parseXml({ file: FILE, text: '<a>\n  <b></c>\n</a>' });
    expect(problems).toMatchObject([{ where: { line: 2, column: 9 } }]);
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    ['entities', '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
    ['an external DTD', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ])('refuses %s, leniently too', (_, text) => {
    for (const lenient of [false, true]) {
      const { value, problems } = parseXml({ file: FILE, text }, { lenient });
      expect(value).toBeUndefined();
      expect(problems).toMatchObject([{ code: 'XML02', severity: 'error' }]);
    }
  });

  it('refuses elements that lie too deep, and too many parts', () => {
    expect(parseXml({ file: FILE, text: '<a>'.repeat(300) }).problems).toMatchObject([{ code: 'XML03' }]);
    const wide = `<a>${'<b/>'.repeat(2_000_000)}</a>`;
    expect(parseXml({ file: FILE, text: wide }, { lenient: true }).problems).toMatchObject([
      { code: 'XML04' },
    ]);
  });

  it('leniently reads what stands before the place where the text breaks off', () => {
    const { value, problems } = parseXml({ file: FILE, text: '<a><b>1</b><c><d/>2<e' }, { lenient: true });
    expect(problems).toMatchObject([{ code: 'XML01', severity: 'warning' }]);
    expect(value?.unfinished.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(childrenOf(value?.root).map(({ name }) => name)).toEqual(['b', 'c']);
  });
});

describe('printXml', () => {
  it('writes what reads back as the same', () => {
    const text =
      '<a xmlns="u"><b i:nil="true" xmlns:i="v"/>x &lt;&amp;&gt; y<!-- k --><c d="&quot;&#xA;&#x9;"> </c></a>';
    expect(printXml(parse(text))).toBe(text);
    expect(printXml(parse(`<?xml version="1.0"?>${text}`))).toBe(
      `<?xml version="1.0" encoding="utf-8"?>${text}`,
    );
  });

  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '\r',
        '\n',
        '\t',
        ' ',
        ']]>',
        '\u{85}',
        '\u{2028}',
        '😀',
        '\u{FFFD}',
      ),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    ),
  });
  const printable = anyText.filter(
    (text) => !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text),
  );

  it('keeps every text that XML can hold, in elements and in attributes', () => {
    fc.assert(
      fc.property(printable, printable, (inside, value) => {
        const attribute = { name: 'x', local: 'x', uri: '', value };
        const root: XmlElement = {
          name: 'a',
          local: 'a',
          uri: '',
          attributes: [attribute],
          children: [inside],
          line: 1,
          column: 1,
        };
        const again = parse(printXml({ file: FILE, declared: false, root, unfinished: [] })).root;
        expect(textOf(again)).toBe(inside);
        expect(attributeOf(again, 'x')).toBe(value);
      }),
    );
  });

  it('replaces what XML cannot hold, so that the file can be read again', () => {
    const root: XmlElement = {
      name: 'a',
      local: 'a',
      uri: '',
      attributes: [],
      children: ['1\u{0}2\u{1F}3\u{FFFE}4\u{D800}5'],
      line: 1,
      column: 1,
    };
    const text = printXml({ file: FILE, declared: false, root, unfinished: [] });
    expect(textOf(parse(text).root)).toBe('1\u{FFFD}2\u{FFFD}3\u{FFFD}4\u{FFFD}5');
  });

  it('is the inverse of parsing on any tree', () => {
    const name = fc.constantFrom('a', 'b', 'p:c', 'q:d');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        printable.map((text) =>
          text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        ),
        fc.constantFrom('<!--k-->', '<![CDATA[<&]]>', '&#13;', '&#xA;', '<p:e q:f="&#9;"/>'),
        fc
          .tuple(name, fc.array(tie('tree'), { maxLength: 4 }))
          .map(([tag, inner]) => `<${tag}>${inner.join('')}</${tag}>`),
      ),
    }));
    fc.assert(
      fc.property(tree, (inner) => {
        const first = parse(`<r xmlns="u" xmlns:p="v" xmlns:q="w">${inner}</r>`);
        const second = parse(printXml(first));
        expect(bare(second.root)).toEqual(bare(first.root));
        expect(printXml(second)).toBe(printXml(first));
      }),
    );
  });

  it('keeps control characters that .NET writes by number, and reads them as blanks', () => {
    const text = '<a b="x&#xB;y">one&#x0B;two&#1;&#x1F;three&#13;&#9;</a>';
    const { value } = parseXml({ file: 'a.xml', text });
    expect(value && textOf(value.root)).toBe('one two  three\r\t');
    const printed = value ? printXml(value) : '';
    expect(printed).toBe('<a b="x&#xB;y">one&#xB;two&#x1;&#x1F;three&#xD;\t</a>');
    expect(parseXml({ file: 'a.xml', text: printed }).value?.root.children).toEqual(value?.root.children);
  });
});
