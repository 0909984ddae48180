/** `overrides.yaml` of a project's catalogue: how severe built-in rules are *there*, and why. */
import { z } from 'zod';

import { quote } from '../text/frame.ts';
import { type Parsed, type Path, parseText, placeOf } from '../text/parse.ts';
import type { Problem } from '../text/problem.ts';
import { checkShape, valueAt } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import type { Entry } from './entries.ts';
import { RuleId, Score } from './schema.ts';

const Severity = z
  .strictObject({
    likelihood: Score.optional().describe('1 (little) to 5 (most), before anything is done about it'),
    impact: Score.optional().describe('1 (little) to 5 (most)'),
    rationale: z.string().min(1).describe('why it is so here; reports show it'),
  })
  .refine(({ likelihood, impact }) => likelihood !== undefined || impact !== undefined, {
    message: 'state likelihood, impact or both',
  });

/** The whole file. */
export const OverridesFile = z.strictObject({
  severity: z.record(RuleId, Severity).describe('by the id of a built-in rule'),
});

/** What a project says of one rule's severity. */
export interface Override extends z.infer<typeof Severity> {
  readonly rule: string;
}

/**
 * Reads the file. Problems: TXT… (not readable or of the wrong shape), CAT06 (an attempt to switch a rule off: no
 * form for that exists, since nobody types a threat away).
 */
export function readOverrides(source: Source): { overrides: Entry<Override>[]; problems: Problem[] } {
  const parsed = parseText(source);
  const problems = [...parsed.problems];
  const file = parsed.value;
  if (!file) return { overrides: [], problems };
  const outer = checkShape(z.strictObject({ severity: z.record(RuleId, z.unknown()) }), file);
  problems.push(...outer.problems);
  const overrides = Object.keys(outer.value?.severity ?? {}).flatMap((rule): Entry<Override>[] => {
    const path = ['severity', rule];
    const off = switchedOff(file, rule, path);
    if (off) problems.push(off);
    const read = off ? undefined : checkShape(Severity, file, path);
    problems.push(...(read?.problems ?? []));
    if (!read?.value) return [];
    const where = (part: Path = []) => placeOf(file, [...path, ...part], part.length > 0 ? 'value' : 'key');
    return [{ value: { rule, ...read.value }, where }];
  });
  return { overrides, problems };
}

/** Keys by which a person would try. */
const SWITCHES = ['off', 'disabled', 'disable', 'enabled', 'skip', 'ignore', 'suppress', 'active', 'applies'];

function switchedOff(file: Parsed, rule: string, path: Path): Problem | undefined {
  const data = valueAt(file.data, path);
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const key = keys.find((name) => SWITCHES.includes(name.toLowerCase()));
  const isSwitch = data === null || data === false || data === 0 || data === 'off' || data === 'none';
  if (key === undefined && !isSwitch) return undefined;
  return {
    code: 'CAT06',
    severity: 'error',
    message: `the rule ${quote(rule)} cannot be switched off: nobody types a threat away`,
    hint: 'Decide on its threats one by one in decisions.yaml (accepted, not-applicable, …) with owner and reason; here, likelihood and impact can be changed with a rationale.',
    where: key === undefined ? placeOf(file, path, 'key') : placeOf(file, [...path, key], 'key'),
  };
}
