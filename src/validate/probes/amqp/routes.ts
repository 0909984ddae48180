/**
 * Who may legitimately send what to whom, and an observer who provably sees it arrive. Links are attached to addresses
 * that refuse every message, and messages are accepted and dropped: so only delivery counts.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';
import { endingAttempt } from '../brokers/endings.ts';
import type { Ending } from '../mqtt/wire.ts';
import { addressesOf } from './addresses.ts';
import { connectAs, leave } from './canary.ts';
import { type AmqpConnected, connectAttempt } from './connect.ts';
import type { Link, Receiver, SendAnswer, Sender } from './links.ts';
import type { AmqpSession } from './session.ts';

/** One way that messages legitimately go. */
export interface Route {
  readonly from: string;
  readonly senderName: string;
  readonly sender: Sender;
  readonly readerName: string;
  readonly at: string;
  /** The link on which it reads now. */
  readonly reader: Receiver;
  /** Ends that link. */
  goes(): Promise<void>;
  /** Reads again, on another link; false where that does not work. */
  comesBack(): Promise<boolean>;
}

/** Both directions of one canary, on sessions that stay open while another one attacks. */
export interface Routes {
  /** What the victim sends, on its way to the services. */
  readonly up: Route;
  /** What it is sent. */
  readonly down: Route;
  /** What the attacker itself may send: by this it is shown that the server has dealt with what went before. */
  readonly own: Receiver | undefined;
  close(): void;
}

/** A message that has to arrive may take so long, in milliseconds. */
export const ARRIVES_MILLIS = 3000;
/** One that must not arrive is waited for so long after it could have. */
export const GRACE_MILLIS = 250;
/** Messages that a reader takes without being asked again. */
export const CREDIT = 500;

/** Who plays what. */
export interface Cast {
  readonly attacker: Credentials;
  readonly victim: Credentials;
  /** Absent: each canary stands for the services itself. */
  readonly service: Credentials | undefined;
}

/** The identity that stands for the services; undefined where none is declared. A text: it is declared and missing. */
export function serviceOf(context: CheckContext, amqp: AmqpTarget): Credentials | string | undefined {
  if (amqp.service === undefined) return undefined;
  return (
    context.identities.find(({ name }) => name === amqp.service) ??
    `the target declares no identity ${amqp.service}`
  );
}

/**
 * Connects victim and service and attaches their links, and the one by which an attacker's own messages are read; an
 * Attempt when that does not work.
 */
export async function openRoutes(
  context: CheckContext,
  amqp: AmqpTarget,
  cast: Omit<Cast, 'attacker'> & Partial<Cast>,
): Promise<Routes | Attempt> {
  const { victim, attacker, service } = cast;
  const other = service ?? victim;
  const opened: AmqpConnected[] = [];
  const close = (): void => leave(...opened);
  const connected = async (who: Credentials): Promise<AmqpSession> => {
    const one = await connectAs(context, who);
    opened.push(one);
    if (one.kind === 'accepted') return one.session;
    throw new NoRoute(connectAttempt(`${who.name}, enrolled, connects`, one));
  };
  try {
    const theirs = await connected(victim);
    const services = service ? await connected(service) : theirs;
    const at = addressesOf(amqp, victim);
    const reads = async (who: Credentials, session: AmqpSession, from: string): Promise<Receiver> => {
      const reader = attached(`${who.name} reads from ${from}`, await session.readFrom(from));
      reader.take(CREDIT);
      return reader;
    };
    const route = async (
      parts: Pick<Route, 'from' | 'senderName' | 'sender' | 'at'>,
      who: Credentials,
      session: AmqpSession,
    ): Promise<Route> => {
      let reader = await reads(who, session, parts.at);
      return {
        ...parts,
        readerName: who.name,
        get reader() {
          return reader;
        },
        goes: () => reader.leave(),
        async comesBack() {
          const again = await session.readFrom(parts.at);
          if ('kind' in again) return false;
          reader = again;
          return true;
        },
      };
    };
    const sends = async (who: Credentials, session: AmqpSession, to: string): Promise<Sender> =>
      attached(`${who.name} may send to ${to}`, await session.sendTo(to));
    return {
      up: await route(
        {
          from: at.send,
          senderName: victim.name,
          sender: await sends(victim, theirs, at.send),
          at: at.serviceReceives,
        },
        other,
        services,
      ),
      down: await route(
        {
          from: at.serviceSends,
          senderName: other.name,
          sender: await sends(other, services, at.serviceSends),
          at: at.receive,
        },
        victim,
        theirs,
      ),
      own:
        attacker &&
        (await reads(
          service ?? attacker,
          service ? services : await connected(attacker),
          addressesOf(amqp, attacker).serviceReceives,
        )),
      close,
    };
  } catch (error) {
    close();
    if (error instanceof NoRoute) return error.attempt;
    throw error;
  }
}

/** Sends a fresh marker along each route; `accepted` when every reader sees its own. */
export async function proveRoutes({ up, down }: Routes): Promise<Attempt> {
  const seen: string[] = [];
  for (const route of [up, down]) {
    const what = `${route.senderName} sends to ${route.from}, ${route.readerName} reads at ${route.at}`;
    const sent = marker();
    const answer = await route.sender.send(sent);
    if (!(await route.reader.sees(sent, answer.kind === 'accepted' ? ARRIVES_MILLIS : GRACE_MILLIS))) {
      const ended = route.reader.ending;
      const detail = ended
        ? `the reader lost its link: ${ended.detail}`
        : `${saidTo(answer)}; it does not arrive`;
      return { what, outcome: 'not-seen', refusedBy: null, detail };
    }
    seen.push(`${route.senderName} → ${route.from} → ${route.at} → ${route.readerName}`);
  }
  return {
    what: 'permitted messages arrive where they should',
    outcome: 'accepted',
    refusedBy: null,
    detail: seen.join('; '),
  };
}

/** What the server said to a message, for the record. */
export function saidTo(answer: SendAnswer): string {
  if (answer.kind === 'rejected') return `rejected: ${answer.ending.detail}`;
  if (answer.kind === 'ended') return answer.ending.detail;
  const words = {
    accepted: 'accepted by the server',
    released: 'released by the server',
    modified: 'given back by the server',
    silent: 'no answer',
    'no-credit': 'the server never allowed the link to send',
  } as const;
  return words[answer.kind];
}

/** A text that nobody could have sent before. */
export function marker(): string {
  return `bestride-${randomBytes(16).toString('hex')}`;
}

class NoRoute extends Error {
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    super(attempt.what);
    this.attempt = attempt;
  }
}

function attached<T extends Link>(what: string, link: T | Ending): T {
  if ('kind' in link) throw new NoRoute({ ...endingAttempt(what, link), refusedBy: null });
  return link;
}
