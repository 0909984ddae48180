/** `!override` and `!reset`, by which a compose file says that what lies under it does not count. */
import type { Source } from '../../../text/source.ts';

const OVERRIDE = /([:-][ \t]+)(!override)(?=[ \t]*[\n[{"']|[ \t]+\S)/g;
/** With nothing after it that would be there if the tag were not. */
const RESET = /([:-][ \t]+)(!reset)(?=[ \t]*(?:\[[ \t]*\]|\{[ \t]*\}|null|~|""|'')?[ \t]*(?:#.*)?$)/gm;

/**
 * In a file by itself nothing lies under it: the tags mean nothing then, and are blanked out, so that every place stays
 * what it is. Where it takes over services of others they do mean something, which is not followed: they stay.
 */
export function withoutTags(source: Source): Source {
  if (!/!(override|reset)\b/.test(source.text) || /^\s*extends\s*:/m.test(source.text)) return source;
  const blank = (_: string, before: string, tag: string): string => `${before}${' '.repeat(tag.length)}`;
  return { ...source, text: source.text.replaceAll(OVERRIDE, blank).replaceAll(RESET, blank) };
}
