/**
 * XML as a tree that can be written back: order, prefixes, namespaces, comments and unknown parts are kept.
 * Documents with a DOCTYPE are refused, so there are no entities but the five of XML itself.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';

import type { Outcome, Problem, Where } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';

export interface XmlAttribute {
  /** As written, with its prefix. */
  readonly name: string;
  readonly local: string;
  /** The namespace; empty without one. */
  readonly uri: string;
  readonly value: string;
}

export interface XmlComment {
  readonly comment: string;
}

/** Text is a plain string; neighbouring pieces are one. */
export type XmlNode = XmlElement | XmlComment | string;

export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  /** Declarations of namespaces (`xmlns`, `xmlns:a`) among them. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Where the tag ends, from 1. */
  readonly line: number;
  readonly column: number;
}

export interface XmlDocument {
  readonly file: string;
  /** True when the text starts with an XML declaration. */
  readonly declared: boolean;
  readonly root: XmlElement;
  /** The elements within which the text broke off, outermost first: none but where it was read leniently. */
  readonly unfinished: readonly XmlElement[];
}

/** What is open while parsing. */
interface Open extends XmlElement {
  readonly children: XmlNode[];
}

/** How deep elements may lie in one another; documents of the Threat Modeling Tool reach about 15. */
const DEEPEST = 200;
/** How many elements, attributes and comments there may be; a model of 1.4 MB has 30,000. */
const MOST_PARTS = 2_000_000;

/**
 * .NET writes control characters, which people paste from word processors, as references (`&#xB;`) that XML 1.0 does
 * not have. In the tree they stand as the 32 code points that Unicode sets aside for such uses (U+FDD0 and on).
 */
const CONTROL_REFERENCE = /&#(?:x0*([0-8bcef]|1[0-9a-f])|0*([0-8]|1[124-9]|2[0-9]|3[01]));/gi;
export const CONTROLS = 0xfd_d0;

function withoutControls(text: string): string {
  return text.replace(CONTROL_REFERENCE, (_, hexadecimal?: string, decimal?: string) =>
    String.fromCodePoint(
      CONTROLS + (hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
    ),
  );
}

class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Reads XML. Problems: XML01 (not well-formed, with the place), XML02 (DOCTYPE), XML03 (nested too deeply), XML04
 * (too many parts). Where `lenient`, XML01 is a warning, and what stands before that place is the document.
 */
export function parseXml(
  { file, text }: Source,
  { lenient = false }: { readonly lenient?: boolean } = {},
): Outcome<XmlDocument> {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let declared = false;
  const here = (): Where => ({ file, line: parser.line, column: Math.max(1, parser.columnIndex) });
  const refuse = (code: Problem['code'], message: string, hint: string): never => {
    throw new Refused({ code, severity: 'error', message, hint, where: here() });
  };
  let parts = 0;
  const count = (): void => {
    parts += 1;
    if (parts <= MOST_PARTS) return;
    refuse('XML04', `the document has more than ${MOST_PARTS} parts`, 'No document of this kind has.');
  };

  parser.on('xmldecl', () => (declared = true));
  parser.on('doctype', () =>
    refuse('XML02', 'the document has a DOCTYPE', 'Remove it: documents of this kind need none.'),
  );
  parser.on('error', ({ message }) =>
    refuse(
      'XML01',
      `the text is not well-formed XML: ${plain(message)}`,
      'Save the file again where it came from.',
    ),
  );
  parser.on('attribute', count);
  parser.on('opentag', (tag) => {
    if (stack.length >= DEEPEST) {
      refuse(
        'XML03',
        `elements lie more than ${DEEPEST} deep in one another`,
        'No document of this kind does.',
      );
    }
    const element = elementOf(tag, parser.line, parser.columnIndex);
    count();
    const parent = stack.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
    stack.push(element);
  });
  parser.on('closetag', () => stack.pop());
  const addText = (piece: string): void => {
    const children = stack.at(-1)?.children;
    if (!children || piece === '') return;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + piece;
    else children.push(piece);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', (comment) => {
    count();
    stack.at(-1)?.children.push({ comment });
  });

  try {
    parser.write(withoutControls(text.replace(/^\uFEFF/, ''))).close();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!lenient || !root || error.problem.code !== 'XML01') return { problems: [error.problem] };
    const problem: Problem = { ...error.problem, severity: 'warning', hint: 'What follows it is not read.' };
    return { value: { file, declared, root, unfinished: stack }, problems: [problem] };
  }
  if (!root) return { problems: [] };
  return { value: { file, declared, root, unfinished: [] }, problems: [] };
}

function elementOf(tag: SaxesTagNS, line: number, column: number): Open {
  const attributes = Object.values(tag.attributes).map(({ name, local, uri, value }) => ({
    name,
    local,
    uri,
    value,
  }));
  return { name: tag.name, local: tag.local, uri: tag.uri, attributes, children: [], line, column };
}

/** The parser prefixes its messages with its own position. */
function plain(message: string): string {
  return message.replace(/^(?:.*:)?\d+:\d+: /, '').replace(/\.$/, '');
}

/** True for elements, false for text and comments. */
export function isElement(node: XmlNode): node is XmlElement {
  return typeof node === 'object' && 'name' in node;
}

/** The child elements, of one local name where it is given. */
export function childrenOf(element: XmlElement | undefined, local?: string): readonly XmlElement[] {
  if (!element) return [];
  return element.children.filter(
    (node): node is XmlElement => isElement(node) && (local === undefined || node.local === local),
  );
}

/** The first child of a local name. */
export function childOf(element: XmlElement | undefined, local: string): XmlElement | undefined {
  return element?.children.find((node): node is XmlElement => isElement(node) && node.local === local);
}

/** The text directly in an element, control characters as blanks; undefined where there is no element, or it says that it is nil. */
export function textOf(element: XmlElement | undefined): string | undefined {
  if (!element || attributeOf(element, 'nil') === 'true') return undefined;
  const text = element.children.filter((node) => typeof node === 'string').join('');
  return text.replace(/[\u{FDD0}-\u{FDEF}]/gu, ' ');
}

/** The value of an attribute, by its local name. */
export function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.local === local)?.value;
}

/** Where an element stands, for a problem about it. */
export function whereOf({ file }: XmlDocument | Source, { line, column }: XmlElement): Where {
  return { file, line, column };
}
