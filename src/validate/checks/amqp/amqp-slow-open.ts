/**
 * How long may somebody occupy a connection without saying who they are? Measured on a few connections that send
 * nothing, one byte a second, or the greeting and then nothing, until the server closes them.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../check.ts';
import { notTriable, tryControl } from '../../probes/amqp/canary.ts';
import { frame, SASL_HEADER } from '../../probes/amqp/frames.ts';
import { encode } from '../../probes/amqp/codec.ts';
import { controlFailed, enrolledCanaries, judgeRefusals, line, outcome } from '../../probes/mqtt/canary.ts';
import { dripping, drippingInside, firstBytes, type StrangerEnd } from '../../probes/mqtt/strangers.ts';

export const amqpSlowOpen = defineCheck({
  id: 'amqp-slow-open',
  title: 'Does the AMQP server close a connection whose client does not say who it is?',
  targets: ['amqp'],
  control: 'an enrolled canary connects and begins a session, before and after the attack',
  attack:
    'hold a connection that sends nothing, one that sends its greeting (with TLS: its ClientHello) at one byte a second, and one that asks for the SASL mechanisms and sends its choice at one byte a second; with TLS the last two within it, without certificate; for the declared time and 1.5 seconds more',
  observer: 'the held connections themselves: whether and when the server closes them',
  effect: 'disturbing',
  budget: { connections: 14, seconds: 90, bytes: 200_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = context.target.amqp?.openSeconds;
    if (limit === undefined) return outcome('inconclusive', 'the target declares no amqp.openSeconds');
    if (limit > MOST_SECONDS)
      return outcome(
        'inconclusive',
        `${limit} seconds are longer than this check may wait (${MOST_SECONDS})`,
      );
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    const attack = await occupy(context, limit + MARGIN_SECONDS);
    const { attempt: control } = await tryControl(context, canary);
    if (control.outcome !== 'accepted') return controlFailed(control, { attack });
    const { verdict, decisive } = judgeRefusals(attack);
    const observer: Attempt = {
      what: 'the held connections are watched',
      outcome: 'seen',
      refusedBy: null,
      detail: attack.map(({ detail }) => detail).join('; '),
    };
    const reason = {
      pass: `closed each of ${attack.length} connections that did not say who they were: ${attack.map(line).join('; ')}; ${limit} seconds are declared`,
      fail: `after more than the declared ${limit} seconds a stranger still holds a connection: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, observer, facts: before.facts });
  },
});

const MOST_SECONDS = 60;
/** Timers of servers are coarse. */
const MARGIN_SECONDS = 1.5;

/** A choice of mechanism that goes on for two minutes at one byte a second. */
const SLOW_CHOICE = frame('sasl-init', [encode.symbol('PLAIN'), encode.binary(Buffer.alloc(100, 'b'))]);
const SLOW_GREETING = Buffer.concat([SASL_HEADER, SLOW_CHOICE]);

/** All at the same time. */
async function occupy(context: CheckContext, seconds: number): Promise<Attempt[]> {
  const inside = context.target.tls !== undefined;
  const ways: readonly (readonly [string, Promise<StrangerEnd>])[] = [
    ['a connection that sends nothing', dripping(context, new Uint8Array(), seconds)],
    [
      `a ${inside ? 'ClientHello' : 'greeting'} at one byte a second`,
      dripping(context, firstBytes(context, SLOW_GREETING), seconds),
    ],
    ...(inside
      ? ([
          ['a greeting at one byte a second, within TLS', drippingInside(context, seconds, SLOW_GREETING)],
          [
            'a choice of mechanism at one byte a second, within TLS',
            drippingInside(context, seconds, SLOW_CHOICE, SASL_HEADER),
          ],
        ] as const)
      : ([
          [
            'a choice of mechanism at one byte a second',
            dripping(context, SLOW_CHOICE, seconds, SASL_HEADER),
          ],
        ] as const)),
  ];
  return Promise.all(ways.map(async ([what, ending]) => attemptOf(what, await ending)));
}

function attemptOf(what: string, { how, seconds, detail }: StrangerEnd): Attempt {
  if (how === 'failed') return { what, outcome: 'local-failure', refusedBy: 'client-library', detail };
  const said = `${detail} after ${seconds.toFixed(1)} seconds`;
  return how === 'open'
    ? { what, outcome: 'accepted', refusedBy: null, detail: said }
    : { what, outcome: 'refused', refusedBy: 'server', detail: said };
}
