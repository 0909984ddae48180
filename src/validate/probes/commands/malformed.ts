/** Texts that are no messages of the right form, made of one that is. */
import { filledWith } from './message.ts';

/**
 * Each is made as it is sent, with an id, a number and a time of its own; `right` is what the value of the right form
 * would be: a reader that makes do with something like it takes that.
 */
export function malformed(
  body: string,
): readonly { readonly what: string; readonly text: (right: number) => string }[] {
  const valued = (what: string, value: (right: number) => string) => ({
    what,
    text: (right: number): string => filledWith(body, value(right)),
  });
  const whole = (right: number): string => filledWith(body, String(right));
  return [
    valued('a text for the number', (right) => `"${right}"`),
    valued('a list for the number', (right) => `[${right}]`),
    valued('an object for the number', (right) => `{"value":${right}}`),
    valued('nothing for the number', () => 'null'),
    valued('yes for the number', () => 'true'),
    valued('a number that none can hold', () => '1e999'),
    valued('a number of 400 digits', () => '9'.repeat(400)),
    valued('NaN for the number', () => 'NaN'),
    valued('a script for the number', () => '"$(reboot)"'),
    valued('300 lists in one another', (right) => `${'['.repeat(300)}${right}${']'.repeat(300)}`),
    { what: 'one that is cut short', text: (right) => whole(right).trimEnd().slice(0, -1) },
    { what: 'one that goes on', text: (right) => `${whole(right)}}` },
    { what: 'the number alone', text: String },
    { what: 'no message at all', text: () => '\u0000\u0001\ufffd{{{' },
  ];
}
