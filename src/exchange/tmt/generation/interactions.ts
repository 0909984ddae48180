/** What a drawing says about each of its flows, as a template's rules see it. */
import { type Curve, centreOf, contains, curveOf, curvesMeet } from './geometry.ts';
import type { Interaction, Party } from './interaction.ts';
import type { Template } from '../template.ts';
import type { Line, Shape, Surface } from '../tm7.ts';

/**
 * The flows of a tab that rules are asked about, in the order of the file: those in scope, and attached at both
 * ends to something on this tab. An end out of scope makes no difference, as in the tool; a flow out of scope
 * raises nothing. A flow crosses a box when exactly one of its ends has its centre inside, however it is drawn;
 * it crosses a boundary line when the two curves meet.
 */
export function interactionsOf(surface: Surface, template: Template): readonly Interaction[] {
  const ends = new Map<string, Shape>();
  for (const shape of surface.shapes) if (isEnd(shape)) ends.set(shape.guid, shape);
  const crossed = crossingsOf(surface, template);
  return surface.lines.flatMap((flow) => {
    if (flow.form !== 'flow' || flow.outOfScope !== undefined) return [];
    const source = ends.get(flow.source.guid ?? '');
    const target = ends.get(flow.target.guid ?? '');
    if (!source || !target) return [];
    return [
      {
        source: partyOf(source, template),
        target: partyOf(target, template),
        flow: partyOf(flow, template),
        crosses: crossed(flow, source, target),
      },
    ];
  });
}

/** Boxes and annotations are no ends of a flow, whatever a script may have attached it to. */
function isEnd({ form }: Shape): boolean {
  return form !== 'border-boundary' && form !== 'annotation';
}

function partyOf(drawn: Shape | Line, template: Template): Party {
  const chosen = new Map<string, string>();
  for (const { kind, name, value } of drawn.attributes) {
    if ((kind === 'list' || kind === 'static-list') && value !== undefined) chosen.set(name, value.trim());
  }
  return { id: drawn.guid, name: drawn.name, type: typeOf(drawn, template), chosen };
}

/** Its stencil, or the generic one where the template does not have that. */
function typeOf({ type, genericType }: Shape | Line, { stencils }: Template): string {
  return stencils.has(type) || genericType === '' ? type : genericType;
}

type Crossed = (flow: Line, source: Shape, target: Shape) => readonly string[];

/** Grouped by type: one crossed boundary of a type is enough, the others need no look. */
function crossingsOf({ shapes, lines }: Surface, template: Template): Crossed {
  const boxes = new Map<string, Shape[]>();
  for (const shape of shapes)
    if (shape.form === 'border-boundary') add(boxes, typeOf(shape, template), shape);
  const curves = new Map<string, Curve[]>();
  for (const line of lines)
    if (line.form === 'line-boundary') add(curves, typeOf(line, template), curveOf(line));
  return (flow, source, target) => {
    const from = centreOf(source);
    const to = centreOf(target);
    const drawn = curveOf(flow);
    const crossed = new Set<string>();
    for (const [type, ofType] of boxes) {
      if (ofType.some((box) => contains(box, from) !== contains(box, to))) crossed.add(type);
    }
    for (const [type, ofType] of curves) {
      if (!crossed.has(type) && ofType.some((curve) => curvesMeet(drawn, curve))) crossed.add(type);
    }
    return [...crossed];
  };
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
