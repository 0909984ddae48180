/**
 * Can anybody change a resource by plain CoAP? Only the canary resource that targets.yaml names is ever written to, and
 * it gets its old content back (or is deleted again, where it had not been there). Without one this check writes
 * nothing and is inconclusive.
 *
 * The server's word is not enough either way: another socket reads the resource afterwards. `fail`: the new content
 * is there. `pass`: the server refused by a code that means so, and the new content is not there. Not Found and Method
 * Not Allowed are said to everybody alike: where nothing else is said, nothing shows that anybody was asked who they are.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { type Meaning, coapAttempt } from '../../probes/coap/attempts.ts';
import { type CoapAsk, type CoapOutcome, askCoap, notCarried } from '../../probes/coap/exchange.ts';
import type { DatagramChannel } from '../../probes/datagrams.ts';
import { told } from '../../probes/dtls/attempts.ts';
import { inconclusive } from '../../verdict.ts';

/** Unauthorized, Forbidden, Not Found, Method Not Allowed: this request will not be carried out. */
const REFUSALS = ['4.01', '4.03', '4.04', '4.05'];

/** Unauthorized, Forbidden: it was the asker that was refused. */
const FOR_THE_ASKER = ['4.01', '4.03'];

/** Content, or Not Found: whoever may not read it cannot tell whether it has changed. */
const READ = ['2.05', '4.04'];

export const coapWrite = defineCheck({
  id: 'coap-write',
  title: 'Does the server refuse to change a resource for somebody who shows no credential?',
  targets: ['coap'],
  control: 'the list of resources or the canary resource can be read, before and after the attack',
  attack: 'PUT and POST of made-up content to the canary resource, without any credential',
  observer: 'another socket reads the canary resource after each attempt',
  effect: 'active',
  budget: { connections: 12, seconds: 40, bytes: 100_000 },
  strength: 'observed-probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const path = context.target.coap?.canary;
    if (path === undefined) {
      return inconclusive('targets.yaml names no canary resource (coap.canary), so nothing was written');
    }
    const old = await ask(context, { method: 'GET', path });
    const control = await readable(context, path, old, 'before the attack');
    if (control.outcome !== 'accepted') {
      return inconclusive(`nothing could be read at ${context.dial.declared} (${told(control)})`, {
        control,
      });
    }
    if (old.kind === 'answered' && old.more) {
      const reason = `/${path} is longer than one message, so it could not be given its old content back: nothing was written`;
      return inconclusive(reason, { control });
    }
    const attack: Attempt[] = [];
    const seen: string[] = [];
    let isBlind = false;
    for (const method of ['PUT', 'POST'] as const) {
      const payload = `bestride ${randomBytes(8).toString('hex')}`;
      const outcome = await ask(context, { method, path, payload: Buffer.from(payload) });
      attack.push(writeAttempt(`${method} /${path} without a credential`, outcome));
      const now = await ask(context, { method: 'GET', path });
      if (now.kind === 'answered' && now.payload.includes(payload)) seen.push(method);
      else if (now.kind !== 'answered') break;
      else isBlind ||= !READ.includes(now.code);
    }
    if (seen.length > 0) await putBack(context, path, old);
    const observer: Attempt | null =
      isBlind && seen.length === 0
        ? null
        : {
            what: `another socket reads /${path} after each attempt`,
            outcome: seen.length > 0 ? 'seen' : 'not-seen',
            refusedBy: null,
            detail:
              seen.length > 0
                ? `the content sent by ${seen.join(' and ')} was there`
                : 'nothing of it was there',
          };
    const base = { control, attack, observer, refusedBy: null, facts: [] };
    const { declared } = context.dial;
    if (seen.length > 0) {
      const reason = `anybody can change /${path} at ${declared} by ${seen.join(' and ')}: the new content was read back`;
      return { ...base, verdict: 'fail', reason };
    }
    const after = await readable(
      context,
      path,
      await ask(context, { method: 'GET', path }),
      'after the attack',
    );
    if (after.outcome !== 'accepted') {
      return inconclusive(`after the attack nothing could be read (${told(after)})`, {
        ...base,
        control: after,
      });
    }
    if (isBlind)
      return inconclusive(
        `/${path} cannot be read, so nobody saw whether it changed (${attack.map(told).join('; ')})`,
        base,
      );
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    if (unclear.length > 0 || attack.length < 2) {
      return inconclusive(`whether it was refused cannot be told (${attack.map(told).join('; ')})`, base);
    }
    if (!attack.some(({ detail }) => FOR_THE_ASKER.includes(detail))) {
      const reason = `/${path} may be one that nobody can write, with a credential or without (${attack.map(told).join('; ')}): name one as coap.canary that can be written`;
      return inconclusive(reason, base);
    }
    const reason = `${declared} refused ${attack.map(told).join(', ')}, and the content was not there afterwards`;
    return { ...base, verdict: 'pass', refusedBy: 'server', reason };
  },
});

/** One request on a socket of its own. */
async function ask({ dial }: CheckContext, request: CoapAsk): Promise<CoapOutcome> {
  let channel: DatagramChannel | undefined;
  try {
    channel = await dial.datagrams();
    return await askCoap(channel, request);
  } catch (error) {
    return notCarried(error);
  } finally {
    channel?.close();
  }
}

async function readable(
  context: CheckContext,
  path: string,
  canary: CoapOutcome,
  when: string,
): Promise<Attempt> {
  const own = readAttempt(`GET /${path}, ${when}`, canary);
  if (own.outcome === 'accepted' || own.outcome === 'unreachable') return own;
  const list = await ask(context, { method: 'GET', path: '.well-known/core' });
  return readAttempt(`GET /.well-known/core, ${when}`, list);
}

async function putBack(context: CheckContext, path: string, old: CoapOutcome): Promise<void> {
  if (old.kind !== 'answered') return;
  const format = old.contentFormat && { contentFormat: old.contentFormat };
  await (old.code === '2.05'
    ? ask(context, { method: 'PUT', path, payload: old.payload, ...format })
    : ask(context, { method: 'DELETE', path }));
}

function readAttempt(what: string, outcome: CoapOutcome): Attempt {
  return coapAttempt(what, outcome, ({ code }) =>
    code === '2.05' ? { outcome: 'accepted', refusedBy: null, detail: code } : refusal(code),
  );
}

function writeAttempt(what: string, outcome: CoapOutcome): Attempt {
  return coapAttempt(what, outcome, ({ code }) =>
    code.startsWith('2.')
      ? { outcome: 'accepted', refusedBy: null, detail: `${code}, by the server’s word` }
      : refusal(code),
  );
}

function refusal(code: string): Meaning {
  const refusedBy = REFUSALS.includes(code) ? 'server' : 'platform-default';
  return { outcome: 'refused', refusedBy, detail: code };
}
