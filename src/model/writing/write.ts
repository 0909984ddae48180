/** Step 1, writing: changes a person's `system.yaml` where it must change, and nowhere else. */
import { canonicalJson } from '../../text/canonical.ts';
import { parseText } from '../../text/parse.ts';
import type { Outcome } from '../../text/problem.ts';
import { isJsonFile, type Source } from '../../text/source.ts';
import { edited, editsFor, type Change, type Plain, type Refusal } from './change.ts';
import { editYaml } from './write-yaml.ts';

export type { Change } from './change.ts';

/**
 * Makes a change in the text of a system file. Comments, order, quotes and the bytes of every line that has
 * nothing to do with the change stay. A JSON file is written anew with the indentation it has.
 *
 * The new text is parsed again and must say exactly what was intended; where it does not (a value shared
 * through a YAML alias, say), nothing is changed and MOD13 tells so; MOD03 and MOD02 tell of ids that do not
 * exist or are taken. Whether the changed system is a sound one
 * is for {@link model} to say.
 */
export function applyChange(source: Source, change: Change): Outcome<Source> {
  const parsed = parseText(source);
  if (!parsed.value) return { problems: parsed.problems };
  const data = parsed.value.data;
  if (!isPlain(data)) return refuse(source, { code: 'MOD13', message: 'the file holds no plain data' });
  const edits = editsFor(data, change);
  if ('code' in edits) return refuse(source, edits);
  const intended = edits.reduce(edited, data);
  const text = isJsonFile(source.file) ? writeJson(source.text, intended) : editYaml(source.text, edits);
  const changed = { ...source, text };
  const again = parseText(changed);
  if (!again.value || canonicalJson(again.value.data) !== canonicalJson(intended)) {
    const message = 'the change would alter something else in the file too';
    return refuse(source, { code: 'MOD13', message, hint: 'Change the file by hand.' });
  }
  return { value: changed, problems: [] };
}

function refuse(source: Source, refusal: Refusal & { readonly hint?: string }): Outcome<Source> {
  const where = { file: source.file, line: 1, column: 1 };
  return { problems: [{ severity: 'error', ...refusal, where }] };
}

function writeJson(text: string, data: Plain): string {
  const [, indent = ''] = /^\s*[{[]\r?\n([ \t]+)/.exec(text) ?? [];
  return JSON.stringify(data, null, indent) + (text.endsWith('\n') ? '\n' : '');
}

/** What our parser gives is plain but for numbers JSON does not have. */
function isPlain(data: unknown): data is Plain {
  if (typeof data === 'number') return Number.isFinite(data);
  if (typeof data !== 'object' || data === null) return data !== undefined;
  return Object.values(data).every(isPlain);
}
