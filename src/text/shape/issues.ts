/** Zod's issues in plain words. */
import { z } from 'zod';

import { quote } from '../frame.ts';
import { suggestion } from '../suggest.ts';

export type Issue = z.core.$ZodIssue;

/** What to say of an issue: the end of a sentence about the value, a hint, and the expected value in words. */
export interface Description {
  readonly says: string;
  readonly hint?: string;
  readonly expected?: string;
}

/**
 * Replaces a failed union by the issues of the branch that came nearest, when one clearly did: a person who
 * wrote one of the forms wants to hear what is wrong with that one.
 */
export function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((issues) => ({ issues, misfit: misfit(issues) }));
  const best = branches.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  if (best.misfit >= WRONG_KIND) return [issue];
  return best.issues.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

const WRONG_KIND = 1000;

/** How far a branch is from what was written: a value of another kind is furthest, then keys that do not fit. */
function misfit(issues: readonly Issue[]): number {
  let sum = 0;
  for (const issue of issues) {
    const top = issue.path.length === 0;
    if (issue.code === 'invalid_union' && top) sum += Math.min(...issue.errors.map(misfit), WRONG_KIND);
    else if (top && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) sum += WRONG_KIND;
    else if (issue.code === 'unrecognized_keys') sum += top ? 10 * issue.keys.length : 1;
    else sum += issue.path.length === 1 && issue.code === 'invalid_type' ? 5 : 1;
  }
  return sum;
}

/** The keys the schema of an issue knows; empty when it is no object schema. */
export function allowedKeys(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Words for every other issue. `value` is what stands in the file, undefined where nothing does. */
export function describeIssue(issue: Issue, value: unknown): Description {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = KINDS[issue.expected] ?? issue.expected;
      const hint = issue.expected === 'string' && typeof value === 'number' ? 'Put it in quotes.' : undefined;
      return { says: `must be ${expected}, not ${kindOf(value)}`, expected, ...(hint && { hint }) };
    }
    case 'invalid_value': {
      // Words that look like numbers are allowed as numbers too; naming them once is enough.
      const words = issue.values.filter((each) => typeof each === 'string');
      const allowed = (words.length > 0 ? words : issue.values).map(String);
      const expected = allowed.length === 1 ? allowed[0] : `one of ${allowed.join(', ')}`;
      const near = typeof value === 'string' ? suggestion(value, allowed) : undefined;
      const all = `Allowed: ${allowed.join(', ')}.`;
      const hint = near?.startsWith('Did') ? `${near} ${all}` : all;
      return { says: `cannot be ${shown(value)}`, hint, ...(expected && { expected }) };
    }
    case 'invalid_union': {
      const forms = expectedForms(issue);
      const expected = forms.length > 0 ? forms.join(' or ') : 'another form';
      return { says: `must be ${expected}, not ${shown(value)}`, expected };
    }
    case 'too_small':
      return { says: bound('at least', issue.minimum, issue.origin, issue.inclusive) };
    case 'too_big':
      return { says: bound('at most', issue.maximum, issue.origin, issue.inclusive) };
    case 'invalid_format':
      return {
        says: `is ${shown(value)}, which is not of the form asked for`,
        hint: sentence(issue.message),
      };
    case 'invalid_key':
      return {
        says: 'is not a name allowed here',
        hint: sentence(issue.issues[0]?.message ?? issue.message),
      };
    case 'not_multiple_of':
      return { says: `must be a multiple of ${issue.divisor}` };
    case 'custom':
      return { says: `is not allowed as ${shown(value)}`, hint: sentence(issue.message) };
    case 'invalid_element':
    case 'unrecognized_keys':
    default:
      return { says: 'is not of the form asked for' };
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  null: 'empty',
  date: 'a date',
};

/** The forms of a union, in words, each once. */
function expectedForms(issue: Extract<Issue, { code: 'invalid_union' }>): string[] {
  const forms = new Set<string>();
  for (const branch of issue.errors) {
    const first = branch.find((inner) => inner.path.length === 0);
    if (first?.code === 'invalid_union') for (const form of expectedForms(first)) forms.add(form);
    else if (first) forms.add(describeIssue(first, undefined).expected ?? 'another form');
  }
  return [...forms];
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `text (${quote(value)})` : JSON.stringify(value);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : kindOf(value);
}

function bound(
  words: string,
  limit: number | bigint,
  origin: string,
  inclusive: boolean | undefined,
): string {
  if (origin === 'string') return `must be ${words} ${limit} characters long`;
  if (origin === 'array' || origin === 'set')
    return `must have ${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return inclusive === false
    ? `must be ${words === 'at least' ? 'more' : 'less'} than ${limit}`
    : `must be ${words} ${limit}`;
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
