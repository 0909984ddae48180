/**
 * Can one device send in another's name, or send it commands? One place has several addresses, and a broker may judge
 * each by another rule (RabbitMQ refuses `/queue/x` and takes `/amq/queue/x`); links are attached to addresses that take
 * no message, and messages are accepted that go nowhere. So every form is tried, and an observer decides, who sees
 * permitted messages before and after.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { addressesOf, inEveryForm } from '../../../probes/amqp/addresses.ts';
import type { SendAnswer, Sender } from '../../../probes/amqp/links.ts';
import { ARRIVES_MILLIS, GRACE_MILLIS, marker, saidTo } from '../../../probes/amqp/routes.ts';
import type { AmqpSession, Durability } from '../../../probes/amqp/session.ts';
import {
  attackOnStage,
  endingOutcome,
  inEitherKind,
  onOwnSession,
  type Stage,
} from '../../../probes/amqp/stage.ts';
import { line, outcome } from '../../../probes/mqtt/canary.ts';
import type { Ending } from '../../../probes/mqtt/wire.ts';

export const amqpAddressSend = defineCheck({
  id: 'amqp-address-send',
  title: 'Is a device kept from sending to the addresses of another, in whatever form they are written?',
  targets: ['amqp'],
  control:
    'permitted messages to and from the attacked canary are seen by their readers before and after the attack',
  attack:
    'each of two canaries sends to every address by which the other sends, is sent to, or the services read it, as declared and in every other form of address known, for places that last and that do not; and without an address on the link, named in the message',
  observer: 'the legitimate readers: the services and the attacked canary, or that canary alone',
  effect: 'active',
  budget: { connections: 240, seconds: 180, bytes: 4_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(context, (stage) => attacks(context, stage));
    if (!('findings' in attacked)) return attacked;
    const { attacker, victim, watched, verdict, decisive, tried, findings } = attacked;
    const observer: Attempt = {
      what: watched,
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `saw every permitted message and ${verdict === 'fail' ? decisive.length : 'none'} of the forged ones (${tried.length} attempts)`,
    };
    const reason = {
      pass: `${attacker.name} and ${victim.name} could not send to each other's addresses: ${tried.length} attempts in every form of address that is tried, none delivered, while permitted messages were`,
      fail: `a device can send to an address of another: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});

function attacks(context: CheckContext, stage: Stage): readonly (() => Promise<Attempt>)[] {
  const at = addressesOf(stage.amqp, stage.victim);
  const addresses = [at.send, at.receive, at.serviceReceives, at.serviceSends];
  return [
    ...inEveryForm(stage.amqp, stage.victim, addresses).map(
      (address) => () => inEitherKind((durability) => sendTo(context, stage, address, durability)),
    ),
    ...[...new Set(addresses)].map((address) => () => sendUnaddressed(context, stage, address)),
  ];
}

function sendTo(
  context: CheckContext,
  stage: Stage,
  address: string,
  durability: Durability,
): Promise<Attempt> {
  const what = `${stage.attacker.name} sends to ${address}`;
  return onOwnSession(context, stage.attacker, what, async (session) =>
    forge(session, stage, await session.sendTo(address, durability), undefined),
  );
}

/** Where a link has no address, each message says where it goes; not every rule for links is one for messages. */
function sendUnaddressed(context: CheckContext, stage: Stage, address: string): Promise<Attempt> {
  const what = `${stage.attacker.name} sends a message to ${address} on a link without address`;
  return onOwnSession(context, stage.attacker, what, async (session) =>
    forge(session, stage, await session.sendTo(null), address),
  );
}

async function forge(
  session: AmqpSession,
  stage: Stage,
  link: Sender | Ending,
  to: string | undefined,
): Promise<Omit<Attempt, 'what'>> {
  if ('kind' in link) return endingOutcome(link);
  const { up, down } = stage.routes;
  const text = marker();
  const answer = await link.send(text, to);
  // What was sent later has arrived: the server has dealt with the forged message, whatever it said.
  const dealtWith = isRefused(answer) || (await ownArrives(session, stage));
  const seen = await Promise.all([up, down].map(({ reader }) => reader.sees(text, GRACE_MILLIS)));
  if (seen.includes(true))
    return { outcome: 'accepted', refusedBy: null, detail: `${saidTo(answer)}; delivered` };
  const lost = [up, down].find(({ reader }) => reader.ending !== undefined);
  if (lost) {
    const detail = `${lost.readerName} could not watch: ${lost.reader.ending?.detail ?? ''}`;
    return { outcome: 'silent', refusedBy: null, detail };
  }
  const detail = `${saidTo(answer)}; not delivered`;
  if ('ending' in answer) return { ...endingOutcome(answer.ending), detail };
  return dealtWith
    ? { outcome: 'not-seen', refusedBy: 'server', detail }
    : { outcome: 'silent', refusedBy: null, detail: `${saidTo(answer)}; nothing sent after it arrived` };
}

function isRefused(answer: SendAnswer): boolean {
  return 'ending' in answer && answer.ending.kind === 'refused';
}

/** The attacker's own permitted message, on the same session. */
async function ownArrives(session: AmqpSession, { amqp, attacker, routes }: Stage): Promise<boolean> {
  const link = await session.sendTo(addressesOf(amqp, attacker).send);
  if ('kind' in link) return false;
  const text = marker();
  await link.send(text);
  return routes.own?.sees(text, ARRIVES_MILLIS) ?? false;
}
