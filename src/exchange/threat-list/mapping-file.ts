/**
 * `import-mapping.yaml`: how the columns and words of lists were read, by the name of the list. An import writes what
 * it guessed there; what a person corrects in it counts from the next import on.
 */
import { z } from 'zod';

import { Letter } from '../../catalogue/schema.ts';
import type { Plain } from '../../model/writing/change.ts';
import { parseText, type Path, placeOf } from '../../text/parse.ts';
import { hasErrors, type Outcome, type Problem, type Where } from '../../text/problem.ts';
import { checkShape } from '../../text/shape/shape.ts';
import type { Source } from '../../text/source.ts';
import { suggestion } from '../../text/suggest.ts';
import { mapping, type PlainMap } from '../into-project/earlier.ts';
import { rewriteYaml, writeYaml } from '../into-project/yaml-text.ts';
import { FIELDS } from './words/headings.ts';
import { STATES } from './words/states.ts';

/** The file's name, beside `system.yaml`. */
export const MAPPING_FILE = 'import-mapping.yaml';

const Score = z.int().min(1).max(5);

/** Words of the list, and what they are here; null: not understood. */
function words<T extends z.ZodType>(target: T) {
  return z.record(z.string(), target.nullable()).optional();
}

const ListMapping = z.strictObject({
  sheet: z.string().describe('The sheet of a workbook that the list is on.').optional(),
  headings: z.int().min(1).describe('The row that has the headings.').optional(),
  columns: z.record(z.string(), z.enum(FIELDS)).describe('What each column is, by its heading.').optional(),
  values: z
    .strictObject({
      stride: words(z.array(Letter)),
      severity: words(z.enum(['low', 'medium', 'high', 'critical'])),
      likelihood: words(Score),
      impact: words(Score),
      status: words(z.enum(STATES)),
    })
    .describe('What words and numbers of columns mean; null where that is not known.')
    .optional(),
  subjects: z
    .record(z.string(), z.string().nullable())
    .describe(
      'Ids of what names of the list mean, where they are not the same; null for the system as a whole.',
    )
    .optional(),
});
export type ListMapping = z.infer<typeof ListMapping>;

const MappingFile = z.strictObject({
  bestride: z.literal(1).optional(),
  lists: z.record(z.string(), ListMapping).optional(),
});

/** A mapping, read, with the way back into its text. */
export interface StoredMapping {
  readonly list: ListMapping;
  where(path: Path): Where;
}

/**
 * What a mapping says of the list `file`; without a value where it says nothing of it. `isForThis`: it was given for
 * this import, so the one list in it is meant, whatever its name. Problems: those of reading and shape; LST05.
 */
export function readMapping(
  source: Source,
  file: string,
  isForThis: boolean,
): Outcome<{ readonly stored?: StoredMapping }> {
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return { problems };
  const shape = checkShape(MappingFile, parsed);
  const found = [...problems, ...shape.problems];
  if (!shape.value || hasErrors(found)) return { problems: found };
  const lists = shape.value.lists ?? {};
  const names = Object.keys(lists);
  const [only] = names;
  const name = Object.hasOwn(lists, file) ? file : isForThis && names.length === 1 ? only : undefined;
  if (name === undefined) {
    if (!isForThis) return { value: {}, problems: found };
    const hint = suggestion(file, names) ?? 'A mapping has an entry under "lists", named after the list.';
    const where = placeOf(parsed, ['lists'], 'key');
    const message = `the mapping says nothing of "${file}"`;
    return { problems: [...found, { code: 'LST05', severity: 'error', message, hint, where }] };
  }
  const list = lists[name] ?? {};
  return {
    value: { stored: { list, where: (path) => placeOf(parsed, ['lists', name, ...path], 'key') } },
    problems: found,
  };
}

/** A problem of a mapping that names what is not there. */
export function unfitMapping(message: string, where: Where, candidates: readonly string[]): Problem {
  const hint = suggestion(message.split('"')[1] ?? '', candidates);
  return { code: 'LST05', severity: 'warning', message, ...(hint && { hint }), where };
}

/** The text of the mapping file with what is known of one list now; the rest of `before` stays as it is. */
export function writeMapping(before: Source | undefined, file: string, list: PlainMap): string {
  const old = before && mapping(parseText(before).value?.data);
  const after: PlainMap = {
    bestride: 1,
    ...old,
    lists: { ...mapping(old?.lists), [file]: list } satisfies Record<string, Plain>,
  };
  return before && old ? rewriteYaml(before, old, after, new Map()).text : writeYaml(after, HEAD, new Map());
}

const HEAD = ` How bestride import read the columns and words of each list. Correct what is wrong, and import again.
 columns: ${FIELDS.filter((field) => field.length > 1).join(', ')};
   S, T, R, I, D, E are columns with marks in them; a "column" is kept as it is, "nothing" is left out.
 values: severity is low, medium, high or critical; likelihood and impact are 1 to 5; status is
   ${STATES.join(', ')}.
 subjects: ids of elements, connections or flows; null stands for the system as a whole.`;
