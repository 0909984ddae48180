/** What can be drawn with a template. */
import { type XmlElement, childOf, childrenOf, textOf } from '../../xml/tree.ts';
import type { Stencil, StencilAttribute } from '../template.ts';
import type { Findings } from './findings.ts';
import { booleanOf, textIn } from './values.ts';

/** What generic stencils inherit from. */
const ROOT = 'ROOT';
/** Templates of which anything is known go four deep. */
const MOST_ANCESTORS = 50;

type Representation = Stencil['representation'];
const REPRESENTATIONS: ReadonlyMap<string, Representation> = new Map(
  (
    [
      'Ellipse',
      'Rectangle',
      'ParallelLines',
      'Line',
      'LineBoundary',
      'BorderBoundary',
      'Annotation',
      'None',
    ] as const
  ).map((name) => [name, name]),
);

/** A stencil as written, before it inherits. */
interface Own extends Omit<Stencil, 'representation' | 'attributes'> {
  readonly representation: string;
  readonly attributes: readonly StencilAttribute[];
}

/** Reads the stencils, generic ones first. Odd: an id twice (TMT03), ancestors that are absent or form a circle (TMT04). */
export function readStencils(
  root: XmlElement,
  whole: (element: XmlElement) => boolean,
  findings: Findings,
): ReadonlyMap<string, Stencil> {
  const ids = new Set<string>();
  const own = ['GenericElements', 'StandardElements'].flatMap((section) =>
    childrenOf(childOf(root, section))
      .filter(whole)
      .map((xml) => readOwn(xml, section === 'GenericElements', findings))
      .filter(({ id, xml }) => !findings.isTaken(id, ids, 'stencil', xml)),
  );
  const byId = new Map<string, Own>(own.map((stencil) => [stencil.id, stencil]));
  return new Map(own.map((stencil) => [stencil.id, inherit(stencil, byId, findings)]));
}

function readOwn(xml: XmlElement, generic: boolean, findings: Findings): Own & { readonly xml: XmlElement } {
  return {
    id: textIn(xml, 'Id', 'ID'),
    name: textIn(xml, 'Name'),
    description: textIn(xml, 'Description'),
    parent: textIn(xml, 'ParentId', 'ParentElement') || ROOT,
    generic,
    hidden: booleanOf(textIn(xml, 'Hidden')) ?? false,
    representation: textIn(xml, 'Representation'),
    attributes: readAttributes(xml, findings),
    where: findings.place(xml),
    xml,
  };
}

function readAttributes(xml: XmlElement, findings: Findings): readonly StencilAttribute[] {
  const names = new Set<string>();
  return childrenOf(childOf(xml, 'Attributes')).flatMap((attribute) => {
    const name = textIn(attribute, 'Name');
    const what = `attribute of stencil "${textIn(xml, 'Name')}"`;
    if (findings.isTaken(name, names, what, attribute)) return [];
    return [
      {
        name,
        displayName: textIn(attribute, 'DisplayName'),
        values: childrenOf(childOf(attribute, 'AttributeValues')).map((value) =>
          (textOf(value) ?? '').trim(),
        ),
        mode: textIn(attribute, 'Mode') === 'Static' ? ('Static' as const) : ('Dynamic' as const),
      },
    ];
  });
}

function inherit(stencil: Own, byId: ReadonlyMap<string, Own>, findings: Findings): Stencil {
  const lineage = lineageOf(stencil, byId, findings);
  const attributes = new Map<string, StencilAttribute>();
  for (const ancestor of lineage) {
    for (const attribute of ancestor.attributes) {
      if (!attributes.has(attribute.name)) attributes.set(attribute.name, attribute);
    }
  }
  const drawn = lineage.map(({ representation }) => REPRESENTATIONS.get(representation)).find(Boolean);
  const { id, name, description, parent, generic, hidden, where } = stencil;
  return {
    id,
    name,
    description,
    parent,
    generic,
    hidden,
    representation: drawn ?? 'None',
    attributes,
    where,
  };
}

/** A stencil and its ancestors, nearest first. */
function lineageOf(stencil: Own, byId: ReadonlyMap<string, Own>, findings: Findings): readonly Own[] {
  const lineage = new Set([stencil]);
  let last = stencil;
  for (;;) {
    const parent = byId.get(last.parent);
    if (!parent) break;
    if (lineage.has(parent) || lineage.size === MOST_ANCESTORS) {
      const message = `the ancestors of stencil "${stencil.id}" form a circle, or are more than ${MOST_ANCESTORS}`;
      findings.odd('TMT04', message, stencil.where, 'It inherits from the nearest ones.');
      break;
    }
    lineage.add(parent);
    last = parent;
  }
  if (stencil.parent !== ROOT && !byId.has(stencil.parent)) {
    const message = `stencil "${stencil.id}" inherits from "${stencil.parent}", which the template does not have`;
    findings.odd('TMT04', message, stencil.where);
  }
  return [...lineage];
}
