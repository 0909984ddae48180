/**
 * What an application behind TLS says to a client with this or that certificate. A finished handshake says nothing: in
 * TLS 1.3 the server's judgement of a certificate comes later, and some servers judge in the application. So there is
 * always a question, and only its answer counts.
 */
import type { CheckContext } from '../../check.ts';
import type { Ending } from '../mqtt/wire.ts';
import { type WireTls, openWire } from '../mqtt/wire.ts';

/** PEM texts. */
export interface Shown {
  readonly cert: string;
  readonly key: string;
}

/** The application's yes, or what else came. */
export type ClientAnswer = { readonly kind: 'accepted'; readonly detail: string } | Ending;

/** The kinds of targets that can be asked. */
export const ASKED_KINDS = ['amqp', 'http', 'tls'];

/** What was understood of the bytes so far: an answer, or something to say in turn; undefined: wait for more. */
type Understood = ClientAnswer | { readonly say: Buffer } | undefined;

interface Question {
  /** Said first. */
  readonly says: (context: CheckContext) => Buffer;
  /** `said` counts what was said after that. */
  understand(received: Buffer, said: number): Understood;
}

/** How long each answer may take, in milliseconds. */
const ANSWER_MILLIS = 4000;
/** A server's refusal may be on its way when we begin to speak; a reset would overtake it. */
const ALERT_MILLIS = 250;

/** Connects, shows the certificate (none where null), and asks. Never throws. */
export function askAsClient(context: CheckContext, shown: Shown | null): Promise<ClientAnswer> {
  return twice((settleMillis) => ask(context, { ...shown }, settleMillis));
}

/**
 * The same with nothing to show, by the address: TLS is told no name. Behind it, HTTP asks for `host`. A server may
 * choose by the one what it demands and by the other what it serves.
 */
export function askByAddress(context: CheckContext, host: string): Promise<ClientAnswer> {
  const asking = { ...context, dial: { ...context.dial, serverName: host } };
  return twice((settleMillis) => ask(asking, { unnamed: true }, settleMillis));
}

async function twice(once: (settleMillis: number) => Promise<ClientAnswer>): Promise<ClientAnswer> {
  const first = await once(0);
  if (first.kind !== 'closed') return first;
  const second = await once(ALERT_MILLIS);
  return second.kind === 'closed'
    ? { kind: 'hung-up', detail: 'hung up without a word, both times it was tried' }
    : second;
}

async function ask(
  context: CheckContext,
  how: Partial<Shown> & Pick<WireTls, 'unnamed'>,
  settleMillis: number,
): Promise<ClientAnswer> {
  const question = QUESTIONS[context.target.kind];
  if (!question) return { kind: 'local-failure', detail: `no question for a target of this kind` };
  if (context.ca === undefined) return { kind: 'local-failure', detail: 'the target declares no CA' };
  const hearing = new Hearing(question);
  const wire = await openWire(context.dial, { ca: context.ca, ...how }, hearing, ANSWER_MILLIS);
  if ('kind' in wire) return wire;
  if (settleMillis > 0) await hearing.over(settleMillis);
  hearing.speak((bytes) => wire.write(bytes));
  wire.write(question.says(context));
  await hearing.over(ANSWER_MILLIS);
  wire.close();
  return hearing.answer ?? { kind: 'silent', detail: `no answer within ${ANSWER_MILLIS / 1000} seconds` };
}

/** Collects what the server sends until it is an answer. */
class Hearing {
  answer: ClientAnswer | undefined;
  readonly #question: Question;
  #received = Buffer.alloc(0);
  #said = 0;
  #say: ((bytes: Buffer) => void) | undefined;
  #settled: (() => void) | undefined;

  constructor(question: Question) {
    this.#question = question;
  }

  /** From now on answers may be answered. */
  speak(say: (bytes: Buffer) => void): void {
    this.#say = say;
  }

  onData(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    const understood = this.#question.understand(this.#received, this.#said);
    if (understood === undefined) return;
    if ('say' in understood) {
      this.#said += 1;
      this.#say?.(understood.say);
    } else this.onEnd(understood);
  }

  onEnd(answer: ClientAnswer): void {
    this.answer ??= answer;
    this.#settled?.();
  }

  /** Waits for the answer, at most so long. */
  over(millis: number): Promise<void> {
    if (this.answer !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, millis);
      this.#settled = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }
}

/** Statuses by which servers and applications turn away who has not proven who they are; 495 and 496 are nginx's. */
const TURNED_AWAY = new Set([400, 401, 403, 407, 495, 496]);

/** The path must be one that an enrolled canary gets with 2xx. That 400 is a refusal shows beside that. */
function httpAnswer(received: Buffer): Understood {
  const text = received.toString('latin1');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]);
  if (Number.isNaN(status)) {
    return text.length < 12
      ? undefined
      : { kind: 'not-spoken', detail: 'answers with something other than HTTP' };
  }
  if (status >= 200 && status < 300) return { kind: 'accepted', detail: `HTTP ${status}` };
  if (TURNED_AWAY.has(status)) return { kind: 'refused', detail: `HTTP ${status}` };
  return { kind: 'not-spoken', detail: `HTTP ${status}, which says neither yes nor no` };
}

const HTTP: Question = {
  says: ({ target, dial }) =>
    Buffer.from(
      `GET ${target.http?.path ?? '/'} HTTP/1.1\r\nHost: ${dial.serverName}\r\nConnection: close\r\n\r\n`,
      'latin1',
    ),
  understand: httpAnswer,
};

/** A server of which only TLS is known: whatever its application says is a yes, unless it is HTTP and says no. */
const ANYTHING: Question = {
  says: HTTP.says,
  understand: (received) => {
    const isHttp = 'HTTP/1.'.startsWith(received.subarray(0, 7).toString('latin1'));
    if (isHttp) return httpAnswer(received);
    return { kind: 'accepted', detail: `the application sent ${received.length} bytes` };
  },
};

const SASL_HEADER = Buffer.from('414d515003010000', 'hex');
/** sasl-init with mechanism EXTERNAL and an empty response (AMQP 1.0 part 5, section 5.3.3.2). */
const SASL_EXTERNAL = Buffer.from(
  `0000001a02010000005341c00d02a308${Buffer.from('EXTERNAL').toString('hex')}a000`,
  'hex',
);

/** AMQP 1.0: the certificate is the proof where the SASL mechanism EXTERNAL ends with outcome 0. */
const AMQP: Question = {
  says: () => SASL_HEADER,
  understand: (received, said) => {
    if (received.length < 12) return undefined;
    if (!received.subarray(0, 8).equals(SASL_HEADER))
      return { kind: 'not-spoken', detail: 'answers with something other than the SASL of AMQP 1.0' };
    const frames = framesOf(received.subarray(8));
    const outcome = frames.find((body) => body.subarray(0, 3).toString('hex') === '005344');
    if (outcome) return saslOutcome(outcome);
    return frames.length > 0 && said === 0 ? { say: SASL_EXTERNAL } : undefined;
  },
};

/** The bodies of the frames that are there in full: size, offset of the body in words, type, channel. */
function framesOf(bytes: Buffer): Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) break;
    bodies.push(bytes.subarray(at + 4 * (bytes[at + 4] ?? 2), at + size));
    at += size;
  }
  return bodies;
}

/** The code is the first of a list of one or two: a ubyte (0x50). */
function saslOutcome(body: Buffer): ClientAnswer {
  const items = body[3] === 0xd0 ? 12 : 6;
  const code = body[items] === 0x50 ? body[items + 1] : undefined;
  const detail = `SASL EXTERNAL, outcome ${code ?? 'unknown'}`;
  if (code === 0) return { kind: 'accepted', detail };
  return { kind: code === 1 ? 'refused' : 'not-spoken', detail };
}

const QUESTIONS: Readonly<Record<string, Question>> = { amqp: AMQP, http: HTTP, tls: ANYTHING };
