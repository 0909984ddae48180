/** Changes to a tree that is otherwise kept as it is, and the numbers that must fit again afterwards. */
import { childrenOf, isElement, type XmlAttribute, type XmlElement, type XmlNode } from '../../xml/tree.ts';
import { declare, NAMESPACES } from './build.ts';

/** Collects changes by the elements they are about; {@link apply} makes the new tree. */
export class Edits {
  readonly #texts = new Map<XmlElement, string>();
  readonly #replaced = new Map<XmlElement, XmlElement>();
  readonly #removed = new Set<XmlElement>();
  readonly #appended = new Map<XmlElement, XmlElement[]>();

  /** Sets the text of an element, if it has another; one that says it is nil says so no more. */
  text(element: XmlElement, text: string): void {
    this.#texts.set(element, text);
  }

  replace(element: XmlElement, by: XmlElement): void {
    this.#replaced.set(element, by);
  }

  remove(element: XmlElement): void {
    this.#removed.add(element);
  }

  /** Adds a child behind those there are. */
  append(parent: XmlElement, child: XmlElement): void {
    const known = this.#appended.get(parent);
    if (known) known.push(child);
    else this.#appended.set(parent, [child]);
  }

  isRemoved(element: XmlElement): boolean {
    return this.#removed.has(element);
  }

  /** The tree with all changes in it. What has none is the same object. */
  apply(element: XmlElement): XmlElement {
    const replaced = this.#replaced.get(element);
    if (replaced) return this.apply(replaced);
    const text = this.#texts.get(element);
    const added = this.#appended.get(element) ?? [];
    if (text !== undefined) {
      const attributes = element.attributes.filter(({ local }) => local !== 'nil');
      return { ...element, attributes, children: text === '' ? [] : [text] };
    }
    let isChanged = added.length > 0;
    const children = element.children.flatMap((child): readonly XmlNode[] => {
      if (!isElement(child)) return [child];
      if (this.#removed.has(child)) {
        isChanged = true;
        return [];
      }
      const after = this.apply(child);
      if (after !== child) isChanged = true;
      return [after];
    });
    return isChanged
      ? { ...element, children: [...children, ...added.map((child) => this.apply(child))] }
      : element;
  }
}

/**
 * Numbers all `z:Id` anew, as the tool does in writing: from i1, in the order of the document, the knowledge base
 * last. References follow.
 */
export function renumber(root: XmlElement): XmlElement {
  const last = childrenOf(root, 'KnowledgeBase');
  const numbered: XmlElement[] = [];
  const collect = (element: XmlElement): void => {
    if (element.attributes.some(isId)) numbered.push(element);
    for (const child of childrenOf(element)) if (!last.includes(child)) collect(child);
  };
  for (const part of [root, ...last]) collect(part);
  const ids = new Map(numbered.map((element, index) => [element, `i${index + 1}`]));
  const now = new Map(numbered.toReversed().map((element) => [idOf(element), ids.get(element)]));
  const renamed = (element: XmlElement): XmlElement => ({
    ...element,
    attributes: element.attributes.map((attribute) => {
      const { local, uri, value } = attribute;
      if (isId(attribute)) return { ...attribute, value: ids.get(element) ?? value };
      const isReference = local === 'Ref' && uri === NAMESPACES.serialization;
      return isReference ? { ...attribute, value: now.get(value) ?? value } : attribute;
    }),
    children: element.children.map((child) => (isElement(child) ? renamed(child) : child)),
  });
  return renamed(root);
}

function isId({ local, uri }: XmlAttribute): boolean {
  return local === 'Id' && uri === NAMESPACES.serialization;
}

function idOf({ attributes }: XmlElement): string {
  return attributes.find(isId)?.value ?? '';
}

/**
 * A new child with the bindings of the prefixes it uses, as far as its new parent and what is around that do not
 * have them: scripts bind other prefixes than the tool.
 */
export function bound(
  child: XmlElement,
  around: readonly XmlElement[],
  prefixes: Readonly<Record<string, string>>,
): XmlElement {
  const scope = new Map<string, string>();
  for (const { attributes } of around)
    for (const { name, value } of attributes)
      if (name === 'xmlns' || name.startsWith('xmlns:')) scope.set(name, value);
  const missing = Object.entries(prefixes)
    .map(([prefix, uri]) => declare(prefix, uri))
    .filter(({ name, value }) => scope.get(name) !== value);
  return { ...child, attributes: [...missing, ...child.attributes] };
}
