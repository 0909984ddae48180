/** Test support: how two trees of XML differ. Numbers of objects (`z:Id`) are left aside; see {@link zIds}. */
import { isElement, type XmlElement } from '../../xml/tree.ts';
import { NAMESPACES } from '../xml/build.ts';

/** One line a difference: the path, and what stands on either side. Added and removed elements are matched by their text. */
export function differences(a: XmlElement, b: XmlElement): readonly string[] {
  const found: string[] = [];
  compare(a, b, a.local, found);
  return found;
}

function compare(a: XmlElement, b: XmlElement, path: string, found: string[]): void {
  if (a.name !== b.name || a.uri !== b.uri) found.push(`${path}: <${a.name}> is <${b.name}>`);
  const [before, after] = [attributesOf(a), attributesOf(b)];
  if (before !== after) found.push(`${path}: ${before} is ${after}`);
  const [left, right] = [a, b].map(({ children }) => children.filter(isElement));
  if (!left || !right) return;
  const [text, now] = [textOf(a), textOf(b)];
  if (text !== now) found.push(`${path}: ${JSON.stringify(text)} is ${JSON.stringify(now)}`);
  const [olds, news] = left.length === right.length ? [left, right] : aligned(left, right, path, found);
  olds.forEach((child, index) => {
    const other = news[index];
    if (other) compare(child, other, `${path}/${child.local}`, found);
  });
}

/** Leaves out what one side has more, by its key or whole text, and tells it. */
function aligned(
  left: readonly XmlElement[],
  right: readonly XmlElement[],
  path: string,
  found: string[],
): readonly [readonly XmlElement[], readonly XmlElement[]] {
  const [olds, news] = [left, right].map((side) => new Set(side.map(keyOf)));
  for (const child of left)
    if (!news?.has(keyOf(child))) found.push(`${path}: - ${child.local} ${keyOf(child)}`);
  for (const child of right)
    if (!olds?.has(keyOf(child))) found.push(`${path}: + ${child.local} ${keyOf(child)}`);
  return [left.filter((child) => news?.has(keyOf(child))), right.filter((child) => olds?.has(keyOf(child)))];
}

function keyOf(element: XmlElement): string {
  const parts = element.children.filter(isElement);
  const key = parts.find(({ local }) => ['Key', 'Guid', 'Name'].includes(local)) ?? parts[0];
  return (key ? deepText(key) : textOf(element)).slice(0, 80);
}

function deepText(element: XmlElement): string {
  return element.children
    .map((child) => (isElement(child) ? deepText(child) : typeof child === 'string' ? child : ''))
    .join('');
}

function textOf({ children }: XmlElement): string {
  return children
    .map((child) => (typeof child === 'string' ? child : isElement(child) ? '' : `<!--${child.comment}-->`))
    .join('');
}

function attributesOf({ attributes }: XmlElement): string {
  return attributes
    .filter((attribute) => !isNumber(attribute))
    .map(({ name, value }) => `${name}="${value}"`)
    .join(' ');
}

/** The numbers of objects in the order of the document. */
export function zIds(element: XmlElement): readonly string[] {
  return [
    ...element.attributes.filter(isNumber).map(({ value }) => value),
    ...element.children.flatMap((child) => (isElement(child) ? zIds(child) : [])),
  ];
}

function isNumber({ local, uri }: { readonly local: string; readonly uri: string }): boolean {
  return (local === 'Id' || local === 'Ref') && uri === NAMESPACES.serialization;
}
