/** Templates and drawings written down in tests, without a file. */
import type { XmlElement } from '../../xml/tree.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import type { Stencil, StencilAttribute, Template, ThreatType } from '../template.ts';
import type { DrawnAttribute, Line, Point, Shape, Surface } from '../tm7.ts';

const where = { file: 'hand-made', line: 1, column: 1 };
const xml: XmlElement = {
  name: 'made',
  local: 'made',
  uri: '',
  attributes: [],
  children: [],
  line: 1,
  column: 1,
};

/** Attribute name → its values, the default first. */
type Attributes = Readonly<Record<string, readonly string[]>>;

/** A stencil's id → what it inherits from, and the attributes it has with its ancestors'. */
export type Stencils = Readonly<Record<string, readonly [parent: string, attributes?: Attributes]>>;

/** A threat type's id → include, exclude, title. */
export type Rules = Readonly<Record<string, readonly [include: string, exclude?: string, title?: string]>>;

export function templateOf(stencils: Stencils, rules: Rules): Template {
  return {
    name: 'Hand-made',
    id: 'hand-made',
    version: '1',
    stencils: new Map(
      Object.entries(stencils).map(([id, [parent, attributes]]) => [id, stencilOf(id, parent, attributes)]),
    ),
    categories: [],
    threatTypes: Object.entries(rules).map(([id, rule]) => ruleOf(id, ...rule)),
    columns: [],
    quirks: [],
  };
}

function stencilOf(id: string, parent: string, attributes: Attributes = {}): Stencil {
  return {
    id,
    name: id,
    description: '',
    parent,
    generic: parent === 'ROOT',
    hidden: false,
    representation: 'None',
    attributes: new Map(
      Object.entries(attributes).map(([name, values]): [string, StencilAttribute] => [
        name,
        { name, displayName: name, values, mode: 'Dynamic' },
      ]),
    ),
    where,
  };
}

function ruleOf(id: string, include: string, exclude = '', title = id): ThreatType {
  const included = parseExpression(include).value;
  const excluded = parseExpression(exclude).value;
  return {
    id,
    title,
    category: 'S',
    description: '',
    ...(included && { include: included }),
    ...(excluded && { exclude: excluded }),
    metadata: new Map(),
    where,
  };
}

export interface Drawn {
  readonly guid: string;
  readonly type: string;
  readonly genericType?: string;
  readonly name?: string;
  /** Lists: what is chosen, by attribute name. */
  readonly chosen?: Readonly<Record<string, string>>;
  readonly outOfScope?: string;
}

export function shapeOf(
  drawn: Drawn & Pick<Shape, 'left' | 'top' | 'width' | 'height'>,
  form: Shape['form'] = 'ellipse',
): Shape {
  const { left, top, width, height } = drawn;
  return { ...basicsOf(drawn), form, left, top, width, height };
}

/** A flow between two points, or a boundary line. Its handle is half way unless told otherwise. */
export function lineOf(
  drawn: Drawn & { readonly from: Line['source']; readonly to: Line['target']; readonly handle?: Point },
  form: Line['form'] = 'flow',
): Line {
  const { from, to } = drawn;
  const handle = drawn.handle ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return { ...basicsOf(drawn), form, source: from, target: to, handle };
}

export function surfaceOf(shapes: readonly Shape[], lines: readonly Line[]): Surface {
  return { guid: 'tab', name: 'Tab', shapes, lines, xml };
}

function basicsOf({ guid, type, genericType = '', name = guid, chosen = {}, outOfScope }: Drawn) {
  const attributes = Object.entries(chosen).map(([attribute, value]): DrawnAttribute => ({
    kind: 'list',
    name: attribute,
    displayName: attribute,
    value,
  }));
  return {
    guid,
    type,
    genericType,
    name,
    attributes,
    ...(outOfScope !== undefined && { outOfScope }),
    where,
    xml,
  };
}
