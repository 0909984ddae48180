/** A mosquitto configuration that does everything right, and what the checks of it are told. */
import type { Files } from '../../../testing/files.ts';
import { changed } from '../../../testing/files.ts';

export const FILE = 'deploy/mosquitto.conf';
const ACL_FILE = 'deploy/acl';

const CONF = [
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
].join('\n');

const ACL = [
  'user service',
  'topic read devices/+/messages',
  'topic write devices/+/commands',
  'pattern write devices/%u/messages',
  'pattern read devices/%u/commands',
].join('\n');

export const INTACT: Files = { [FILE]: CONF, [ACL_FILE]: ACL };

/** Known by password instead of certificate. */
export const BY_PASSWORD: Files = {
  ...INTACT,
  [FILE]: changed(CONF, 'require_certificate true', 'password_file /etc/mosquitto/passwords'),
};

/** The same files with one line of the configuration changed, left out or added. */
export function withLine(of: Files, line: string | null, by: string | null): Files {
  return { ...of, [FILE]: changed(of[FILE] ?? '', line, by) };
}

/** The same files with one line more in the ACL. */
export function withAclLine(line: string): Files {
  return { ...INTACT, [ACL_FILE]: `${ACL}\n${line}` };
}

export const TOLD = {
  kind: 'mosquitto-conf',
  file: FILE,
  declares: {
    version: '2.0.11',
    topics: {
      publish: 'devices/{identity}/messages',
      subscribe: 'devices/{identity}/commands',
      service: 'service',
    },
  },
  identities: [{ name: 'canary-a', clientId: 'canary-a', state: 'enrolled' }],
} as const;

/** What no mosquitto reads. */
export const NONSENSE = 'listeners.tcp { bind = 1883 }';
