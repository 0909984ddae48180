/**
 * Opens an MQTT session and says what came of it. Accepted means a CONNACK with code 0 and nothing less: a
 * finished TLS handshake, a granted SUBACK or a PUBACK is no acceptance (validation.md, "how probes lie").
 */
import { generate, parser as createParser, type Packet } from 'mqtt-packet';

import type { Attempt } from '../../../evidence/run.ts';
import { HUNG_UP, endingAttempt } from '../brokers/endings.ts';
import type { Dialler } from '../dial.ts';
import { connackMeans, connackName, type MqttVersion, versionName } from './codes.ts';
import { type Message, MqttSession } from './session.ts';
import { type Ending, openWire, type WireTls } from './wire.ts';

/** Who connects, and how. */
export interface MqttConnect {
  readonly version: MqttVersion;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** What the server is to publish when the session ends without a goodbye. */
  readonly will?: Message;
  /** Keeps the session, and what waits for it, for an hour at most when the line ends. Absent: a clean one. */
  readonly keep?: boolean;
  /** Absent: plain TCP. */
  readonly tls?: WireTls;
  /** How long each answer may take, in milliseconds; 4000 where absent. */
  readonly answerMillis?: number;
}

/** An accepted session, or why there is none. */
export type MqttConnected = { readonly kind: 'accepted'; readonly session: MqttSession } | Ending;

const ANSWER_MILLIS = 4000;

/** Connects. Never throws: what goes wrong is the outcome. */
export async function connectMqtt(dial: Dialler, options: MqttConnect): Promise<MqttConnected> {
  const answerMillis = options.answerMillis ?? ANSWER_MILLIS;
  const first = await exchange(dial, options, answerMillis, 0);
  if (first.kind !== 'closed') return first;
  // A reset can overtake the alert that explains it; waiting before we write lets the alert come first.
  const second = await exchange(dial, options, answerMillis, options.tls ? ALERT_MILLIS : 0);
  return second.kind === 'closed' ? { kind: 'hung-up', detail: HUNG_UP } : second;
}

const UNKNOWN_CODE = 'answers a PUBLISH with a reason code that MQTT 5 does not have there';

const ALERT_MILLIS = 400;

async function exchange(
  dial: Dialler,
  options: MqttConnect,
  answerMillis: number,
  settleMillis: number,
): Promise<MqttConnected> {
  const { version } = options;
  const handshake = new Handshake(version);
  const opened = await openWire(dial, options.tls, handshake, answerMillis);
  if ('kind' in opened) return opened;
  const session = new MqttSession(version, opened, answerMillis);
  handshake.hand(session);
  if (settleMillis > 0) await handshake.over(settleMillis);
  try {
    opened.write(connectPacket(options));
  } catch {
    opened.close();
    return { kind: 'local-failure', detail: 'these credentials cannot be put into a CONNECT packet' };
  }
  const answer = await handshake.connack(answerMillis);
  if (answer === 0) return { kind: 'accepted', session };
  opened.close();
  if (typeof answer === 'object') return answer;
  const means = connackMeans(version, answer);
  return {
    kind: means,
    detail: means === 'not-spoken' ? `does not speak ${versionName(version)}` : connackName(version, answer),
    code: answer,
  };
}

function connectPacket(options: MqttConnect): Uint8Array {
  const { username, password, will, keep = false } = options;
  return generate(
    {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: options.version,
      clientId: options.clientId,
      clean: !keep,
      keepalive: 60,
      ...(keep && options.version === 5 && { properties: { sessionExpiryInterval: 3600 } }),
      ...(will && { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: false } }),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password: Buffer.from(password) }),
    },
    { protocolVersion: options.version },
  );
}

/** Reads what the server sends: first the CONNACK, then packets for the session. */
class Handshake {
  readonly #version: MqttVersion;
  readonly #parser;
  #early = Buffer.alloc(0);
  #session: MqttSession | undefined;
  #answer: number | Ending | undefined;
  #settled: (() => void) | undefined;

  constructor(version: MqttVersion) {
    this.#version = version;
    this.#parser = createParser({ protocolVersion: version });
    this.#parser.on('packet', (packet: Packet) => this.#packet(packet));
    // Mosquitto 2.0 says so that a message is too large, with a code (0x95) that MQTT 5 has for other packets.
    this.#parser.on('error', ({ message }) =>
      this.onEnd(
        /^Invalid pub\w+ code$/.test(message) ? { kind: 'not-spoken', detail: UNKNOWN_CODE } : gibberish(),
      ),
    );
  }

  onData(bytes: Buffer): void {
    if (this.#answer === undefined && this.#early.length < 4) {
      this.#early = Buffer.concat([this.#early, bytes]);
      if (this.#early.length < 4) return;
      bytes = this.#early;
      // A server of MQTT 3.1.1 answers a CONNECT of MQTT 5 in its own form, which has no properties.
      if (this.#version === 5 && bytes[0] === 0x20 && bytes[1] === 2) {
        this.#settle(bytes[3] === 1 ? 0x84 : gibberish());
        return;
      }
      if (bytes[0] !== 0x20) {
        this.onEnd(gibberish());
        return;
      }
    }
    try {
      this.#parser.parse(bytes);
    } catch {
      this.onEnd(gibberish());
    }
  }

  onEnd(ending: Ending): void {
    this.#settle(ending);
    this.#session?.end(ending);
  }

  /** Gives it the session that gets everything after the CONNACK; before any byte can arrive. */
  hand(session: MqttSession): void {
    this.#session = session;
  }

  /** The CONNACK's code, or why there is none. */
  async connack(millis: number): Promise<number | Ending> {
    await this.over(millis);
    this.#answer ??= { kind: 'silent', detail: `no CONNACK within ${millis / 1000} seconds` };
    return this.#answer;
  }

  /** Waits until there is an answer, at most so long. */
  over(millis: number): Promise<void> {
    if (this.#answer !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, millis);
      this.#settled = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }

  #packet(packet: Packet): void {
    if (packet.cmd === 'connack') this.#settle(packet.reasonCode ?? packet.returnCode ?? 0x80);
    else if (this.#answer === 0) this.#session?.accept(packet);
    else this.onEnd(gibberish());
  }

  #settle(answer: number | Ending): void {
    this.#answer ??= answer;
    this.#settled?.();
  }
}

function gibberish(): Ending {
  return { kind: 'not-spoken', detail: 'answers with something other than MQTT' };
}

/** The record of a connection attempt. Only `accepted`, and refusals by the server, ever count for anything. */
export function connectAttempt(what: string, connected: MqttConnected): Attempt {
  return connected.kind === 'accepted'
    ? { what, outcome: 'accepted', refusedBy: null, detail: 'CONNACK 0' }
    : endingAttempt(what, connected);
}
