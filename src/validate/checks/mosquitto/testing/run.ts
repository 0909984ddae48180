/** Runs a check of a mosquitto configuration on files of our own. */
import type { Value } from '../../../../catalogue/condition.ts';
import type { Check, CheckOutcome, Credentials } from '../../../check.ts';
import { Target } from '../../../targets/targets.ts';
import { mosquittoConfigAcl } from '../mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from '../mosquitto-config-anonymous.ts';
import { mosquittoConfigClientCertificate } from '../mosquitto-config-client-certificate.ts';
import { mosquittoConfigTls } from '../mosquitto-config-tls.ts';

export const CHECKS = {
  anonymous: mosquittoConfigAnonymous,
  tls: mosquittoConfigTls,
  certificate: mosquittoConfigClientCertificate,
  acl: mosquittoConfigAcl,
};

export const INTACT = [
  'per_listener_settings true',
  'listener 8883',
  'cafile /etc/mosquitto/ca.pem',
  'certfile /etc/mosquitto/server.pem',
  'keyfile /etc/mosquitto/server.key',
  'require_certificate true',
  'use_identity_as_username true',
  'allow_anonymous false',
  'tls_version tlsv1.2',
  'acl_file /etc/mosquitto/acl',
];

export const ACL = [
  'user service',
  'topic read devices/+/messages',
  'topic write devices/+/commands',
  'pattern write devices/%u/messages',
  'pattern read devices/%u/commands',
];

export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly target?: Readonly<Record<string, unknown>>;
  readonly expects?: Readonly<Record<string, Value>>;
}

export function run(check: Check, given: Given = {}): Promise<CheckOutcome> {
  const files = { 'deploy/mosquitto.conf': INTACT.join('\n'), 'deploy/acl': ACL.join('\n'), ...given.files };
  const canary: Credentials = { name: 'canary-a', clientId: 'canary-a', state: 'enrolled' };
  return check.run({
    target: Target.parse({
      kind: 'mosquitto-conf',
      file: 'deploy/mosquitto.conf',
      version: '2.0.11',
      covers: ['line'],
      topics: {
        publish: 'devices/{identity}/messages',
        subscribe: 'devices/{identity}/commands',
        service: 'service',
      },
      ...given.target,
    }),
    targetName: 'hub-conf',
    expects: given.expects ?? {},
    covers: ['line'],
    dial: {
      declared: '',
      resolved: { host: '', port: 0 },
      serverName: '',
      connect: () => Promise.reject(new Error('nothing is dialled')),
      datagrams: () => Promise.reject(new Error('nothing is dialled')),
    },
    endpoint: { host: '', port: 0, name: '' },
    ca: undefined,
    identities: [canary],
    readFile: (path) => {
      const text = new Map(Object.entries(files)).get(path);
      return text === undefined ? Promise.reject(new Error(`no file "${path}"`)) : Promise.resolve(text);
    },
    readBytes: () => Promise.reject(new Error('no bytes here')),
    earlier: [],
    now: new Date(),
    signal: new AbortController().signal,
  });
}

/** The intact configuration with one line replaced, left out (null) or added. */
export const conf = (line: string, by: string | null): Given => ({
  files: {
    'deploy/mosquitto.conf': [...INTACT, ...(INTACT.includes(line) ? [] : [line])]
      .flatMap((one) => (one === line && INTACT.includes(line) ? (by === null ? [] : [by]) : [one]))
      .join('\n'),
  },
});
export const acl = (...lines: string[]): Given => ({ files: { 'deploy/acl': lines.join('\n') } });
