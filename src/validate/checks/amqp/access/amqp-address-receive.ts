/**
 * Can one device read what another sends or is sent? One place has several addresses, and a broker may judge each by
 * another rule, so every form is tried. Where a link is attached, messages go there while their rightful reader takes
 * none: a queue gives each message to one reader only. Then the reader takes them, and so shows that they were there.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { addressesOf, inEveryForm, inPatterns } from '../../../probes/amqp/addresses.ts';
import type { Receiver } from '../../../probes/amqp/links.ts';
import { ARRIVES_MILLIS, CREDIT, GRACE_MILLIS, marker, type Route } from '../../../probes/amqp/routes.ts';
import type { AmqpSession, Durability } from '../../../probes/amqp/session.ts';
import {
  attackOnStage,
  endingOutcome,
  inEitherKind,
  onOwnSession,
  type Stage,
} from '../../../probes/amqp/stage.ts';
import { line, outcome } from '../../../probes/mqtt/canary.ts';

export const amqpAddressReceive = defineCheck({
  id: 'amqp-address-receive',
  title: 'Is a device kept from reading the addresses of another, in whatever form they are written?',
  targets: ['amqp'],
  control:
    'permitted messages to and from the attacked canary are seen by their readers before and after the attack',
  attack:
    'each of two canaries attaches a link that reads from every address by which the other sends, is sent to, or the services read it, as declared and in every other form of address known, for places that last and that do not; and from patterns that cover them; where such a link stays and gets nothing, also while the rightful reader is away',
  observer:
    'the legitimate readers, who get each message that the attacker did not; none is given to two readers of a queue',
  effect: 'active',
  budget: { connections: 300, seconds: 240, bytes: 6_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(context, (stage) => attacks(context, stage));
    if (!('findings' in attacked)) return attacked;
    const { attacker, victim, watched, verdict, decisive, tried, findings } = attacked;
    const observer: Attempt = {
      what: watched,
      outcome: 'seen',
      refusedBy: null,
      detail: 'saw every message that was meant for it and that nobody else got',
    };
    const reason = {
      pass: `${attacker.name} and ${victim.name} could not read from each other's addresses: ${tried.length} attempts in every form of address and by patterns, nothing delivered, while the legitimate readers got everything`,
      fail: `a device reads messages of another: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});

function attacks(context: CheckContext, stage: Stage): readonly (() => Promise<Attempt>)[] {
  const at = addressesOf(stage.amqp, stage.victim);
  const addresses = [at.receive, at.serviceReceives, at.send, at.serviceSends];
  return [...inEveryForm(stage.amqp, stage.victim, addresses), ...inPatterns(stage.victim, addresses)].map(
    (address) => () => inEitherKind((durability) => readFrom(context, stage, address, durability)),
  );
}

function readFrom(
  context: CheckContext,
  stage: Stage,
  address: string,
  durability: Durability,
): Promise<Attempt> {
  const what = `${stage.attacker.name} reads from ${address}`;
  return onOwnSession(context, stage.attacker, what, async (session) => {
    const link = await session.readFrom(address, durability);
    if ('kind' in link) return endingOutcome(link);
    const { up, down } = stage.routes;
    await Promise.all([up, down].map(({ reader }) => reader.pause()));
    link.take(CREDIT);
    const sent = new Map<Route, string>();
    for (const route of [up, down]) {
      const text = marker();
      sent.set(route, text);
      await route.sender.send(text);
    }
    await session.until(() => link.received.length > 0 || link.ending !== undefined, TAKES_MILLIS);
    const stolen = new Set([...sent.values()].filter((text) => link.received.includes(text)));
    const early = [...sent].find(([{ reader }, text]) => reader.received.includes(text));
    for (const { reader } of [up, down]) reader.take(CREDIT);
    if (early && stolen.size === 0) {
      const detail = `attached; ${early[0].readerName} got its message although it had asked for none, so nothing was left to take`;
      return { outcome: 'silent', refusedBy: null, detail };
    }
    const judgement = await judge(link, sent, stolen);
    return judgement.outcome === 'not-seen' ? whileAway(stage, link, session, judgement) : judgement;
  });
}

/**
 * Where a place is read by one at a time (a single active consumer, an exclusive queue) the rightful reader keeps all
 * others from it, and not their rights do: so it is tried once more when that one is gone.
 */
async function whileAway(
  { routes: { up, down } }: Stage,
  link: Receiver,
  session: AmqpSession,
  judgement: Judgement,
): Promise<Judgement> {
  const sent: string[] = [];
  for (const route of [up, down]) {
    await route.goes();
    const text = marker();
    sent.push(text);
    await route.sender.send(text);
  }
  await session.until(() => sent.some((text) => link.received.includes(text)), TAKES_MILLIS);
  for (const route of [up, down]) {
    if (!(await route.comesBack()))
      return { ...SILENT, detail: `attached; ${route.readerName} could not read again` };
    route.reader.take(CREDIT);
  }
  // What the reader finds on its return it takes; where nothing is kept, nothing was left to take.
  await Promise.all([up, down].map(({ reader }, index) => reader.sees(sent[index] ?? '', GRACE_MILLIS)));
  return sent.some((text) => link.received.includes(text))
    ? { outcome: 'accepted', refusedBy: null, detail: "attached; got the other's messages when it was away" }
    : judgement;
}

type Judgement = Omit<Attempt, 'what'>;

const SILENT = { outcome: 'silent', refusedBy: null } as const;

/** A message that nobody else takes goes to the attacker within this time, in milliseconds. */
const TAKES_MILLIS = 500;

async function judge(
  link: Receiver,
  sent: ReadonlyMap<Route, string>,
  stolen: ReadonlySet<string>,
): Promise<Judgement> {
  if (stolen.size > 0)
    return {
      outcome: 'accepted',
      refusedBy: null,
      detail: `attached; got ${stolen.size} of the other's messages`,
    };
  for (const [{ reader, readerName }, text] of sent) {
    if (!(await reader.sees(text, ARRIVES_MILLIS))) {
      // It may have come a moment later than we looked.
      if (await link.sees(text, GRACE_MILLIS))
        return { outcome: 'accepted', refusedBy: null, detail: "attached; got a message of the other's" };
      const detail = `attached; ${readerName} did not get its message either`;
      return { outcome: 'silent', refusedBy: null, detail };
    }
  }
  if ([...sent.values()].some((text) => link.received.includes(text)))
    return { outcome: 'accepted', refusedBy: null, detail: "attached; got a copy of the other's message" };
  if (link.ending) return endingOutcome(link.ending);
  return { outcome: 'not-seen', refusedBy: 'server', detail: 'attached; nothing delivered' };
}
