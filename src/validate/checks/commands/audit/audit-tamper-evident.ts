/**
 * Would it show if somebody changed the log? The real log must verify; copies of it in memory, each changed in one
 * way, must not. It shows nothing of entries that were never made, nor of a thief of the log's own key.
 */
import type { KeyObject } from 'node:crypto';

import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { brokenAt, isSigned, publicKeyIn, tampered } from '../../../probes/commands/chain.ts';
import { textAt } from '../../../probes/commands/json.ts';
import { commanded, withLog } from '../../../probes/commands/log.ts';
import { controlFailed, line, outcome } from '../../../probes/mqtt/canary.ts';
import { inconclusive } from '../../../verdict.ts';

/** So many lines it takes to remove one and to swap two. */
const FEWEST = 3;

export const auditTamperEvident = defineCheck({
  id: 'audit-tamper-evident',
  title: 'Does it show when an entry of the log is changed, removed or moved?',
  targets: ['audit'],
  control: 'the log is read, a permitted command is taken, and a new entry follows those that were there',
  attack:
    'on copies of the log in memory: one line changed, one removed, two swapped, one changed and all hashes made anew',
  observer: 'the log as it is read again, which must begin with what was read before',
  effect: 'active',
  budget: { connections: 60, seconds: 40, bytes: 20_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const key = await keyOf(context);
    if (typeof key === 'string') return inconclusive(key);
    return withLog(context, async (stage) => {
      if (stage.audit.over !== 'https') return inconclusive('only a log that is read whole can be verified');
      const before = stage.lines();
      const said = await stage.command(stage.entitled);
      const control = commanded(stage, said);
      if (said.outcome !== 'accepted') return controlFailed(control);
      const grown = await stage.appears(() => true, before);
      // A log that is still too short for the attacks.
      for (let length = stage.lines().length; length > before.length && length < FEWEST; length += 1) {
        await stage.command(stage.entitled);
        await stage.appears(() => true, stage.lines());
      }
      const after = stage.lines();
      const observer: Attempt = {
        what: 'the log is read before and after a command',
        outcome: grown === undefined ? 'not-seen' : 'seen',
        refusedBy: null,
        detail: `${before.length} lines, then ${after.length}`,
      };
      const blind = stage.blind();
      if (blind === undefined && before.some((text, index) => after[index] !== text)) {
        const what = 'what was read before no longer stands in the log';
        const attack: Attempt[] = [{ what, outcome: 'accepted', refusedBy: null, detail: observer.detail }];
        return outcome('fail', what, { control, observer, attack });
      }
      if (blind !== undefined || grown === undefined || after.length < FEWEST)
        return outcome('inconclusive', `too little of a log to judge: ${observer.detail}`, {
          control,
          observer,
        });
      const attack = attempts(after, key);
      if (attack === undefined)
        return outcome('inconclusive', 'no signature holds with the declared key: it may be another’s', {
          control,
          observer,
        });
      const open = attack.filter((one) => one.outcome === 'accepted');
      return open.length > 0
        ? outcome('fail', `the log could be changed and nobody would see it: ${open.map(line).join('; ')}`, {
            control,
            observer,
            attack,
          })
        : outcome(
            'pass',
            `all ${after.length} lines of the log verify, and on copies of it each change shows: ${attack.map(({ what }) => what).join(', ')}`,
            { control, observer, attack },
          );
    });
  },
});

/** The attacks on copies; undefined when the log is signed, but by somebody else. */
function attempts(lines: readonly string[], key: KeyObject): readonly Attempt[] | undefined {
  const broken = brokenAt(lines, key);
  if (broken === undefined) {
    return tampered(lines).map(({ how, lines: changed }) => {
      const noticed = brokenAt(changed, key);
      return noticed === undefined
        ? { what: how, outcome: 'accepted', refusedBy: null, detail: 'it verifies all the same' }
        : { what: how, outcome: 'refused', refusedBy: 'server', detail: noticed };
    });
  }
  const signed = lines.every((text) => textAt(text, '/signature') !== '');
  if (signed && !lines.some((text) => isSigned(text, key))) return undefined;
  const what = signed ? 'the log as it is' : 'any line changed, and what follows made anew';
  return [{ what, outcome: 'accepted', refusedBy: null, detail: broken }];
}

/** The key of who signs; a sentence where there is none. */
async function keyOf(context: CheckContext): Promise<KeyObject | string> {
  const file = context.target.audit?.key;
  if (file === undefined) return 'the target does not declare the key with which the log is signed';
  const pem = await context.readFile(file).catch(() => '');
  return publicKeyIn(pem) ?? `${file} holds no certificate and no public key`;
}
