/**
 * Lists of threats that people keep in spreadsheets, as CSV files and Excel workbooks: each row becomes a threat of
 * threats.yaml, and what the list says of its state a decision or claim. What columns and words mean is guessed,
 * shown, noted in import-mapping.yaml, and read from there the next time.
 */
import { stringify } from 'yaml';

import { model } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import { hasErrors, type Outcome, type Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import type { EarlierImport, Imported, ImportOptions } from '../imported.ts';
import type { PlainMap } from '../into-project/earlier.ts';
import { idFrom } from '../into-project/names.ts';
import { rewriteYaml, writeYaml } from '../into-project/yaml-text.ts';
import { accountOf } from './account.ts';
import { readColumns } from './columns.ts';
import { type Known, LIST_BASE_FILE, notesText, readKnown } from './known.ts';
import { findList, type Layout } from './layout.ts';
import { MAPPING_FILE, readMapping, type StoredMapping, writeMapping } from './mapping-file.ts';
import { mergeList } from './merge-list.ts';
import { mitigationFile } from './mitigation-file.ts';
import { Subjects } from './subjects.ts';
import { readCsv } from './table/csv.ts';
import type { Book } from './table/table.ts';
import { readWorkbook } from './table/workbook.ts';
import { readThreats } from './threats.ts';
import { readValues } from './values.ts';

/** Imports a CSV file. Problems: LST01..LST05, and those of the files of the project. */
export function importCsv(bytes: Uint8Array, file: string, options: ImportOptions): Outcome<Imported> {
  return importBook(readCsv(bytes, file, options.lenient), file, options);
}

/** Imports a sheet of an Excel workbook. Problems: LST01..LST05, XML01..XML04, and those of the project. */
export function importWorkbook(bytes: Uint8Array, file: string, options: ImportOptions): Outcome<Imported> {
  return importBook(readWorkbook(bytes, file), file, options);
}

function importBook(read: Outcome<Book>, file: string, options: ImportOptions): Outcome<Imported> {
  const { value: book } = read;
  if (!book) return { problems: read.problems };
  const { earlier, mapping } = options;
  const problems: Problem[] = [...read.problems];
  const fail = (): Outcome<Imported> => ({ problems });
  const base = systemOf(earlier, file, options);
  const { known, problems: unreadable } = readKnown(earlier, file);
  problems.push(...base.problems, ...unreadable);
  const given = mapping ?? earlier?.mapping;
  const stored = given && readMapping(given, file, mapping !== undefined);
  problems.push(...(stored?.problems ?? []));
  if (!base.value || !known || hasErrors(problems)) return fail();
  const system = base.value;
  const { layout, problems: unfound } = findList(book, file, options.sheet, stored?.value?.stored);
  problems.push(...unfound);
  if (!layout) return fail();
  const { columns, problems: unfit } = readColumns(layout, stored?.value?.stored);
  problems.push(...unfit);
  if (hasErrors(problems)) return fail();
  const values = readValues(columns, layout.rows, stored?.value?.stored);
  const subjects = new Subjects(system, stored?.value?.stored);
  problems.push(...subjects.problems);
  const list = readThreats({ file, systemId: system.id, layout, columns, values, subjects });
  const merged = mergeList(list.threats, { format: book.format, file }, known, idsOf(system));
  const files = new Map<string, string>();
  if (!earlier) files.set('system.yaml', newSystem(system));
  files.set('threats.yaml', textOf(earlier?.threats, known.threats, merged.threats, HEADS.threats(file)));
  files.set(
    'decisions.yaml',
    textOf(earlier?.decisions, known.decisions, merged.decisions, HEADS.decisions(file)),
  );
  for (const [id, threat] of merged.mitigations) {
    const path = `catalogue/mitigations/${id}.yaml`;
    if (earlier?.catalogueFiles.includes(path) !== true) files.set(path, mitigationFile(id, threat, file));
  }
  const now = mappingOf(layout, columns, values, subjects, stored?.value?.stored);
  files.set(MAPPING_FILE, writeMapping(earlier?.mapping, file, now));
  files.set(LIST_BASE_FILE, notesText(known.notes, file, merged.base));
  const report = accountOf({ file, book, layout, columns, values, subjects, list }, merged.again);
  return { value: { files, report }, problems };
}

/** The system that the list is about: that of the project, or a new one that has no more than a name. */
function systemOf(
  earlier: EarlierImport | undefined,
  file: string,
  { catalogue }: ImportOptions,
): Outcome<System> {
  if (earlier) return model(earlier.system, catalogue);
  const name = file.replace(/\.[^.]*$/, '');
  const text = stringify({ bestride: 1, system: { id: idFrom(name) || 'system', name: name || 'system' } });
  return model({ file: 'system.yaml', text }, catalogue);
}

function newSystem({ id, name }: System): string {
  const head =
    ' The list says nothing of the system. Draw it here: zones, elements, connections, flows. Threats find what they\n' +
    ' are about by name when the list is imported again.';
  return writeYaml({ bestride: 1, system: { id, name } }, head, new Map());
}

function idsOf(system: System): Iterable<string> {
  const { id, zones, elements, connections, flows, assets } = system;
  return [id, ...[zones, elements, connections, flows, assets].flatMap((things) => [...things.keys()])];
}

function textOf(source: Source | undefined, before: Known['threats'], after: PlainMap, head: string): string {
  return source ? rewriteYaml(source, before, after, new Map()).text : writeYaml(after, head, new Map());
}

/** What is known of the list now, as the mapping file says it. */
function mappingOf(
  { sheet, headings, labels }: Layout,
  columns: ReturnType<typeof readColumns>['columns'],
  values: ReturnType<typeof readValues>,
  { asked }: Subjects,
  stored: StoredMapping | undefined,
): PlainMap {
  const gone = Object.entries(stored?.list.columns ?? {}).filter(([label]) => !labels.includes(label));
  return {
    ...(sheet.name !== undefined && { sheet: sheet.name }),
    headings,
    columns: Object.fromEntries([...columns.map(({ label, field }) => [label, field] as const), ...gone]),
    ...(Object.keys(values.all).length > 0 && { values: values.all }),
    ...(asked.size > 0 && { subjects: Object.fromEntries(asked) }),
  };
}

const HEADS = {
  threats: (file: string): string =>
    ` Threats of ${file}. Importing the list again takes over its changes and keeps yours.`,
  decisions: (file: string): string =>
    ` What ${file} says was decided. A threat that is mitigated there is a claim here: said, and not yet shown.`,
} as const;
