/**
 * A real broker in this process (aedes, MQTT 3.1.1 only) for weaknesses that mosquitto cannot be configured to have:
 * what aedes asks its host about, the host answers wrongly in one respect. It knows the three identities of
 * `KNOWN_BY_PASSWORD`, in the clear.
 */
import { type Socket, createServer } from 'node:net';

import { Aedes, type Client } from 'aedes';

import type { Check, CheckOutcome } from '../../check.ts';
import { type ContextOptions, KNOWN_BY_PASSWORD, runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';

export interface AedesSetup {
  /** How long a client may take for its CONNECT. */
  readonly connectMillis: number;
  /** Connections at one time, of anybody. */
  readonly mostConnections: number;
  readonly passwords:
    | 'asked for'
    | 'any will do'
    | 'the first eight characters asked for'
    | 'compared as far as they are given';
  readonly unknownNames: 'answered as wrong passwords' | 'answered otherwise' | 'taken';
  readonly wildcards: 'only over own topics' | 'anywhere';
  readonly wills: 'to own topics' | 'anywhere';
  readonly retaining: 'as publishing' | 'nobody' | 'anywhere';
  readonly retained: 'to its readers' | 'to anybody';
  /** In the last two it ends the session of whoever asks for all of it. */
  readonly internals:
    | 'to nobody'
    | 'to anybody'
    | 'rarely, to anybody'
    | 'hangs up'
    | 'in part, else hangs up';
  readonly clientIds: 'free' | 'by name' | 'whose was first' | 'of one form';
  /** For a client that is away. */
  readonly keeps: 'everything' | 'a hundred messages';
  /** It takes of one sender; it acknowledges the others and lets them drop. */
  readonly takes: 'any number' | 'a hundred messages in ten seconds';
}

/** Everything as it should be. */
export const SOUND_AEDES: AedesSetup = {
  connectMillis: 2000,
  mostConnections: 200,
  passwords: 'asked for',
  unknownNames: 'answered as wrong passwords',
  wildcards: 'only over own topics',
  wills: 'to own topics',
  retaining: 'as publishing',
  retained: 'to its readers',
  internals: 'to nobody',
  clientIds: 'free',
  keeps: 'everything',
  takes: 'any number',
};

/** How often it tells that it is there; VerneMQ tells all that it tells so often. */
const HEARTBEAT_MILLIS = 20_000;

/** Where aedes is the software; `how` is what the check is told, the same for every setup. */
export function onAedes(how: Pick<ContextOptions, 'service' | 'declares'> = {}): Stand<AedesSetup> {
  return {
    software: 'aedes',
    text: asLines,
    judge: (check, setup) => againstAedes(check, setup, how),
  };
}

/** Starts it, runs the check against it as `KNOWN_BY_PASSWORD`, ends it. */
export async function againstAedes(
  check: Check,
  setup: AedesSetup,
  how: Partial<ContextOptions> = {},
): Promise<CheckOutcome> {
  const broker = await Aedes.createBroker({
    connectTimeout: setup.connectMillis,
    heartbeatInterval: HEARTBEAT_MILLIS,
  });
  decide(broker, setup);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    broker.handle(socket);
  });
  server.maxConnections = setup.mostConnections;
  try {
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : 0);
      });
    });
    return await runAgainst(check, { identities: KNOWN_BY_PASSWORD, ...how, port });
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  }
}

function decide(broker: Aedes, setup: AedesSetup): void {
  const names = new WeakMap<Client, string>();
  const online = new Set<string>();
  broker.on('client', ({ id }) => online.add(id));
  broker.on('clientDisconnect', ({ id }) => online.delete(id));
  if (setup.keeps === 'a hundred messages') keepAHundred(broker, online);
  const taken = new Map<string, number[]>();
  const nameOf = (client: Client | null): string => (client && names.get(client)) ?? '';

  const idIsFree = (id: string, owner?: string): boolean => {
    if (setup.clientIds === 'of one form') return id.startsWith('canary-');
    if (setup.clientIds === 'whose was first') return !online.has(id);
    return setup.clientIds === 'free' || id === owner;
  };

  broker.authenticate = (client, username, password, done) => {
    const known = KNOWN_BY_PASSWORD.find((one) => one.username === username);
    const letIn = known
      ? passes(setup.passwords, password?.toString() ?? '', known.password ?? '')
      : setup.unknownNames === 'taken' && (username ?? '') !== '';
    if (letIn && idIsFree(client.id, known?.clientId)) {
      names.set(client, known?.name ?? '');
      done(null, true);
      return;
    }
    const told = !known && setup.unknownNames === 'answered otherwise';
    // Return codes of MQTT 3.1.1: identifier rejected, not authorized.
    done(Object.assign(new Error('refused'), { returnCode: told ? 2 : 5 }), false);
  };

  broker.authorizePublish = (client, packet, done) => {
    const may = publishes(nameOf(client), packet.topic);
    if (setup.takes !== 'any number') {
      const times = (taken.get(nameOf(client)) ?? []).filter((time) => time > Date.now() - 10_000);
      if (times.length >= 100) packet.topic = 'dropped';
      else taken.set(nameOf(client), [...times, Date.now()]);
    }
    // Its types leave out that a client carries its will.
    const isWill = client !== null && Reflect.get(client, 'will') === packet;
    const allowed = isWill
      ? may || setup.wills === 'anywhere'
      : packet.retain && setup.retaining !== 'as publishing'
        ? setup.retaining === 'anywhere'
        : may;
    done(allowed ? null : new Error('not allowed to publish there'));
  };

  broker.authorizeSubscribe = (client, subscription, done) => {
    const { topic } = subscription;
    const allowed =
      reads(nameOf(client), topic) ||
      (setup.wildcards === 'anywhere' && /[#+]/.test(topic) && !topic.startsWith('$')) ||
      (setup.internals.endsWith('to anybody') && topic.startsWith('$SYS/')) ||
      (setup.internals === 'in part, else hangs up' && topic.startsWith('$SYS/+/')) ||
      setup.retained === 'to anybody';
    const hangsUp = setup.internals.endsWith('hangs up') && topic.startsWith('$SYS/') && !allowed;
    done(hangsUp ? new Error('not allowed') : null, allowed ? subscription : null);
  };

  broker.authorizeForward = (client, packet) => {
    const isInternal = packet.topic.startsWith('$SYS/');
    if (isInternal && setup.internals.startsWith('rarely') && !packet.topic.endsWith('/heartbeat'))
      return null;
    if (setup.retained !== 'to anybody' || packet.retain) return packet;
    return reads(nameOf(client), packet.topic) ? packet : null;
  };
}

/** What aedes asks its store to keep for its subscribers; its types leave out that there is one. */
interface Store {
  outgoingEnqueueCombi(subscribers: readonly { readonly clientId: string }[], packet: unknown): unknown;
}

/** What it would keep beyond that, for who is not there, is not put into the store. */
function keepAHundred(broker: Aedes, online: ReadonlySet<string>): void {
  const store: Store = Reflect.get(broker, 'persistence');
  const kept = new Map<string, number>();
  const enqueue = store.outgoingEnqueueCombi.bind(store);
  store.outgoingEnqueueCombi = (subscribers, packet) =>
    enqueue(
      subscribers.filter(({ clientId }) => {
        const count = online.has(clientId) ? 0 : (kept.get(clientId) ?? 0) + 1;
        kept.set(clientId, count);
        return count <= 100;
      }),
      packet,
    );
}

function passes(asked: AedesSetup['passwords'], given: string, right: string): boolean {
  if (asked === 'any will do') return true;
  if (asked === 'the first eight characters asked for') return given.slice(0, 8) === right.slice(0, 8);
  if (asked === 'compared as far as they are given') return given !== '' && right.startsWith(given);
  return given === right;
}

function publishes(name: string, topic: string): boolean {
  return name === 'service' ? /^devices\/[^/]+\/commands$/.test(topic) : topic === `devices/${name}/messages`;
}

function reads(name: string, filter: string): boolean {
  return name === 'service'
    ? /^devices\/[^/]+\/messages$/.test(filter)
    : filter === `devices/${name}/commands`;
}
