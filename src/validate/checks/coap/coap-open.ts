/**
 * Does the address where DTLS is claimed answer plain CoAP too? Tried by reading only: GET of `/.well-known/core`, of
 * the root, and of the canary resource where one is declared.
 *
 * Any answer in CoAP fails it. Silence to plain CoAP, between DTLS hellos that are answered, is how DTLS listeners refuse it. Where the target is a
 * plain CoAP port (`coap`) of something that is claimed to speak DTLS, an answer fails the check; no answer is
 * inconclusive there, since nothing shows that the port is alive.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { coapAttempt } from '../../probes/coap/attempts.ts';
import { type CoapOutcome, askCoap, notCarried } from '../../probes/coap/exchange.ts';
import type { DatagramChannel } from '../../probes/datagrams.ts';
import { greetAsUsual, told } from '../../probes/dtls/attempts.ts';
import { inconclusive } from '../../verdict.ts';

export const coapOpen = defineCheck({
  id: 'coap-open',
  title: 'Does the listener leave CoAP without DTLS unanswered?',
  targets: ['coap', 'coaps'],
  control: 'a hello of DTLS 1.2 is answered, before and after the attack',
  attack: 'GET requests in plain CoAP, each sent several times',
  effect: 'active',
  budget: { connections: 12, seconds: 40, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: { min: 'dtls.min' },
  async run(context): Promise<CheckOutcome> {
    const { dial, expects, target } = context;
    if (expects['min'] === undefined || expects['min'] === 'none') {
      return inconclusive('the model claims no DTLS here (dtls.min)');
    }
    const before = await greetAsUsual(dial, 'before');
    const paths = [
      '.well-known/core',
      '',
      ...(target.coap?.canary === undefined ? [] : [target.coap.canary]),
    ];
    const attack: Attempt[] = [];
    for (const path of paths) {
      const attempt = await readPlainly(context, path);
      attack.push(attempt);
      if (attempt.outcome === 'unreachable' || attempt.outcome === 'local-failure') break;
    }
    const base = { control: before, attack, observer: null, refusedBy: null, facts: [] };
    const answered = attack.filter(({ outcome }) => outcome === 'accepted');
    if (answered.length > 0) {
      const reason = `${dial.declared} answered CoAP without DTLS (${answered.map(told).join('; ')})`;
      return { ...base, verdict: 'fail', reason };
    }
    if (before.outcome !== 'accepted') {
      return inconclusive(`${dial.declared} answered neither DTLS nor plain CoAP (${told(before)})`, base);
    }
    const control = await greetAsUsual(dial, 'after');
    if (control.outcome !== 'accepted') {
      return inconclusive(`after the attack DTLS was not answered (${told(control)})`, { ...base, control });
    }
    if (attack.some(({ outcome }) => outcome === 'unreachable' || outcome === 'local-failure')) {
      return inconclusive(`the attack did not arrive (${attack.map(told).join('; ')})`, { ...base, control });
    }
    const odd = attack.find(({ outcome }) => outcome !== 'silent');
    if (odd) return inconclusive(`what answers there cannot be told (${told(odd)})`, { ...base, control });
    const reason = `${dial.declared} answered DTLS, and not one of ${attack.length} GET requests in plain CoAP`;
    return { ...base, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

async function readPlainly({ dial }: CheckContext, path: string): Promise<Attempt> {
  const what = `plain GET /${path}`;
  let channel: DatagramChannel | undefined;
  let outcome: CoapOutcome;
  try {
    channel = await dial.datagrams();
    outcome = await askCoap(channel, { method: 'GET', path });
  } catch (error) {
    outcome = notCarried(error);
  } finally {
    channel?.close();
  }
  // Unauthorized and Forbidden as well: who asks for a proof there gets it in the clear.
  return coapAttempt(what, outcome, ({ code }) => ({
    outcome: 'accepted',
    refusedBy: null,
    detail: `answered ${code}`,
  }));
}
