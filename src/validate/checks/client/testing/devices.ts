/** Real clients as the devices under test: each calls again as soon as it was cut off, until it is stopped. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { MOSQUITTO, freePort } from '../../../testing/mosquitto.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Row, type Stand, deadRow } from '../../../testing/proof.ts';
import { type AtDoor, runAtDoor, serverIdentities } from './door.ts';

/** Arguments, one setting each; `PORT` and `PKI` stand for the place and for the folder of the certificates. */
export type Client = readonly string[];

/** The identities are those of {@link serverIdentities} where absent. */
type Told = Partial<Pick<AtDoor, 'expects' | 'returnsWithin' | 'identities'>>;

export const OPENSSL: Client = [
  's_client',
  '-connect localhost:PORT',
  '-quiet',
  '-CAfile PKI/ca.pem',
  '-verify_return_error',
  '-verify_hostname localhost',
];
export const CURL: Client = ['--silent', '--max-time 3', '--cacert PKI/ca.pem', 'https://localhost:PORT/'];
export const MOSQUITTO_PUB: Client = ['-h localhost', '-p PORT', '-t a', '-m b', '--cafile PKI/ca.pem'];
export const GNUTLS: Client = ['--x509cafile PKI/ca.pem', '--port PORT', 'localhost'];
/** Options of node's `tls.connect`, as JavaScript. */
export const NODE: Client = ["host: 'localhost'", 'port: PORT', "ca: readFileSync('PKI/ca.pem')"];
/** The bridge section of a mosquitto.conf. */
export const BRIDGE: Client = [
  'connection up',
  'address localhost:PORT',
  'topic a out 0',
  'bridge_cafile PKI/ca.pem',
];

/** The client without the settings that begin so, and with others. */
export function changed(of: Client, without: readonly string[], more: Client = []): Client {
  return [...of.filter((one) => !without.some((start) => one.startsWith(start))), ...more];
}

/** A command line program, called anew each time; `says` is what its application sends. */
export function onProgram(command: string, told: Told = {}, says = ''): Stand<Client> {
  return stand(command, told, (client, port, pki) =>
    repeatedly(command, filled(client, port, pki).flatMap(words), says),
  );
}

/** A few lines for a shell, run anew for each call; the last of them calls `software`. */
export function onShell(software: string, told: Told = {}): Stand<Client> {
  return stand(software, told, (client, port, pki) =>
    repeatedly('sh', ['-c', filled(client, port, pki).join('\n')], ''),
  );
}

/** A device of ours in Node: a TLS client that sends an MQTT CONNECT as soon as it may. */
export function onNode(told: Told = {}): Stand<Client> {
  return stand('node:tls', told, (client, port, pki) => {
    const program = `
      const { readFileSync } = require('node:fs');
      const socket = require('node:tls').connect({ ${filled(client, port, pki).join(', ')} });
      socket.on('error', () => process.exit(1));
      socket.on('close', () => process.exit(0));
      socket.write(Buffer.from('100c00044d5154540402003c0000', 'hex'));`;
    return repeatedly(process.execPath, ['-e', program], '');
  });
}

/** A mosquitto that dials another broker. It takes its time to call again, so it is started anew instead. */
export function onBridge(told: Told = {}): Stand<Client> {
  return stand('mosquitto (bridge)', told, (client, port, pki) => {
    const started = (async () => {
      const dir = await mkdtemp(join(tmpdir(), 'bestride-bridge-'));
      const conf = join(dir, 'mosquitto.conf');
      const own = ['user root', `listener ${await freePort()} 127.0.0.1`, 'allow_anonymous true'];
      await writeFile(conf, [...own, ...filled(client, port, pki), ''].join('\n'));
      return { dir, running: repeatedly(MOSQUITTO ?? 'mosquitto', ['-c', conf], '', 1000) };
    })();
    return {
      stop: async () => {
        const { dir, running } = await started;
        await running.stop();
        await rm(dir, { recursive: true, force: true });
      },
    };
  });
}

/** Rows in which a device shows nothing: nobody calls, or the device does not take its own server either. */
export function deadDevices(told: Told = {}): readonly Row[] {
  const at = async (pki: Pki): Promise<AtDoor> => ({
    ...told,
    ca: pki.ca.cert,
    identities: told.identities ?? (await serverIdentities(pki)),
  });
  return [
    deadRow('nobody calls', 'nothing', async (check, { pki }) =>
      runAtDoor(check, { ...(await at(pki)), returnsWithin: 0.5 }, () => ({ stop: async () => undefined })),
    ),
    deadRow('the device trusts another CA only', 'curl', async (check, { pki }) =>
      runAtDoor(check, await at(pki), (port) =>
        repeatedly('curl', ['-s', '--cacert', pki.otherCa.certFile, `https://localhost:${port}/`], ''),
      ),
    ),
    deadRow('the device calls another name', 'curl', async (check, { pki }) =>
      runAtDoor(check, await at(pki), (port) =>
        repeatedly(
          'curl',
          [
            '-s',
            '--cacert',
            pki.ca.certFile,
            '--resolve',
            `x.test:${port}:127.0.0.1`,
            `https://x.test:${port}/`,
          ],
          '',
        ),
      ),
    ),
    deadRow('who calls hangs up before it says hello', 'nmap', async (check, { pki }) =>
      runAtDoor(check, { ...(await at(pki)), returnsWithin: 1 }, (port) =>
        repeatedly('nmap', ['-Pn', '-sT', '-p', String(port), '127.0.0.1'], ''),
      ),
    ),
  ];
}

/** Starts a program again and again until it is stopped; `says` is written to its input. Ended after `millis`. */
export function repeatedly(
  command: string,
  args: readonly string[],
  says: string,
  millis = 30_000,
): { stop(): Promise<void> } {
  const over = new AbortController();
  const stopped = new Promise<void>((resolve) =>
    over.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  const loop = (async () => {
    while (!over.signal.aborted) {
      const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      child.stdin.on('error', () => undefined);
      // Left open: a client whose input ends hangs up.
      if (says !== '') child.stdin.write(says);
      const timer = setTimeout(() => child.kill('SIGKILL'), millis);
      await Promise.race([ended, stopped]);
      clearTimeout(timer);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
      if (!over.signal.aborted) await Promise.race([sleep(50), stopped]);
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await loop;
    },
  };
}

function stand(
  software: string,
  told: Told,
  start: (client: Client, port: number, pki: Pki) => { stop(): Promise<void> },
): Stand<Client> {
  return {
    software,
    text: (client) => client.join('\n'),
    async judge(check, client, { pki }) {
      const { identities = await serverIdentities(pki) } = told;
      const at = { ...told, ca: pki.ca.cert, identities };
      return runAtDoor(check, at, (port) => start(client, port, pki));
    },
  };
}

function filled(client: Client, port: number, pki: Pki): string[] {
  return client.map((one) => one.replaceAll('PORT', String(port)).replaceAll('PKI', pki.dir));
}

function words(setting: string): string[] {
  return setting.split(' ');
}
