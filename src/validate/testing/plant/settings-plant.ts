/**
 * A device of ours that takes configurations and says which it runs, behind HTTPS with mutual TLS or at a real
 * mosquitto. Each setting can be wrong in its own way; the rest stays as it is.
 */
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:https';

import { certified, runAgainst } from '../context.ts';
import { INTACT, startBroker } from '../mosquitto.ts';
import type { Pki } from '../pki.ts';
import { type Bench, type Stand, asLines } from '../proof.ts';
import { eachMessage, openJoining } from './mqtt-plant.ts';

export interface SettingsPlant {
  readonly signature:
    | 'verified'
    | 'looked for'
    | 'of anything'
    | 'over all but the version'
    | 'not looked at';
  readonly bounds: '1 to 60' | 'none';
  readonly versions: 'rising' | 'any';
  /** `the service`: whoever stands before the device refuses what is not signed, and the device takes all. */
  readonly refusedBy: 'the device' | 'the service';
  readonly device: 'on' | 'takes nothing' | 'says nothing';
}

export const SOUND_SETTINGS: SettingsPlant = {
  signature: 'verified',
  bounds: '1 to 60',
  versions: 'rising',
  refusedBy: 'the device',
  device: 'on',
};

const SETTINGS = {
  over: 'https',
  by: 'service',
  send: '/configuration',
  body: '{"version": {version}, "seconds": {value}}',
  observe: '/configuration',
  version: '/version',
  value: '/seconds',
  permitted: [8, 12],
  beyond: [0, 100],
  least: 1,
  most: 60,
  settleSeconds: 0.3,
} satisfies NonNullable<Parameters<typeof runAgainst>[1]['declares']>['settings'];

/** What a check is told, wherever the device is. */
export function declaredSettings({ pki }: Bench) {
  return { kind: 'settings', ca: pki.ca.cert, identities: certified(pki), declares: { settings: SETTINGS } };
}

/** The device as a stand. */
export const settingsPlant: Stand<SettingsPlant> = {
  software: 'a device of ours on node:https',
  text: asLines,
  async judge(check, setup, bench) {
    const { port, close } = await startDevice(bench, setup);
    return runAgainst(check, { ...declaredSettings(bench), port }).finally(close);
  },
};

/** The same at a broker: canary-b is the device, and no canary of its own. */
export const settingsAtBroker: Stand<SettingsPlant> = {
  software: 'mosquitto, with a device of ours',
  text: (setup) => settingsPlant.text(setup),
  async judge(check, setup, bench) {
    const broker = await startBroker(bench.pki, INTACT);
    const stop = await startAtBroker(bench.pki, broker.port, setup);
    const { declares, identities, ...told } = declaredSettings(bench);
    const settings = { ...declares.settings, over: 'mqtt', send: COMMANDS, observe: MESSAGES } as const;
    return runAgainst(check, {
      ...told,
      port: broker.port,
      identities: identities.filter(({ name }) => name !== 'canary-b'),
      declares: { settings },
    }).finally(() => {
      stop();
      return broker.stop();
    });
  },
};

const COMMANDS = 'devices/canary-b/commands';
const MESSAGES = 'devices/canary-b/messages';

async function startAtBroker(pki: Pki, port: number, setup: SettingsPlant): Promise<() => void> {
  const { join, close } = openJoining(pki, port);
  const session = await join(pki.canaryB);
  await session.subscribe(COMMANDS);
  const device = newDevice(pki, setup);
  const report = (): void => void session.publish(MESSAGES, device.report(), 1);
  void eachMessage(session, (text) => {
    device.take(text);
    report();
  });
  const timer = setInterval(report, 200);
  return () => {
    clearInterval(timer);
    close();
  };
}

async function startDevice({ pki }: Bench, setup: SettingsPlant) {
  const device = newDevice(pki, setup);
  const server = createServer(
    { key: pki.server.key, cert: pki.server.cert, ca: pki.ca.cert, requestCert: true },
    async (request, response) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      if (request.method === 'GET') {
        response.end(device.report());
        return;
      }
      const stopped = setup.refusedBy === 'the service' && !device.isSigned(text);
      if (!stopped) device.take(text);
      response.writeHead(stopped ? 403 : 202).end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function newDevice(pki: Pki, setup: SettingsPlant) {
  const key = createPublicKey(pki.service.cert);
  let running = { version: 3, seconds: 10 };
  const isSigned = (text: string): boolean => {
    const [, signed = '', signature = ''] = /^(.*),"signature":"([^"]+)"\}$/s.exec(text) ?? [];
    if (setup.signature === 'not looked at') return true;
    if (setup.signature === 'looked for') return signature !== '';
    // It looks whether the signature is one of the key, and not what of.
    const [, version = ''] = /"version": (\d+)/.exec(signed) ?? [];
    const texts = {
      'of anything': [8, 12, 0, 100, 10].map((value) => `{"version": ${version}, "seconds": ${value}`),
      'over all but the version': Array.from({ length: Number(version) + 1 }, (_, one) =>
        signed.replace(/"version": \d+/, `"version": ${one}`),
      ),
      verified: [signed],
    }[setup.signature];
    return texts.some((one) => verify('sha256', Buffer.from(one), key, Buffer.from(signature, 'base64')));
  };
  const take = (text: string): void => {
    const version = Number(/"version": (\d+)/.exec(text)?.[1]);
    const seconds = Number(/"seconds": (\d+)/.exec(text)?.[1]);
    if (setup.device === 'takes nothing' || !isSigned(text)) return;
    if (setup.versions === 'rising' && version <= running.version) return;
    if (setup.bounds !== 'none' && (seconds < 1 || seconds > 60)) return;
    running = { version, seconds };
  };
  return {
    isSigned,
    take,
    report: (): string => (setup.device === 'says nothing' ? '{}' : JSON.stringify(running)),
  };
}
