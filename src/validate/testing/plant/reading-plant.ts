/** Two sensors and a monitor of ours at a real mosquitto: the monitor looks at signature, form, sender, and what can be true. */
import { createPublicKey, verify } from 'node:crypto';

import { certified, runAgainst } from '../context.ts';
import { INTACT, startBroker } from '../mosquitto.ts';
import type { Pki } from '../pki.ts';
import { type Bench, type Stand, asLines } from '../proof.ts';
import { eachMessage, openJoining } from './mqtt-plant.ts';

export interface ReadingPlant {
  readonly sender: 'from the topic' | 'from the message';
  readonly form: 'checked' | 'texts for numbers' | 'the first number found';
  readonly range: '0 to 100' | 'any that is finite' | 'any';
  /** How it knows what it had before. */
  readonly repeats:
    | 'only higher numbers'
    | 'flagged'
    | 'also the last number'
    | 'not the last number again'
    | 'taken in';
  readonly age: 'at most 8 seconds' | 'later than the last' | 'any';
  readonly badOnes: 'set aside' | 'tried again and again' | 'stop it';
  readonly signature:
    | 'verified'
    | 'of anybody enrolled'
    | 'looked for'
    | 'over all but the value'
    | 'not looked at';
  /** Whether it has a word on sensors that are silent. */
  readonly speaks: 'of each reading' | 'of each reading, late' | 'all the time' | 'not at all';
}

export const SOUND_READINGS: ReadingPlant = {
  sender: 'from the topic',
  form: 'checked',
  range: '0 to 100',
  repeats: 'only higher numbers',
  age: 'at most 8 seconds',
  badOnes: 'set aside',
  signature: 'verified',
  speaks: 'of each reading',
};

type Declared = NonNullable<NonNullable<Parameters<typeof runAgainst>[1]['declares']>['readings']>;

const READINGS = {
  by: 'canary-a',
  reader: 'service',
  send: 'devices/canary-a/messages',
  body: '{"device":"canary-a","number":{number},"at":"{time}","smoke":{value}}',
  plausible: 1,
  implausible: 70,
  beyond: [101, -5],
  signer: 'service',
  expireSeconds: 8,
  status: 'status/canary-a',
  pointer: '/state',
  well: 'well',
  flagged: 'odd',
  everySeconds: 0.1,
  other: {
    by: 'canary-b',
    send: 'devices/canary-b/messages',
    status: 'status/canary-b',
    body: '{"device":"canary-b","number":{number},"at":"{time}","smoke":{value}}',
  },
} satisfies Declared;

/** What a check is told. */
export function declaredReadings({ pki }: Bench, changes: Partial<Declared> = {}) {
  return {
    kind: 'readings',
    ca: pki.ca.cert,
    identities: certified(pki),
    declares: { readings: { ...READINGS, ...changes } },
  };
}

/** The plant as a stand, `changes` being what is declared otherwise. */
export function onReadingPlant(changes: Partial<Declared> = {}): Stand<ReadingPlant> {
  return {
    software: 'mosquitto, with a monitor of ours',
    text: asLines,
    async judge(check, setup, bench) {
      const broker = await startBroker(bench.pki, {
        ...INTACT,
        acl: [
          ...(INTACT.acl ?? []),
          'topic read status/+',
          'user monitor',
          'topic read devices/+/messages',
          'topic write status/+',
        ],
      });
      const stop = await startMonitor(bench.pki, broker.port, setup);
      return runAgainst(check, { ...declaredReadings(bench, changes), port: broker.port }).finally(() => {
        stop();
        return broker.stop();
      });
    },
  };
}

export const readingPlant = onReadingPlant();

async function startMonitor(pki: Pki, port: number, setup: ReadingPlant): Promise<() => void> {
  const { join, close } = openJoining(pki, port);
  const session = await join(await pki.issue({ name: 'monitor' }));
  await session.subscribe('devices/+/messages');
  const believed = new Map<string, number>();
  const had = new Map<string, Reading>();
  const say = (device: string, state: string): void => {
    const speak = (): void => void session.publish(`status/${device}`, JSON.stringify({ state }), 1);
    if (setup.speaks === 'of each reading, late') setTimeout(speak, 2500);
    else if (setup.speaks !== 'not at all') speak();
  };
  const waiting: { readonly topic: string; readonly text: string }[] = [];
  let isOn = true;
  // One after the other, as from a queue: what stays in front holds up the rest.
  const work = (): void => {
    for (let next = waiting[0]; next && isOn; next = waiting[0]) {
      const signers = [pki.service, ...(setup.signature === 'of anybody enrolled' ? [pki.canaryB] : [])];
      const text = next.text;
      const reading = signers
        .map(({ cert }) => read(text, createPublicKey(cert), setup))
        .find((one) => one !== undefined);
      if (reading === undefined && setup.badOnes === 'tried again and again') return;
      if (reading === undefined && setup.badOnes === 'stop it') isOn = false;
      waiting.shift();
      if (reading === undefined) continue;
      const device = setup.sender === 'from the message' ? reading.device : (next.topic.split('/')[1] ?? '');
      const before = believed.get(device);
      const course = courseOf(reading, had.get(device), setup);
      if (course === 'set aside') continue;
      if (course === 'taken in') had.set(device, reading);
      const isOdd = course === 'flagged' || (before !== undefined && Math.abs(reading.smoke - before) > 20);
      if (!isOdd) believed.set(device, reading.smoke);
      say(device, isOdd ? 'odd' : 'well');
    }
  };
  void eachMessage(session, (text, topic) => {
    waiting.push({ text, topic });
    work();
  });
  const timer = setInterval(() => {
    work();
    if (setup.speaks === 'all the time') for (const device of believed.keys()) say(device, 'well');
  }, 200);
  return () => {
    clearInterval(timer);
    close();
  };
}

interface Reading {
  readonly device: string;
  readonly number: number;
  readonly at: number;
  readonly smoke: number;
}

/** What becomes of a reading for what it has of number and time. */
function courseOf(
  { number, at }: Reading,
  last: Reading | undefined,
  { repeats, age }: ReadingPlant,
): 'taken in' | 'flagged' | 'set aside' {
  const isLate = {
    'at most 8 seconds': Date.now() - at > 8000,
    'later than the last': at <= (last?.at ?? 0),
    any: false,
  };
  if (isLate[age]) return 'set aside';
  if (last === undefined || number > last.number || repeats === 'taken in') return 'taken in';
  if (repeats === 'also the last number' && number === last.number) return 'taken in';
  if (repeats === 'not the last number again' && number !== last.number) return 'taken in';
  return repeats === 'flagged' ? 'flagged' : 'set aside';
}

function read(
  text: string,
  key: ReturnType<typeof createPublicKey>,
  setup: ReadingPlant,
): Reading | undefined {
  if (!isSigned(text, key, setup.signature)) return undefined;
  const found = setup.form === 'the first number found' ? searched(text) : parsed(text, setup);
  const { device, smoke } = found ?? {};
  const number = Number(/"number":(\d+)/.exec(text)?.[1]);
  const at = Date.parse(/"at":"([^"]*)"/.exec(text)?.[1] ?? '');
  if (typeof device !== 'string' || typeof smoke !== 'number' || Number.isNaN(smoke)) return undefined;
  if (setup.range === '0 to 100' && (smoke < 0 || smoke > 100)) return undefined;
  if (setup.range !== 'any' && !Number.isFinite(smoke)) return undefined;
  return { device, number, at, smoke };
}

function searched(text: string): { readonly device: unknown; readonly smoke: unknown } {
  return {
    device: /"device":"([^"]*)"/.exec(text)?.[1],
    smoke: Number(/"smoke":\D*(\d+)/.exec(text)?.[1]),
  };
}

function parsed(
  text: string,
  { form }: ReadingPlant,
): { readonly device?: unknown; readonly smoke?: unknown } | undefined {
  try {
    const data: unknown = JSON.parse(text);
    const { device, smoke }: Record<string, unknown> = typeof data === 'object' ? { ...data } : {};
    return { device, smoke: form === 'texts for numbers' ? Number(smoke) : smoke };
  } catch {
    return undefined;
  }
}

function isSigned(
  text: string,
  key: ReturnType<typeof createPublicKey>,
  how: ReadingPlant['signature'],
): boolean {
  const [, signed = '', signature = ''] = /^(.*),"signature":"([^"]+)"\}$/s.exec(text) ?? [];
  if (how === 'not looked at') return true;
  if (how === 'looked for') return signature !== '';
  if (signed.includes('"signature":')) return false;
  const texts =
    how === 'over all but the value'
      ? [1, 70].map((smoke) => signed.replace(/"smoke":\d+/, `"smoke":${smoke}`))
      : [signed];
  return texts.some((one) => verify('sha256', Buffer.from(one), key, Buffer.from(signature, 'base64')));
}
