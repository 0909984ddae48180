/**
 * How long may somebody occupy a connection without saying who they are? Measured on a few connections that send
 * nothing, or one byte a second from the greeting on or after it, until the server closes them.
 */
import { type CheckContext, defineCheck } from '../../../check.ts';
import { notTriable, tryControl } from '../../../probes/amqp/canary.ts';
import { frame, SASL_HEADER } from '../../../probes/amqp/frames.ts';
import { encode } from '../../../probes/amqp/codec.ts';
import { outwait, waitable } from '../../../probes/brokers/slow.ts';
import { controlFailed, enrolledCanaries, outcome } from '../../../probes/mqtt/canary.ts';
import { dripping, drippingInside, firstBytes, type StrangerEnd } from '../../../probes/mqtt/strangers.ts';

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
    const limit = waitable(context.target.amqp?.openSeconds, 'amqp.openSeconds');
    if (typeof limit === 'string') return outcome('inconclusive', limit);
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    return outwait({
      limit,
      hold: (seconds) => strangers(context, seconds),
      control: async () => (await tryControl(context, canary)).attempt,
      facts: before.facts,
    });
  },
});

/** A choice of mechanism that goes on for two minutes at one byte a second. */
const SLOW_CHOICE = frame('sasl-init', [encode.symbol('PLAIN'), encode.binary(Buffer.alloc(100, 'b'))]);
const SLOW_GREETING = Buffer.concat([SASL_HEADER, SLOW_CHOICE]);

function strangers(
  context: CheckContext,
  seconds: number,
): readonly (readonly [string, Promise<StrangerEnd>])[] {
  const inside = context.target.tls !== undefined;
  return [
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
}
