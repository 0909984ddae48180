/** One line of mosquitto.conf. */
import type { Where } from '../../text/problem.ts';

/** A setting. `value` is everything after the name. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly where: Where;
}

/** Undefined for what mosquitto passes over: comments and empty lines. */
export function settingOf(raw: string, file: string, line: number): Setting | undefined {
  const text = raw.replace(/[\r\s]+$/, '');
  // Only a # in the first column starts a comment, and only spaces separate.
  if (text.startsWith('#')) return undefined;
  const name = /[^ ]+/.exec(text);
  if (!name) return undefined;
  const end = name.index + name[0].length;
  return {
    name: name[0],
    value: text.slice(end).replace(/^ +/, ''),
    where: { file, line, column: name.index + 1, length: name[0].length },
  };
}

/** `true` or `false` of a setting that takes them; anything after the word is ignored, as mosquitto does. */
export function flagOf(setting: Setting | undefined): boolean | undefined {
  const word = setting?.value.split(' ')[0];
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

/** A name from a foreign file, cut so that a message stays a message. */
export function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
