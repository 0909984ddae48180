/** The XML of tabs and of what is drawn on them, as the Threat Modeling Tool writes it. */
import type { Stencil, StencilAttribute, Template } from '../../tmt/template.ts';
import type { Line, Point, Shape } from '../../tmt/tm7.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { declare, element, iNil, iType, type Members, members, NAMESPACES, zId } from './build.ts';

/** What is drawn new. */
interface NewThing {
  readonly guid: string;
  readonly stencil: Stencil;
  readonly name: string;
  /** Absent: in scope. */
  readonly outOfScope?: string;
  /** By attribute name; what is absent has the first value of its list. */
  readonly chosen: ReadonlyMap<string, string>;
}

export interface NewShape extends NewThing {
  readonly form: Exclude<Shape['form'], 'annotation'>;
  /** Whole pixels. */
  readonly frame: Pick<Shape, 'left' | 'top' | 'width' | 'height'>;
}

/** The side of a shape that a line is attached to. */
export type Port =
  | 'None'
  | 'North'
  | 'NorthEast'
  | 'East'
  | 'SouthEast'
  | 'South'
  | 'SouthWest'
  | 'West'
  | 'NorthWest';

export interface NewEnd extends Point {
  /** Absent: attached to nothing. */
  readonly guid?: string;
  readonly port: Port;
}

export interface NewLine extends NewThing {
  readonly form: Line['form'];
  readonly source: NewEnd;
  readonly target: NewEnd;
  readonly handle: Point;
}

export interface NewTab {
  readonly guid: string;
  readonly name: string;
  readonly shapes: readonly NewShape[];
  readonly lines: readonly NewLine[];
}

/** The tool's own names of its own properties. */
export const OUT_OF_SCOPE = '71f3d9aa-b8ef-4e54-8126-607a1d903103';
export const REASON = '752473b6-52d4-4776-9a24-202153f7d579';
const ORDER = '15ccd509-98eb-49ad-b9c2-b4a2926d1780';
const NOTHING = '00000000-0000-0000-0000-000000000000';

const TYPES = {
  ellipse: 'StencilEllipse',
  rectangle: 'StencilRectangle',
  'parallel-lines': 'StencilParallelLines',
  'border-boundary': 'BorderBoundary',
  flow: 'Connector',
  'line-boundary': 'LineBoundary',
} as const;

const model = members('', NAMESPACES.model);

/** The prefixes that an entry of a tab's dictionaries takes for bound where it stands. */
export const ENTRY_PREFIXES = {
  a: NAMESPACES.arrays,
  i: NAMESPACES.instance,
  z: NAMESPACES.serialization,
} as const;

/** A tab. Its numbers are those of nobody yet: {@link renumber} gives them. */
export function tabXml({ guid, name, shapes, lines }: NewTab, template: Template): XmlElement {
  const named = [header('Diagram'), text('Name', '', name)];
  return element(
    'DrawingSurfaceModel',
    NAMESPACES.model,
    [zId(0), declare('z', NAMESPACES.serialization)],
    [
      abstract('GenericTypeId', 'DRAWINGSURFACE'),
      abstract('Guid', guid),
      properties(named, [declare('a', NAMESPACES.arrays)]),
      abstract('TypeId', 'DRAWINGSURFACE'),
      model.of(
        'Borders',
        shapes.map((shape) => entryXml(shape, template)),
        [declare('a', NAMESPACES.arrays)],
      ),
      model.text('Header', name),
      model.of(
        'Lines',
        lines.map((line) => entryXml(line, template)),
        [declare('a', NAMESPACES.arrays)],
      ),
      model.text('Zoom', '1'),
    ],
  );
}

/** An entry of `Borders` or `Lines`. */
export function entryXml(drawn: NewShape | NewLine, template: Template): XmlElement {
  const a = members('a', NAMESPACES.arrays);
  const generic = genericOf(drawn.stencil, template);
  return a.of('KeyValueOfguidanyType', [
    a.text('Key', drawn.guid),
    a.of(
      'Value',
      [
        abstract('GenericTypeId', generic?.id ?? GENERIC[drawn.form]),
        abstract('Guid', drawn.guid),
        properties(attributesOf(drawn, generic)),
        abstract('TypeId', drawn.stencil.id),
        ...('frame' in drawn ? frameXml(drawn) : courseXml(drawn)),
      ],
      [zId(0), iType(TYPES[drawn.form])],
    ),
  ]);
}

const GENERIC = {
  ellipse: 'GE.P',
  rectangle: 'GE.EI',
  'parallel-lines': 'GE.DS',
  'border-boundary': 'GE.TB.B',
  flow: 'GE.DF',
  'line-boundary': 'GE.TB.L',
} as const;

/** The generic stencil that a stencil goes back to; itself for a generic one. */
function genericOf(stencil: Stencil, { stencils }: Template): Stencil | undefined {
  const seen = new Set<Stencil>();
  let at: Stencil | undefined = stencil;
  while (at && !at.generic && !seen.has(at)) {
    seen.add(at);
    at = stencils.get(at.parent);
  }
  return at?.generic ? at : undefined;
}

function frameXml({ frame: { left, top, width, height } }: NewShape): readonly XmlElement[] {
  return [
    abstract('Height', height),
    abstract('Left', left),
    element('StrokeDashArray', NAMESPACES.abstracts, [iNil(), declare('', NAMESPACES.abstracts)], []),
    abstract('StrokeThickness', 1),
    abstract('Top', top),
    abstract('Width', width),
  ];
}

function courseXml({ source, target, handle }: NewLine): readonly XmlElement[] {
  return [
    abstract('HandleX', handle.x),
    abstract('HandleY', handle.y),
    abstract('PortSource', source.port),
    abstract('PortTarget', target.port),
    abstract('SourceGuid', source.guid ?? NOTHING),
    abstract('SourceX', source.x),
    abstract('SourceY', source.y),
    abstract('TargetGuid', target.guid ?? NOTHING),
    abstract('TargetX', target.x),
    abstract('TargetY', target.y),
  ];
}

/** The tool binds the default namespace of each member anew. */
function abstract(local: string, value: string | number): XmlElement {
  return element(local, NAMESPACES.abstracts, [declare('', NAMESPACES.abstracts)], [String(value)]);
}

function properties(items: readonly XmlElement[], bindings: Parameters<Members['of']>[2] = []): XmlElement {
  return element('Properties', NAMESPACES.abstracts, [declare('', NAMESPACES.abstracts), ...bindings], items);
}

/** What the tool shows of a thing, in its order: what every thing has, what is fixed, what can be chosen. */
function attributesOf(drawn: NewShape | NewLine, generic: Stencil | undefined): readonly XmlElement[] {
  const { stencil, form, name } = drawn;
  const isBoundary = form === 'border-boundary' || form === 'line-boundary';
  const all = [...stencil.attributes.values()];
  const inherited = (attribute: StencilAttribute): boolean =>
    generic !== undefined && generic !== stencil && generic.attributes.has(attribute.name);
  const fixed = all.filter(({ mode }) => mode === 'Static');
  const free = all.filter(({ mode }) => mode !== 'Static');
  const lists = (attributes: readonly StencilAttribute[]): readonly XmlElement[] =>
    attributes.map((attribute) => list(attribute, drawn.chosen));
  const freeOnes = (isInherited: boolean): readonly XmlElement[] =>
    lists(free.filter((attribute) => inherited(attribute) === isInherited));
  return [
    header(stencil.name),
    text('Name', '', name),
    ...(form === 'flow' || form === 'border-boundary' ? [text('Dataflow Order', ORDER, '0')] : []),
    ...(isBoundary ? [] : scopeXml(drawn.outOfScope)),
    ...(fixed.length > 0 ? [header('Predefined Static Attributes'), ...lists(fixed)] : []),
    ...(stencil.generic && free.length === 0 ? [] : [header('Configurable Attributes')]),
    ...freeOnes(false),
    ...(generic && generic !== stencil ? [header(`As ${generic.name}`), ...freeOnes(true)] : []),
  ];
}

/** The two properties that say whether a thing is in scope. */
export function scopeXml(outOfScope: string | undefined): readonly XmlElement[] {
  return [
    display('Boolean', 'Out Of Scope', OUT_OF_SCOPE, [typed('boolean', String(outOfScope !== undefined))]),
    text('Reason For Out Of Scope', REASON, outOfScope ?? ''),
  ];
}

/** The name that a person gives a thing. */
export function nameXml(name: string): XmlElement {
  return text('Name', '', name);
}

const knowledge = members('b', NAMESPACES.knowledge);
const arrays = members('a', NAMESPACES.arrays);

function header(displayName: string): XmlElement {
  return display('Header', displayName, '', [knowledge.text('Value', undefined)]);
}

function text(displayName: string, name: string, value: string): XmlElement {
  return display('String', displayName, name, [typed('string', value)]);
}

function list(
  { name, displayName, values, mode }: StencilAttribute,
  chosen: ReadonlyMap<string, string>,
): XmlElement {
  const value = chosen.get(name);
  const index = values.findIndex((one) => one.trim() === value);
  return display(mode === 'Static' ? 'StaticList' : 'List', displayName, name, [
    knowledge.of(
      'Value',
      values.map((one) => arrays.text('string', one)),
      [iType('a:ArrayOfstring')],
    ),
    knowledge.text('SelectedIndex', String(Math.max(0, index))),
  ]);
}

function display(kind: string, displayName: string, name: string, value: readonly XmlElement[]): XmlElement {
  return arrays.of(
    'anyType',
    [knowledge.text('DisplayName', displayName), knowledge.text('Name', name), ...value],
    [iType(`b:${kind}DisplayAttribute`), declare('b', NAMESPACES.knowledge)],
  );
}

/** Without `i:type` on a value the tool refuses the whole file. */
function typed(type: 'string' | 'boolean', value: string): XmlElement {
  return knowledge.of('Value', [value], [iType(`c:${type}`), declare('c', NAMESPACES.schema)]);
}
