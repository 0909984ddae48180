/**
 * A device of ours that takes updates, by itself behind HTTPS or at a real mosquitto. Each setting can be wrong in its own
 * way; the rest stays as it is.
 */
import { createHash, verify } from 'node:crypto';

import { certified, runAgainst } from '../context.ts';
import { INTACT, startBroker } from '../mosquitto.ts';
import { eachMessage, openJoining } from '../plant/mqtt-plant.ts';
import type { Bench, Stand } from '../proof.ts';
import {
  type Declared,
  HOME,
  type Maker,
  checksumOf,
  declared,
  isHigher,
  newMaker,
  readContent,
  signedText,
} from './releases.ts';
import { type Unit, serveUnit } from './unit.ts';

export interface DeviceSetup {
  readonly signature: 'verified' | 'verified where there is one' | 'not looked at';
  readonly digest: 'compared' | 'the checksum alone is compared' | 'not looked at';
  readonly keys: "the maker's" | "the maker's and another";
  readonly versions: 'rising' | 'any';
  readonly kind: 'compared' | 'not looked at';
  readonly start: 'from the old bank when the new one does not work' | 'always from the new bank';
  /** What software does that does not work. */
  readonly faulty: 'says nothing' | 'says its version';
  /** `a service`: it refuses, and the device takes all. */
  readonly refusedBy: 'the device' | 'a service';
  readonly device: 'on' | 'takes nothing' | 'says nothing' | 'does not say what failed';
}

export const SOUND_DEVICE: DeviceSetup = {
  signature: 'verified',
  digest: 'compared',
  keys: "the maker's",
  versions: 'rising',
  kind: 'compared',
  start: 'from the old bank when the new one does not work',
  faulty: 'says nothing',
  refusedBy: 'the device',
  device: 'on',
};

const TOLD = {
  over: 'https',
  by: 'service',
  send: '/update',
  observe: '/state',
  version: '/version',
  failed: '/failed',
  parts: { content: '/content', signature: '/signature' },
  settleSeconds: 0.4,
} satisfies Partial<Declared>;

/** What a check is told of a unit of which nothing is there. */
export function declaredUpdates({ pki }: Bench) {
  const { files, releases } = declared((wanted) => ({ bytes: newMaker().pack(wanted) }));
  return {
    kind: 'update',
    ca: pki.ca.cert,
    identities: certified(pki),
    files,
    declares: { update: { ...TOLD, ...releases } },
  };
}

const lines = (setup: DeviceSetup): string =>
  Object.entries(setup)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** The device by itself. */
export const updateDevice: Stand<DeviceSetup> = {
  software: 'a device of ours on node:https',
  text: lines,
  async judge(check, setup, bench) {
    const maker = newMaker();
    const unit = newDevice(maker, setup);
    const stopped = (bytes: Buffer): boolean =>
      setup.refusedBy === 'a service' && whyNot(bytes.toString(), HOME, maker, SOUND_DEVICE) !== undefined;
    const { port, close } = await serveUnit(bench.pki, unit, stopped);
    const { files, releases } = declared((wanted) => ({ bytes: maker.pack(wanted) }));
    const update = { ...TOLD, ...releases, direct: setup.refusedBy === 'the device' };
    return runAgainst(check, { ...declaredUpdates(bench), port, files, declares: { update } }).finally(close);
  },
};

/** The same at a broker: canary-b is the device, and no canary of its own. */
export const updateAtBroker: Stand<DeviceSetup> = {
  software: 'mosquitto, with a device of ours',
  text: lines,
  async judge(check, setup, { pki }) {
    const broker = await startBroker(pki, INTACT);
    const maker = newMaker();
    const unit = newDevice(maker, setup);
    const { join, close } = openJoining(pki, broker.port);
    const session = await join(pki.canaryB);
    await session.subscribe(COMMANDS);
    const report = (): void => {
      const said = unit.report();
      if (said !== undefined) void session.publish(MESSAGES, said, 1);
    };
    void eachMessage(session, (told) => void unit.give(Buffer.from(told)));
    const timer = setInterval(report, 100);
    const { files, releases } = declared((wanted) => ({ bytes: maker.pack(wanted) }));
    const update = { ...TOLD, ...releases, over: 'mqtt', send: COMMANDS, observe: MESSAGES } as const;
    return runAgainst(check, {
      kind: 'update',
      ca: pki.ca.cert,
      port: broker.port,
      identities: certified(pki).filter(({ name }) => name !== 'canary-b'),
      files,
      declares: { update },
    }).finally(() => {
      clearInterval(timer);
      close();
      return broker.stop();
    });
  },
};

const COMMANDS = 'devices/canary-b/commands';
const MESSAGES = 'devices/canary-b/messages';
const STARTING_MILLIS = 100;

function newDevice(maker: Maker, setup: DeviceSetup): Unit {
  let running: { version: string; works: boolean } = { version: HOME, works: true };
  let failed: string | undefined;
  let startsUntil = 0;
  return {
    give(bytes) {
      if (setup.device === 'takes nothing') return 'no updates today';
      const refusal = whyNot(bytes.toString(), running.version, maker, setup);
      if (refusal !== undefined && setup.refusedBy === 'the device') return refusal;
      const { content } = readPackage(bytes.toString());
      const installed = readContent(Buffer.from(content ?? '', 'base64').toString());
      // What cannot be read is no software: a device with one bank is dead now.
      const next = installed ?? { version: '', works: false };
      startsUntil = Date.now() + STARTING_MILLIS;
      if (next.works || setup.start === 'always from the new bank') running = next;
      else failed = next.version;
      return undefined;
    },
    report() {
      const isMute = setup.device === 'says nothing' || (!running.works && setup.faulty === 'says nothing');
      if (isMute || Date.now() < startsUntil) return undefined;
      const shown = setup.device === 'does not say what failed' ? undefined : failed;
      return JSON.stringify({ version: running.version, failed: shown });
    },
  };
}

function whyNot(packed: string, running: string, maker: Maker, setup: DeviceSetup): string | undefined {
  const {
    device = '',
    version = '',
    digest = '',
    checksum = '',
    content = '',
    signature,
  } = readPackage(packed);
  const keys = setup.keys === "the maker's" ? [maker.publicKey] : [maker.publicKey, maker.strangersKey];
  const signed = Buffer.from(signedText({ device, version, digest, checksum }));
  const isSigned =
    setup.signature === 'not looked at' ||
    (setup.signature === 'verified where there is one' && signature === undefined) ||
    keys.some((key) => verify('sha256', signed, key, Buffer.from(signature ?? '', 'base64')));
  if (version === '') return 'it is no package';
  if (!isSigned) return 'it is not signed';
  if (setup.digest === 'compared' && createHash('sha256').update(content).digest('hex') !== digest)
    return 'it was changed';
  if (setup.digest === 'the checksum alone is compared' && checksumOf(content) !== checksum)
    return 'it was damaged';
  if (setup.kind === 'compared' && device !== 'pump') return 'it is for another device';
  if (setup.versions === 'rising' && !isHigher(version, running)) return 'it is not newer';
  return undefined;
}

function readPackage(
  packed: string,
): Partial<Record<'device' | 'version' | 'digest' | 'checksum' | 'content' | 'signature', string>> {
  try {
    return JSON.parse(packed);
  } catch {
    return {};
  }
}
