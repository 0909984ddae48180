/**
 * JSON to plain data. JSON.parse does the reading; our own scan finds what it does not say: nesting too deep,
 * a key twice, and places. Large generated models pay for one cheap pass, and for places only when asked.
 */
import { quote } from '../frame.ts';
import { FORBIDDEN_KEY, scanJson, scanMembers, skipSpace, type Member } from './scan.ts';
import { lineIndex } from '../lines.ts';
import type { Parsed, Path } from '../parse.ts';
import type { Outcome, Problem } from '../problem.ts';
import type { ProblemCode } from '../codes.ts';
import type { Source } from '../source.ts';

/** Containers of more characters than this keep their index once they have been asked about. */
const WORTH_INDEXING = 4096;

/** Parses one JSON text; see {@link parseText}. */
export function parseJson(source: Source, maxDepth: number): Outcome<Parsed> {
  const { file, text } = source;
  const lines = lineIndex(text);
  const refuse = (
    code: ProblemCode,
    message: string,
    offset: number,
    length = 1,
    hint?: string,
  ): Outcome<Parsed> => {
    const where = { file, ...lines.at(offset), length };
    const problem: Problem = { code, severity: 'error', message, ...(hint && { hint }), where };
    return { problems: [problem] };
  };

  const scan = scanJson(text, maxDepth);
  if (scan.tooDeepAt !== undefined) {
    return refuse('TXT05', `the text is nested more than ${maxDepth} levels deep`, scan.tooDeepAt);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    const fault = scan.fault ?? { offset: text.length, message: 'the text is not well-formed JSON' };
    return refuse('TXT04', fault.message, fault.offset);
  }
  if (scan.badKey) {
    const { key, offset, length } = scan.badKey;
    if (key === FORBIDDEN_KEY) return refuse('TXT09', `${quote(key)} cannot be a key`, offset, length);
    const hint = 'Rename one of the two, or join them.';
    return refuse('TXT07', `${quote(key)} is already a key here`, offset, length, hint);
  }

  const find = jsonPlaces(text);
  const where: Parsed['where'] = (path, part = 'value') => {
    const found = find(path, part);
    return found && { file, ...lines.at(found.offset), length: found.length };
  };
  return { value: { source, data, where }, problems: [] };
}

interface Span {
  readonly offset: number;
  readonly length: number;
}

/**
 * Finds places by scanning only the containers on the way. Large containers (the root, `elements`) are indexed
 * at the first question, so that a thousand questions cost one scan of the text and not a thousand.
 */
function jsonPlaces(text: string): (path: Path, part: 'key' | 'value') => Span | undefined {
  const indexes = new Map<number, Map<string, Member>>();

  const memberOf = (container: number, step: string | number): Member | undefined => {
    const known = indexes.get(container);
    if (known) return known.get(String(step));
    const members = new Map<string, Member>();
    let end = container;
    for (const member of scanMembers(text, container)) {
      members.set(member.key, member);
      end = member.end;
    }
    if (end - container > WORTH_INDEXING) indexes.set(container, members);
    return members.get(String(step));
  };

  return (path, part) => {
    const root = skipSpace(text, 0);
    let member: Member = { key: '', keyOffset: root, keyEnd: root + 1, offset: root, end: root + 1 };
    for (const step of path) {
      const next = memberOf(member.offset, step);
      if (!next) return undefined;
      member = next;
    }
    if (part === 'key')
      return { offset: member.keyOffset, length: Math.max(1, member.keyEnd - member.keyOffset) };
    const container = text[member.offset] === '{' || text[member.offset] === '[';
    return { offset: member.offset, length: container ? 1 : Math.max(1, member.end - member.offset) };
  };
}
