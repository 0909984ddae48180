/** Names and passwords that nobody has, and whether a server tells such a name from one that it knows. */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';

/** A name or a password that nobody could have given anybody. */
export function madeUp(): string {
  return `bestride-${randomBytes(6).toString('hex')}`;
}

/** Nearly the password: whoever compares only its beginning, or only as much as is given, takes one of these. */
export function nearMisses(password: string): readonly { readonly how: string; readonly password: string }[] {
  return [
    { how: 'its password and one character more', password: `${password}x` },
    { how: 'its password without the last character', password: password.slice(0, -1) },
  ];
}

/**
 * Compares what the server said to a known and to an unknown name, each with a made-up password. `how` (MQTT 3.1.1) is
 * for the record. Nothing to compare unless it refused both.
 */
export function nameGivenAway(known: Attempt, unknown: Attempt, how: string): readonly Attempt[] {
  if (known.refusedBy !== 'server' || unknown.refusedBy !== 'server') return [];
  const what = `a known name is told from an unknown one by the answer (${how})`;
  return known.detail === unknown.detail
    ? [{ what, outcome: 'not-seen', refusedBy: 'server', detail: `both times ${known.detail}` }]
    : [
        {
          what,
          outcome: 'accepted',
          refusedBy: null,
          detail: `${known.detail} where the name is known, ${unknown.detail} where it is not`,
        },
      ];
}
