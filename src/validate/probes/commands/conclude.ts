/** What becomes of what was tried on a test object: where the object stood decides. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckOutcome } from '../../check.ts';
import type { CommandsTarget } from '../../targets/commands.ts';
import { judgeRefusals, line, outcome } from '../mqtt/canary.ts';
import type { Played, Stage } from './stage.ts';
import type { Said } from './way.ts';

/** The outcome, worded by who tried; each text is followed by what became of the attempts. */
export function conclude(
  { attack, control, doubt, seen }: Played,
  words: { readonly pass: string; readonly fail: string },
): CheckOutcome {
  const judged = judgeRefusals(attack.map(asServer));
  const verdict = judged.verdict === 'pass' && doubt !== undefined ? 'inconclusive' : judged.verdict;
  const decisive = judged.decisive.map(line).join('; ');
  const reason = {
    pass: `${words.pass}: ${attack.map(line).join('; ')}`,
    fail: `${words.fail}: ${decisive}`,
    inconclusive: doubt ?? `the attack shows nothing: ${decisive}`,
  }[verdict];
  const observer: Attempt = {
    what: 'the position that the test object reports during the attack',
    outcome: verdict === 'fail' ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: seen.length === 0 ? 'it reported nothing' : `it reported ${[...new Set(seen)].join(', ')}`,
  };
  const refusedBy = verdict === 'pass' ? (attack[0]?.refusedBy ?? null) : null;
  return { ...outcome(verdict, reason, { control, attack, observer }), refusedBy };
}

/** Where what is asked is what the object itself does: somebody before it who refuses shows nothing of it. */
export function ofTheObject(played: Played): Played {
  const before = played.attack.find(({ refusedBy }) => refusedBy === 'server');
  const doubt = before && `nothing is shown of the object itself: ${before.what}, ${before.detail}`;
  return doubt === undefined ? played : { ...played, doubt: played.doubt ?? doubt };
}

/** For the judge of refusals, the device counts as the server does. */
function asServer(attempt: Attempt): Attempt {
  return attempt.refusedBy === 'device' ? { ...attempt, refusedBy: 'server' } : attempt;
}

/**
 * Sends what must not move the object, and watches for so long as it may take to. `moved`: the values that it must not
 * report. What the server takes and nothing comes of has been refused by whoever is behind it.
 */
export async function tryToMove(
  { reported, told }: Stage,
  what: string,
  send: () => Promise<Said>,
  moved: (value: number) => boolean,
  behind: 'server' | 'device' = 'server',
): Promise<Attempt> {
  const { said, values } = await reported(send);
  const wrong = values.find(moved);
  if (wrong !== undefined)
    return { what, outcome: 'accepted', refusedBy: null, detail: `${said.detail}; it moved to ${wrong}` };
  return { what, ...unmoved(told, said, values, `${said.detail}; it did not move`, behind) };
}

/** What it shows that the object did not do what it was told. `values`: what it reported meanwhile. */
export function unmoved(
  { over, direct }: CommandsTarget,
  said: Said,
  values: readonly number[],
  detail: string,
  behind: 'server' | 'device',
): Said {
  // Over HTTPS it is asked again and again where it stands: no answer at all means that nobody saw it.
  if (over === 'https' && values.length === 0)
    return { outcome: 'silent', refusedBy: null, detail: `${said.detail}; where it stood could not be seen` };
  if (said.outcome === 'accepted') return { outcome: 'not-seen', refusedBy: behind, detail };
  const isOwn = behind === 'device' && direct === true && over === 'https' && said.refusedBy === 'server';
  return { ...said, detail, ...(isOwn && { refusedBy: 'device' }) };
}
