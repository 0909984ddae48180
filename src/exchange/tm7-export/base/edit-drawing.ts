/** Writes what changed on tabs into the XML of a file. */
import type { System } from '../../../model/system.ts';
import { nameAmong, readAttributes } from '../../tmt/reading/attributes.ts';
import { Findings } from '../../tmt/reading/findings.ts';
import type { Template } from '../../tmt/template.ts';
import type { Line, Shape, Tm7 } from '../../tmt/tm7.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '../../xml/tree.ts';
import { declare, element, NAMESPACES } from '../xml/build.ts';
import { ENTRY_PREFIXES, entryXml, nameXml, OUT_OF_SCOPE, REASON, scopeXml, tabXml } from '../xml/drawn.ts';
import { bound, type Edits } from '../xml/edit.ts';
import type { Changes } from './changes.ts';
import type { Sheet } from './sheets.ts';

/** Names and scope, of everything that is drawn already. */
export function editLooks(edits: Edits, { changes, match }: Changes, system: System): void {
  for (const { part, id, what } of changes) {
    const thing = system[part].get(id);
    if (!thing || (what !== 'name' && what !== 'scope')) continue;
    if (part === 'views') {
      for (const surface of match.views.get(id) ?? []) renameTab(edits, surface.xml, thing.name);
      continue;
    }
    for (const { drawn } of match[part].get(id) ?? []) {
      if (what === 'name') rename(edits, drawn.xml, thing.name);
      else setScope(edits, drawn, 'outOfScope' in thing ? thing.outOfScope : undefined);
    }
  }
}

function renameTab(edits: Edits, xml: XmlElement, name: string): void {
  setMember(edits, xml, 'Header', name);
  if (nameAmong(readAttributes(xml, new Findings('', { lenient: true }))) !== '') rename(edits, xml, name);
}

function rename(edits: Edits, xml: XmlElement, name: string): void {
  const attribute = attributeBy(xml, ({ kind, displayName }) => kind === 'String' && displayName === 'Name');
  if (attribute) setValue(edits, attribute, name);
  else addAttributes(edits, xml, [nameXml(name)]);
}

/** A boundary has no such properties in the tool; where a file gives it some they are changed. */
function setScope(edits: Edits, { xml, form }: Shape | Line, reason: string | undefined): void {
  const flag = attributeBy(xml, ({ name }) => name === OUT_OF_SCOPE);
  const text = attributeBy(xml, ({ name }) => name === REASON);
  const isBoundary = form === 'border-boundary' || form === 'line-boundary';
  if (flag) setValue(edits, flag, String(reason !== undefined), 'boolean');
  if (text) setValue(edits, text, reason ?? '');
  const [flagXml, textXml] = scopeXml(reason);
  if (isBoundary || !flagXml || !textXml) return;
  addAttributes(edits, xml, [...(flag ? [] : [flagXml]), ...(text ? [] : [textXml])]);
}

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly displayName: string;
}

function attributeBy(xml: XmlElement, isWanted: (named: Named) => boolean): XmlElement | undefined {
  return childrenOf(childOf(xml, 'Properties')).find((attribute) => {
    const type = attributeOf(attribute, 'type') ?? 'StringDisplayAttribute';
    const text = (local: string): string => (textOf(childOf(attribute, local)) ?? '').trim();
    return isWanted({
      kind: type.slice(type.indexOf(':') + 1).replace(/DisplayAttribute$/, ''),
      name: text('Name'),
      displayName: text('DisplayName'),
    });
  });
}

function addAttributes(edits: Edits, xml: XmlElement, added: readonly XmlElement[]): void {
  const properties = childOf(xml, 'Properties');
  if (!properties) return;
  const prefixes = { a: NAMESPACES.arrays, i: NAMESPACES.instance };
  // What is around it may bind the prefixes otherwise, so each brings its own.
  for (const attribute of added) edits.append(properties, bound(attribute, [], prefixes));
}

/** The value of a property; one that was nil gets a type, without which the tool refuses the file. */
function setValue(
  edits: Edits,
  attribute: XmlElement,
  text: string,
  type: 'string' | 'boolean' = 'string',
): void {
  const value = childOf(attribute, 'Value');
  if (!value) return;
  if (attributeOf(value, 'nil') !== 'true') {
    edits.text(value, text);
    return;
  }
  const typed = {
    name: 'i:type',
    local: 'type',
    uri: NAMESPACES.instance,
    value: `c:${type}`,
  };
  const bindings = [declare('i', NAMESPACES.instance), declare('c', NAMESPACES.schema)];
  edits.replace(value, element(value.name, value.uri, [typed, ...bindings], [text]));
}

/** Sets a member that holds a text or a number. */
export function setMember(edits: Edits, xml: XmlElement, local: string, value: string | number): void {
  const member = childOf(xml, local);
  if (member) edits.text(member, String(value));
}

/** Everything that was added, moved, bent and taken away. */
export function editSheets(edits: Edits, tm7: Tm7, sheets: readonly Sheet[], template: Template): void {
  const { root } = tm7.document;
  const list = childOf(root, 'DrawingSurfaceList');
  for (const sheet of sheets) {
    const { surface } = sheet;
    const shapes = [...sheet.newShapes].flatMap(([guid, shape]) => {
      const frame = sheet.shapes.get(guid)?.frame;
      return frame ? [{ ...shape, frame }] : [];
    });
    if (!surface) {
      const { guid, name, newLines: lines } = sheet;
      const tab = tabXml({ guid, name, shapes, lines }, template);
      if (list)
        edits.append(list, bound(tab, [root, list], { '': NAMESPACES.model, i: NAMESPACES.instance }));
      continue;
    }
    const kept = new Set([...sheet.shapes.keys(), ...sheet.lines.keys()]);
    const gone = new Set(
      [...surface.shapes, ...surface.lines].filter(({ guid }) => !kept.has(guid)).map(({ xml }) => xml),
    );
    for (const container of ['Borders', 'Lines']) {
      for (const entry of childrenOf(childOf(surface.xml, container))) {
        const value = childOf(entry, 'Value');
        if (value && gone.has(value)) edits.remove(entry);
      }
    }
    for (const [container, added] of [
      ['Borders', shapes],
      ['Lines', sheet.newLines],
    ] as const) {
      const xml = childOf(surface.xml, container);
      const around = [root, ...(list ? [list] : []), surface.xml, ...(xml ? [xml] : [])];
      const entries = added.map((drawn) => bound(entryXml(drawn, template), around, ENTRY_PREFIXES));
      if (xml) for (const entry of entries) edits.append(xml, entry);
      else if (entries.length > 0)
        edits.append(surface.xml, element(container, surface.xml.uri, [], entries));
    }
    editPlaces(edits, sheet);
  }
}

function editPlaces(edits: Edits, sheet: Sheet): void {
  for (const { before, frame } of sheet.shapes.values()) {
    if (!before) continue;
    for (const [local, key] of FRAME) {
      if (before[key] !== frame[key]) setMember(edits, before.xml, local, frame[key]);
    }
  }
  for (const { guid, before, place } of sheet.lines.values()) {
    if (!before) continue;
    const { xml } = before;
    const course = sheet.courses.get(guid);
    if (course) {
      setMember(edits, xml, 'PortSource', course.source.port);
      setMember(edits, xml, 'PortTarget', course.target.port);
      setMember(edits, xml, 'SourceGuid', course.source.guid ?? '');
      setMember(edits, xml, 'TargetGuid', course.target.guid ?? '');
    }
    for (const [end, local] of [
      ['source', 'Source'],
      ['target', 'Target'],
      ['handle', 'Handle'],
    ] as const) {
      if (before[end].x !== place[end].x) setMember(edits, xml, `${local}X`, place[end].x);
      if (before[end].y !== place[end].y) setMember(edits, xml, `${local}Y`, place[end].y);
    }
  }
}

const FRAME = [
  ['Left', 'left'],
  ['Top', 'top'],
  ['Width', 'width'],
  ['Height', 'height'],
] as const;
