/**
 * A file of the Threat Modeling Tool with what was changed in Bestride since it was imported. Everything else stays:
 * the tree of the file is edited, not written anew.
 */
import type { Register } from '../../mitigate/register.ts';
import { model } from '../../model/index.ts';
import { parseText } from '../../text/parse.ts';
import { hasErrors, type Outcome, type Problem } from '../../text/problem.ts';
import type { Exported, ExportInput, ExportReport, FileBytes, NotWritten } from '../exported.ts';
import { BASE_FILE } from '../imported.ts';
import { placeOnTemplate } from '../onto-template/index.ts';
import { mapping, type PlainMap } from '../into-project/earlier.ts';
import { importTm7 } from '../tm7-import/index.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import type { Tm7 } from '../tmt/tm7.ts';
import { printXml } from '../xml/print.ts';
import { childOf, childrenOf, textOf, type XmlElement } from '../xml/tree.ts';
import { type Changes, changesOf, goneFrom } from './base/changes.ts';
import { Drawing, type Stencilled } from './base/draw.ts';
import { editAbout } from './base/edit-about.ts';
import { editLooks, editSheets } from './base/edit-drawing.ts';
import { editThreats, moveThreats } from './base/edit-threats.ts';
import { GENERIC, genericStencil } from './base/generic.ts';
import { addThreats } from './base/new-threats.ts';
import { remaining, told } from './base/remaining.ts';
import { Sheet } from './base/sheets.ts';
import { fictionsOf } from './base/sides.ts';
import { withDecided } from './decided.ts';
import { Guids } from './guids.ts';
import { catalogueThreats, statedSince } from './left-out.ts';
import { Edits, renumber } from './xml/edit.ts';

/**
 * Writes the changes of a project into the file it was imported from. Problems: those of reading the file, which is
 * read leniently (what is not sound in it stays as it is), and of import-base.json; TMT04 where nothing of the
 * project is drawn in the file, XML01 where the file breaks off.
 */
export function changeFile(input: ExportInput, { bytes, file }: FileBytes): Outcome<Exported> {
  const { value: tm7, problems } = readTm7(bytes, file.replace(/^.*[/\\]/, ''), { lenient: true });
  if (!tm7) return { problems };
  const note = input.noted && parseText(input.noted);
  const all = [...problems, ...(note?.problems ?? []), ...refusals(tm7, input)];
  if (hasErrors(all)) return { problems: all };
  const { value: read } = importTm7(tm7, input.register.catalogue);
  const written: unknown = JSON.parse(read?.files.get(BASE_FILE) ?? '{}');
  return { value: change(input, tm7, dataIn(written), note && dataIn(note.value?.data)), problems: all };
}

/** What an import notes: the three files of a project as plain data. */
interface Data {
  readonly system: PlainMap;
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
}

function dataIn(data: unknown): Data {
  const { system, threats, decisions } = mapping(data);
  return { system: mapping(system), threats: mapping(threats), decisions: mapping(decisions) };
}

function refusals(
  { document, file, surfaces }: Tm7,
  { register: { system } }: ExportInput,
): readonly Problem[] {
  const where = { file, line: 1, column: 1 };
  if (document.unfinished.length > 0) {
    const message = 'the file breaks off, so that changes cannot be written into it';
    return [{ code: 'XML01', severity: 'error', message, hint: 'Give a whole file.', where }];
  }
  const drawn = new Set(
    surfaces.flatMap(({ guid, shapes, lines }) => [guid, ...[...shapes, ...lines].map((one) => one.guid)]),
  );
  const things = [
    ...system.elements.values(),
    ...system.flows.values(),
    ...system.views.values(),
    ...system.zones.values(),
  ];
  const isFrom = things.some(({ origin }) => origin?.format === 'tm7' && drawn.has(origin.id.toLowerCase()));
  if (isFrom || things.length === 0 || drawn.size === 0) return [];
  const message = `nothing of the system "${system.id}" is drawn in the file`;
  const hint = 'Give the file that it was imported from, or a template to draw it with.';
  return [{ code: 'TMT04', severity: 'error', message, hint, where }];
}

function change(given: ExportInput, tm7: Tm7, read: Data, noted: Data | undefined): Exported {
  const { system, catalogue } = given.register;
  const fictions = fictionsOf(system, noted?.system);
  const changes = changesOf(system, tm7, fictions, noted?.system);
  const template = tm7.knowledgeBase ?? GENERIC;
  const placement = tm7.knowledgeBase && placeOnTemplate(system, tm7.knowledgeBase, catalogue);
  const input = placement ? withDecided(given, placement, template) : given;
  const stencilled: Stencilled = (part, id) => placement?.[part].get(id) ?? genericStencil(system, part, id);

  const sheets = tm7.surfaces.map((surface) => new Sheet(surface.guid, surface.name, surface));
  const lost = sheets.flatMap((sheet) => sheet.remove(changes.removed));
  const drawing = new Drawing(
    sheets,
    changes,
    system,
    fictions,
    stencilled,
    new Guids(system.id, guidsIn(tm7)),
  );
  drawing.apply();

  const edits = new Edits();
  editLooks(edits, changes, system);
  editSheets(edits, tm7, drawing.sheets, template);
  const about = editAbout(edits, tm7, system, read.system, noted?.system);
  const threats = editThreats(edits, tm7, input, read, noted);
  moveThreats(edits, tm7, drawing.sheets);
  const gone = removeRest(
    edits,
    tm7,
    changes,
    drawing.sheets,
    new Set(threats.removed.map(({ xml }) => xml)),
  );
  const isAnother = drawing.drawn.size > 0 || changes.removed.size > 0;
  const edited = edits.apply(tm7.document.root);
  const text = printXml({ ...tm7.document, root: isAnother ? renumber(edited) : edited });

  const again = isAnother || changes.changes.length > 0 ? reread(text, tm7) : tm7;
  const rows = addThreats(again, input, drawing.drawn, changes);
  const left = changesOf(system, again, fictions, noted?.system, drawing.drawn);
  const { value: drawn } = model({ file: 'read.json', text: JSON.stringify(read.system) }, catalogue);
  const listed = new Set([...threats.listed, ...rows.listed]);
  const report: ExportReport = {
    format: 'tm7',
    onto: tm7.file,
    written: [
      ...told(changes, left, tm7, lost),
      { what: 'members of the information about the model', count: about },
      { what: 'threats changed', count: threats.changed },
      { what: 'threats removed', count: gone },
      { what: 'threats added', count: rows.listed.size + rows.others },
    ],
    notWritten: [
      ...remaining(left, changes, system, drawing.drawn),
      ...unknownIn(changes, tm7),
      ...(drawn ? statedSince(system, drawn) : []),
      ...threats.notWritten,
      ...catalogueThreats(input.register.entries, listed),
    ],
    poorer: [...threats.poorer, ...rows.poorer],
    notes: notesOn(changes, noted !== undefined, input.register, tm7),
  };
  return { text: rows.text ?? text, report };
}

function reread(text: string, before: Tm7): Tm7 {
  const { value } = readTm7(new TextEncoder().encode(text), before.file, { lenient: true });
  if (!value) throw new Error('what was written cannot be read');
  return value;
}

function guidsIn({ surfaces }: Tm7): readonly string[] {
  return surfaces.flatMap(({ guid, shapes, lines }) => [
    guid,
    ...[...shapes, ...lines].map((one) => one.guid),
  ]);
}

/** Empty tabs, rows of the list about what is gone, and what the tool once said about it. */
function removeRest(
  edits: Edits,
  { document: { root }, surfaces, threats }: Tm7,
  { removed }: Changes,
  sheets: readonly Sheet[],
  unwanted: ReadonlySet<XmlElement>,
): number {
  for (const { guid, xml } of surfaces) {
    const sheet = sheets.find((one) => one.guid === guid);
    if (removed.has(guid) && sheet?.shapes.size === 0 && sheet.lines.size === 0) edits.remove(xml);
  }
  const kept = new Set(sheets.flatMap(({ shapes, lines }) => [...shapes.keys(), ...lines.keys()]));
  const gone = new Set(
    surfaces
      .flatMap(({ shapes, lines }) => [...shapes, ...lines].map(({ guid }) => guid))
      .filter((guid) => !kept.has(guid)),
  );
  const isGone = new Set(
    threats
      .filter(({ source, flow, target }) => [source, flow, target].some((guid) => gone.has(guid)))
      .map(({ xml }) => xml),
  );
  let count = 0;
  for (const entry of childrenOf(childOf(root, 'ThreatInstances'))) {
    const value = childOf(entry, 'Value');
    if (!value || !(isGone.has(value) || unwanted.has(value))) continue;
    edits.remove(entry);
    count += 1;
  }
  for (const validation of childrenOf(childOf(root, 'Validations'))) {
    const about = childrenOf(childOf(validation, 'ElementGuids')).map((guid) =>
      (textOf(guid) ?? '').trim().toLowerCase(),
    );
    if (about.some((guid) => gone.has(guid))) edits.remove(validation);
  }
  return count;
}

function unknownIn({ unknown }: Changes, { surfaces }: Tm7): readonly NotWritten[] {
  const names = new Map(
    surfaces.flatMap(({ guid, name, shapes, lines }) => [
      [guid, name] as const,
      ...[...shapes, ...lines].map((drawn) => [drawn.guid, drawn.name] as const),
    ]),
  );
  return [...unknown.keys()].map((guid) => ({
    what: `anything about "${names.get(guid) || guid}"`,
    why: 'the file has it and the project never had it; it is kept: import the file again to bring it in',
  }));
}

function notesOn(changes: Changes, isNoted: boolean, { system }: Register, { file }: Tm7): readonly string[] {
  const notes = changes.contested.map(
    ({ id, what }) =>
      `"${id}" (${what}) was changed in the file and in the project; the project's word is written`,
  );
  for (const id of goneFrom(system, changes, file))
    notes.push(`"${id}" comes from the file and is drawn in it no more; it is drawn again`);
  if (!isNoted && changes.removed.size > 0)
    notes.push(`${BASE_FILE} is not there: what the file has and the project has not was taken as removed`);
  return notes;
}
