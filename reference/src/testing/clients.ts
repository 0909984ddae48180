/** Clients for tests, good and bad, that verify the server and leave all else to the server. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

import mqtt from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';

import { hostName } from '../common/fleet.ts';
import type { Solution } from '../solution.ts';

/** Files of a certificate and its key; undefined: none is shown. */
export type ClientFiles = { readonly cert: string; readonly key: string } | undefined;

export type Listener = keyof Solution['ports'];

const NAMES: Readonly<Record<Listener, string>> = {
  hub: hostName('cloud-gateway'),
  fieldGateway: hostName('field-gateway'),
  api: hostName('command-service'),
};

export const canary = (solution: Solution, name: string): { cert: string; key: string } => ({
  cert: join(solution.files.project, 'canaries', `${name}.pem`),
  key: join(solution.files.project, 'canaries', `${name}.key`),
});

const caFile = (solution: Solution): string => join(solution.files.project, 'canaries', 'ca.pem');

/** Connects with MQTT and with whatever identity is given; rejects when the broker does not accept. */
export async function connectMqtt(
  solution: Solution,
  listener: Listener,
  files: ClientFiles,
  clientId: string,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = mqtt.connect(`mqtts://127.0.0.1:${solution.ports[listener]}`, {
    clientId,
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: 5000,
    servername: NAMES[listener],
    ca: readFileSync(caFile(solution)),
    ...(files && { cert: readFileSync(files.cert), key: readFileSync(files.key) }),
    ...options,
  });
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.on('error', reject);
    client.once('close', () => reject(new Error('closed before it was accepted')));
  });
}

/** What came of a dial with OpenSSL's own client. */
export interface Dialled {
  /** The server answered at the level of the application: nothing less shows that it took the certificate. */
  readonly answered: boolean;
  /** What OpenSSL said, alerts included. */
  readonly said: string;
}

/** Dials with `openssl s_client`, and says an MQTT CONNECT or an HTTP request. */
export function dialOpenssl(
  solution: Solution,
  listener: Listener,
  files: ClientFiles,
  options: readonly string[] = [],
): Dialled {
  const identity = files ? ['-cert', files.cert, '-key', files.key] : [];
  const server = ['-CAfile', caFile(solution), '-verify_return_error', '-verify_hostname', NAMES[listener]];
  const { stdout, stderr } = spawnSync(
    'openssl',
    [
      's_client',
      '-quiet',
      '-connect',
      `127.0.0.1:${solution.ports[listener]}`,
      ...server,
      ...identity,
      ...options,
    ],
    { input: listener === 'api' ? HTTP_REQUEST : MQTT_SESSION, timeout: 15_000 },
  );
  const answered =
    listener === 'api'
      ? stdout.toString('latin1').startsWith('HTTP/1.1 ')
      : stdout.subarray(0, 4).equals(CONNACK);
  return { answered, said: stderr.toString('utf8') };
}

/** CONNECT as canary-a with a clean session, then DISCONNECT, so that the server closes. */
const MQTT_SESSION = Buffer.concat([
  Buffer.from([0x10, 20, 0, 4]),
  Buffer.from('MQTT'),
  Buffer.from([4, 2, 0, 60, 0, 8]),
  Buffer.from('canary-a'),
  Buffer.from([0xe0, 0]),
]);
const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const HTTP_REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

/** Asks the command service to set the valve, with the identity in a folder of the working folder. */
export async function setValve(
  solution: Solution,
  files: { readonly cert: string; readonly key: string },
  position: unknown,
): Promise<{ status: number; body: unknown }> {
  const body = JSON.stringify({ position });
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: solution.ports.api,
        servername: NAMES.api,
        path: '/valve',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ca: readFileSync(caFile(solution)),
        cert: readFileSync(files.cert),
        key: readFileSync(files.key),
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
