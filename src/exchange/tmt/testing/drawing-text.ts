/** Test support: the XML of what {@link import('./drawing.ts')} describes. */
import type { AttributeSpec, LineSpec, ShapeSpec, TabSpec } from './drawing.ts';
import { ABSTRACTS, ARRAYS, el, escape, guid, KB, NO_GUID, type Pair, SCHEMA, SERIALIZATION } from './xml.ts';

/** The last of the numbers by which the file tells its objects apart. */
export interface Ids {
  last: number;
}

/** A tab, with all that is drawn on it. */
export function tabText({ name, shapes = [], lines = [] }: TabSpec, ids: Ids): string {
  ids.last += 1;
  return [
    `<DrawingSurfaceModel z:Id="i${ids.last}" xmlns:z="${SERIALIZATION}">`,
    basics('DRAWINGSURFACE', guid(name), 'DRAWINGSURFACE', [{ header: 'Diagram' }, named(name)]),
    `<Borders xmlns:a="${ARRAYS}">${shapes.map((shape) => shapeText(shape, ids)).join('')}</Borders>`,
    el('Header', name),
    `<Lines xmlns:a="${ARRAYS}">${lines.map((line) => lineText(line, shapes, ids)).join('')}</Lines>`,
    '<Zoom>1</Zoom></DrawingSurfaceModel>',
  ].join('');
}

function shapeText(spec: ShapeSpec, ids: Ids): string {
  const [[left, top], [width, height]] = [spec.at ?? [0, 0], spec.size ?? [100, 100]];
  const place = (local: string, value: number): string =>
    spec.at === null ? '' : inAbstracts(local, String(value));
  return thing(spec, ids, [
    place('Height', height),
    place('Left', left),
    `<StrokeDashArray i:nil="true" xmlns="${ABSTRACTS}"/>`,
    inAbstracts('StrokeThickness', '1'),
    place('Top', top),
    place('Width', width),
  ]);
}

function lineText(spec: LineSpec, shapes: readonly ShapeSpec[], ids: Ids): string {
  const centre = (id: string | undefined): Pair => {
    const shape = shapes.find((candidate) => candidate.id === id);
    const [[left, top], [width, height]] = [shape?.at ?? [0, 0], shape?.size ?? [100, 100]];
    return shape ? [left + width / 2, top + height / 2] : [0, 0];
  };
  const [start, end] = [spec.start ?? centre(spec.from), spec.end ?? centre(spec.to)];
  const handle = spec.handle ?? [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  const at = (local: string, value: number): string => inAbstracts(local, String(value));
  return thing(spec, ids, [
    ...(spec.handle === null ? [] : [at('HandleX', handle[0]), at('HandleY', handle[1])]),
    inAbstracts('PortSource', 'None'),
    inAbstracts('PortTarget', 'None'),
    inAbstracts('SourceGuid', spec.from === undefined ? NO_GUID : guid(spec.from)),
    at('SourceX', start[0]),
    at('SourceY', start[1]),
    inAbstracts('TargetGuid', spec.to === undefined ? NO_GUID : guid(spec.to)),
    at('TargetX', end[0]),
    at('TargetY', end[1]),
  ]);
}

function thing(spec: ShapeSpec | LineSpec, ids: Ids, rest: readonly string[]): string {
  ids.last += 1;
  const label = spec.label === undefined ? spec.id : spec.label;
  const attributes: readonly AttributeSpec[] = [
    { header: spec.type ?? spec.generic },
    named(label),
    {
      name: '71f3d9aa-b8ef-4e54-8126-607a1d903103',
      displayName: 'Out Of Scope',
      flag: spec.outOfScope !== undefined,
    },
    {
      name: '752473b6-52d4-4776-9a24-202153f7d579',
      displayName: 'Reason For Out Of Scope',
      text: spec.outOfScope ?? '',
    },
    ...(spec.attributes ?? []),
  ];
  const id = guid(spec.id);
  return [
    `<a:KeyValueOfguidanyType><a:Key>${id}</a:Key>`,
    `<a:Value z:Id="i${ids.last}" i:type="${spec.xsiType}">`,
    basics(spec.generic, id, spec.type ?? spec.generic, attributes),
    ...rest,
    '</a:Value></a:KeyValueOfguidanyType>',
  ].join('');
}

function basics(generic: string, id: string, type: string, attributes: readonly AttributeSpec[]): string {
  return [
    inAbstracts('GenericTypeId', generic),
    inAbstracts('Guid', id),
    `<Properties xmlns="${ABSTRACTS}" xmlns:a="${ARRAYS}">${attributes.map(attributeText).join('')}</Properties>`,
    inAbstracts('TypeId', type),
  ].join('');
}

function inAbstracts(local: string, text: string): string {
  return `<${local} xmlns="${ABSTRACTS}">${escape(text)}</${local}>`;
}

function named(label: string | null): AttributeSpec {
  return { name: '', displayName: 'Name', text: label };
}

function attributeText(spec: AttributeSpec): string {
  if ('header' in spec) return display('Header', spec.header, '', '<b:Value i:nil="true"/>');
  if ('custom' in spec) return display('CustomString', 'Custom', '', typed('string', spec.custom));
  const { name, displayName = name } = spec;
  if ('flag' in spec) return display('Boolean', displayName, name, typed('boolean', String(spec.flag)));
  if ('text' in spec) {
    return display(
      'String',
      displayName,
      name,
      spec.text === null ? '<b:Value i:nil="true"/>' : typed('string', spec.text),
    );
  }
  const options = spec.options.map((option) => `<a:string>${escape(option)}</a:string>`).join('');
  const chosen = `<b:SelectedIndex>${spec.chosen ?? 0}</b:SelectedIndex>`;
  return display(
    spec.fixed ? 'StaticList' : 'List',
    displayName,
    name,
    `<b:Value i:type="a:ArrayOfstring">${options}</b:Value>${chosen}`,
  );
}

function display(kind: string, displayName: string, name: string, value: string): string {
  const members = `<b:DisplayName>${escape(displayName)}</b:DisplayName><b:Name>${escape(name)}</b:Name>${value}`;
  return `<a:anyType i:type="b:${kind}DisplayAttribute" xmlns:b="${KB}">${members}</a:anyType>`;
}

function typed(type: string, text: string): string {
  return `<b:Value i:type="c:${type}" xmlns:c="${SCHEMA}">${escape(text)}</b:Value>`;
}

export function noteText(text: string, index: number): string {
  const members = [el('AddedBy', 'somebody'), el('Date', '2026-01-02T03:04:05'), el('Id', String(index + 1))];
  return el('Note', undefined, ...members, el('Message', text));
}
