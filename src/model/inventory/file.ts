/**
 * The text of an inventory as a list of units: `inventory.yaml` for a handful, `inventory.json` or `inventory.csv`
 * where a program writes it (YAML of ten thousand units takes seconds to read). All three say the same.
 */
import { z } from 'zod';

import { parseCsv } from '../../text/csv.ts';
import { quote } from '../../text/frame.ts';
import { lineIndex } from '../../text/lines.ts';
import { parseText, placeOf } from '../../text/parse.ts';
import type { Outcome, Problem, Where } from '../../text/problem.ts';
import { checkShape, checkVersion } from '../../text/shape/shape.ts';
import type { Source } from '../../text/source.ts';
import { suggestion } from '../../text/suggest.ts';

const Thumbprint = z
  .string()
  .regex(
    /^(sha1:|sha256:)?[0-9a-f]{2}(:?[0-9a-f]{2}){19,63}$/i,
    'a thumbprint: hexadecimal digits, with or without colons',
  );

const UnitEntry = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(128)
    .describe('What the unit is called: its serial number, or its name in the device registry.'),
  element: z.string().describe('The element it is a unit of.'),
  cohort: z.string().describe('Its cohort; without it the one cohort that its properties fit.').optional(),
  thumbprint: Thumbprint.describe('Of its public key or certificate, never the key itself.').optional(),
  properties: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe('What tells its cohort: properties of the catalogue, such as firmware or keyStore.')
    .optional(),
});

/** The form of `inventory.yaml` and `inventory.json`. */
export const InventoryFile = z.strictObject({
  bestride: z.literal(1).describe('The version of this file form.'),
  units: z.array(UnitEntry).describe('The units in the field, one entry each.'),
});

/** A unit as it is listed, before anybody looked whether the model has its element. */
export interface ListedUnit {
  readonly id: string;
  readonly element: string;
  readonly cohort?: string;
  /** Lower-case hexadecimal digits alone. */
  readonly thumbprint?: string;
  /** By property, in the words of the file. */
  readonly properties: Readonly<Record<string, string>>;
  readonly where: Where;
}

/** Columns that are no properties. */
const COLUMNS = ['id', 'element', 'cohort', 'thumbprint'] as const;

/**
 * Reads the list. Problems: those of reading and shape (TXT04, TXT07 to TXT11). CSV starts with a row of headings:
 * `id`, `element`, and where it has them `cohort`, `thumbprint` and names of properties; its cells are separated by
 * commas, or by semicolons where the headings are.
 */
export function readUnits(source: Source): Outcome<readonly ListedUnit[]> {
  return source.file.toLowerCase().endsWith('.csv') ? fromCsv(source) : fromText(source);
}

function fromText(source: Source): Outcome<readonly ListedUnit[]> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const version = checkVersion(parsed);
  if (version.length > 0) return { problems: version };
  const shape = checkShape(InventoryFile, parsed);
  if (!shape.value) return { problems: [...problems, ...shape.problems] };
  const units = shape.value.units.map(({ id, element, cohort, thumbprint, properties = {} }, index) =>
    listed(
      { id, element, cohort, thumbprint },
      Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)])),
      () => placeOf(parsed, ['units', index]),
    ),
  );
  return { value: units, problems };
}

function fromCsv({ file, text }: Source): Outcome<readonly ListedUnit[]> {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const separator = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
  const { records, unclosed } = parseCsv(text, separator);
  if (unclosed !== undefined) {
    const where = { file, ...lineIndex(text).at(unclosed) };
    return refused('TXT04', 'a quoted cell starts here and never ends', where, 'Close the quote.');
  }
  const [head, ...rows] = records;
  const at = (line: number): Where => ({ file, line, column: 1 });
  const headings = (head?.cells ?? []).map((cell) => cell.replace(/^\uFEFF/, '').trim());
  const missing = ['id', 'element'].filter((name) => !headings.includes(name));
  if (missing.length > 0) {
    const message = `the headings lack ${missing.map(quote).join(' and ')}`;
    return refused('TXT11', message, at(1), `The first row names the columns: ${COLUMNS.join(',')}.`);
  }
  const twice = headings.find((name, index) => headings.indexOf(name) < index);
  if (twice !== undefined) return refused('TXT07', `the heading ${quote(twice)} stands twice`, at(1));
  const problems: Problem[] = [];
  const units = rows.flatMap(({ line, cells }): ListedUnit[] => {
    const named = headings.map((name, index) => [name, (cells[index] ?? '').trim()] as const);
    const given = Object.fromEntries(named.filter(([, cell]) => cell !== ''));
    const { id, element, cohort, thumbprint, ...properties } = given;
    const wrong =
      id === undefined || element === undefined
        ? 'the row has no id or no element'
        : id.length > 128
          ? 'the id is longer than 128 characters'
          : cells.length > headings.length
            ? 'the row has more cells than there are headings'
            : thumbprint !== undefined && !Thumbprint.safeParse(thumbprint).success
              ? '"thumbprint" is no thumbprint: hexadecimal digits, with or without colons'
              : undefined;
    if (wrong !== undefined)
      problems.push({ code: 'TXT10', severity: 'error', message: wrong, where: at(line) });
    if (wrong !== undefined || id === undefined || element === undefined) return [];
    return [listed({ id, element, cohort, thumbprint }, properties, () => at(line))];
  });
  return problems.length > 0 ? { problems: problems.slice(0, MOST) } : { value: units, problems };
}

/** Problems of one kind that are told; a list of another kind altogether would give thousands. */
const MOST = 100;

type Cells = Readonly<Record<'cohort' | 'thumbprint', string | undefined>> &
  Readonly<Record<'id' | 'element', string>>;

function listed(
  { id, element, cohort, thumbprint }: Cells,
  properties: Readonly<Record<string, string>>,
  where: () => Where,
): ListedUnit {
  return {
    id,
    element,
    ...(cohort !== undefined && { cohort }),
    ...(thumbprint !== undefined && { thumbprint: digitsOf(thumbprint) }),
    properties,
    // Worked out when it is asked for: a large list pays nothing for the places of units that are well.
    get where() {
      return where();
    },
  };
}

function digitsOf(thumbprint: string): string {
  return thumbprint
    .toLowerCase()
    .replace(/^sha(1|256):/, '')
    .replaceAll(':', '');
}

function refused(
  code: Problem['code'],
  message: string,
  where: Where,
  hint?: string,
): Outcome<readonly ListedUnit[]> {
  return { problems: [{ code, severity: 'error', message, ...(hint !== undefined && { hint }), where }] };
}

/** What a property of a unit is called that the catalogue does not have: TXT09 once for each name. */
export function unknownProperties(
  units: readonly ListedUnit[],
  known: readonly string[],
): readonly Problem[] {
  const seen = new Map<string, ListedUnit>();
  for (const unit of units) {
    for (const name of Object.keys(unit.properties)) {
      if (!known.includes(name) && !seen.has(name)) seen.set(name, unit);
    }
  }
  return [...seen].map(([name, { where }]): Problem => {
    const hint = suggestion(name, [...COLUMNS, ...known]) ?? 'Leave out what says nothing of the cohort.';
    return {
      code: 'TXT09',
      severity: 'error',
      message: `${quote(name)} is no property of the catalogue, and no part of an inventory`,
      hint,
      where,
    };
  });
}
