/** `!override` and `!reset`, by which a compose file says that what lies under it does not count. */
import type { Source } from '../../../text/source.ts';

const OVERRIDE = /([:-][ \t]{1,40})(!override)(?=\s)/g;
/** With nothing after it that would be there if the tag were not. */
const RESET =
  /([:-][ \t]{1,40})(!reset)(?=[ \t]{1,40}(?:\[[ \t]{0,9}\]|\{[ \t]{0,9}\}|null|~|""|'')[ \t]{0,40}(?:#.*)?$)/gm;

/**
 * In a file by itself nothing lies under it: the tags mean nothing then, and are blanked out, so that every place stays
 * what it is. Where it takes over services of others they do mean something, which is not followed: they stay.
 */
export function withoutTags(source: Source): Source {
  if (!/!(override|reset)\b/.test(source.text) || /\bextends["']?[ \t]{0,9}:/.test(source.text))
    return source;
  return { ...source, text: source.text.replaceAll(OVERRIDE, blank).replaceAll(RESET, blank) };
}

function blank(_: string, before: string, tag: string): string {
  return `${before}${' '.repeat(tag.length)}`;
}
