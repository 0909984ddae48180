/**
 * An MQTT 3.1.1 broker (aedes) behind mutual TLS, as both gateways use it. The identity of a client is the
 * common name of its certificate; its client id must be the same; its topics are those its permissions name.
 * Nothing is kept for a client that is away: no session outlasts its connection, and no message is retained.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';

import { Aedes } from 'aedes';
import type { Client } from 'aedes';

import type { Audit } from './audit.ts';
import { listening, peerOf, refusalReason } from './identity.ts';
import type { Identity, Peer } from './identity.ts';
import { openWaitingRoom, packetMeter } from './limits.ts';
import { LOOPBACK } from './part.ts';
import { mayPublish, maySubscribe } from './permissions.ts';
import type { Permission, Permissions } from './permissions.ts';
import { allCommands, allMessages, partsOf } from './topics.ts';

export interface BrokerOptions {
  readonly identity: Identity;
  readonly port: number;
  readonly permissions: Permissions;
  readonly audit: Audit;
  /**
   * Lets clients that show no certificate in, each as whatever its client id says. One whose certificate does
   * not count is refused even then. Weakens the broker: for demonstrations only.
   */
  readonly allowAnonymous?: boolean;
}

export interface Broker {
  readonly port: number;
  /** Called for every message a client was allowed to publish. */
  onMessage(listener: (topic: string, payload: Buffer, from: string) => void): void;
  /** Publishes as the gateway itself. */
  publish(topic: string, payload: Buffer): void;
  close(): Promise<void>;
}

/** Connections at one time; past it new ones are refused. */
const MOST_CONNECTIONS = 200;

/** Of those, the ones whose client has not proved who it is. */
const MOST_STRANGERS = 50;

/** Bytes of an MQTT packet. A picture has some hundred. */
const MOST_BYTES = 65_536;

export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { permissions, audit, allowAnonymous = false } = options;
  const peers = new WeakMap<object, Peer & { readonly address: string }>();
  const names = new WeakMap<Client, string>();
  const strangers = openWaitingRoom(MOST_STRANGERS);
  const aedes = await Aedes.createBroker({
    connectTimeout: 10_000,
    // A client that does not fetch what is there for it is cut off, and what waited for it is dropped.
    drainTimeout: 10_000,
    maxTopicLevels: 10,
  });

  aedes.authenticate = (client, _username, _password, done) => {
    const peer = peers.get(client.conn);
    const name = allowAnonymous && peer?.anonymous ? client.id : listed(peer?.name, permissions);
    // Answered with return code 5.
    const deny = (reason: string): void => {
      audit({ who: name ?? 'unknown', what: 'connect', outcome: 'refused', detail: reason });
      done(null, false);
    };
    if (name === undefined) return deny('not an identity that is known here');
    if (client.id !== name) return deny(`client id ${quote(client.id)} belongs to another`);
    if (!client.clean) return deny('asks for a session that outlasts the connection');
    if (peer) strangers.leave(peer.address);
    names.set(client, name);
    audit({ who: name, what: 'connect', outcome: 'allowed', detail: client.id });
    done(null, true);
  };

  const permissionsOf = (name: string): Permissions =>
    allowAnonymous && !Object.hasOwn(permissions, name) ? { [name]: anonymousPermission(name) } : permissions;

  aedes.authorizePublish = (client, packet, done) => {
    const name = client ? names.get(client) : undefined;
    const kept = packet.retain;
    if (name !== undefined && !kept && mayPublish(permissionsOf(name), name, packet.topic)) {
      // Telemetry is not kept line by line; what changes the physical world is.
      if (partsOf(packet.topic)?.kind === 'commands') {
        audit({ who: name, what: 'command', outcome: 'allowed', detail: packet.topic });
      }
      return done(null);
    }
    const detail = `${quote(packet.topic)}${kept ? ', to be retained' : ''}`;
    audit({ who: name ?? 'unknown', what: 'publish', outcome: 'refused', detail });
    // MQTT 3.1.1 has no refusal of a PUBLISH: the broker closes the connection (section 3.3.5).
    done(new Error('not allowed to publish there'));
  };

  aedes.authorizeSubscribe = (client, subscription, done) => {
    const name = names.get(client);
    const allowed = name !== undefined && maySubscribe(permissionsOf(name), name, subscription.topic);
    audit({
      who: name ?? 'unknown',
      what: 'subscribe',
      outcome: allowed ? 'allowed' : 'refused',
      detail: quote(subscription.topic),
    });
    done(null, allowed ? subscription : null);
  };

  aedes.on('clientDisconnect', (client) => {
    const name = names.get(client);
    if (name !== undefined) audit({ who: name, what: 'disconnect', outcome: 'allowed', detail: client.id });
  });

  const sockets = new Set<TLSSocket>();
  const server = createServer({ ...listening(options.identity), rejectUnauthorized: false }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const peer = peerOf(socket);
    peers.set(socket, { ...peer, address: addressOf(socket) });
    if (peer.name !== undefined || (allowAnonymous && peer.anonymous)) {
      aedes.handle(socket);
      const isWell = packetMeter(MOST_BYTES);
      // After aedes, which decides when to read: this only looks at what it reads.
      socket.on('data', (bytes: Buffer) => {
        if (!isWell(bytes)) socket.destroy(new Error('a packet that is too large'));
      });
      return;
    }
    const reason = peer.anonymous ? 'no certificate' : `certificate: ${peer.objection}`;
    audit({ who: 'unknown', what: 'connect', outcome: 'refused', detail: `TLS: ${reason}` });
    refuse(socket);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket);
    strangers.enter(address, socket);
    socket.once('close', () => strangers.leave(address));
  });
  server.on('tlsClientError', (error, socket) => {
    audit({ who: 'unknown', what: 'connect', outcome: 'refused', detail: refusalReason(error, socket) });
  });
  server.listen(options.port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');

  return {
    port: address.port,
    onMessage(listener) {
      aedes.on('publish', (packet, client) => {
        const name = client ? names.get(client) : undefined;
        if (name !== undefined) listener(packet.topic, Buffer.from(packet.payload), name);
      });
    },
    publish(topic, payload) {
      aedes.publish({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false }, (error) => {
        if (error) console.error(`Not delivered to ${topic}: ${error.message}`);
      });
    },
    async close() {
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * Refuses in the open a client whose certificate does not count: with return code 5, not authorised (MQTT 3.1.1
 * section 3.2.2.3), and without reading a byte of what it says. Were it left to Node (`rejectUnauthorized`), the
 * connection would just break off: Node sends no alert, and nobody could tell a refusal from a fault.
 */
function refuse(socket: TLSSocket): void {
  socket.on('error', () => {});
  socket.end(NOT_AUTHORISED);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** A CONNACK packet with return code 5. */
const NOT_AUTHORISED = Buffer.from([0x20, 2, 0, 5]);
const LINGER_MS = 1000;

/** Where a connection comes from; the same for a TLS connection and the TCP connection under it. */
function addressOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** The name, if it is one that is known here. */
function listed(name: string | undefined, permissions: Permissions): string | undefined {
  return name !== undefined && Object.hasOwn(permissions, name) ? name : undefined;
}

function anonymousPermission(name: string): Permission {
  return { publish: [allMessages(name)], subscribe: [allMessages(name), allCommands(name)] };
}

/** Text of a stranger, made safe for one line. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
