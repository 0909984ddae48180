/** Every check against real software: intact → pass, each weakened twin → fail, dead → inconclusive. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HUMAN_STATEMENT } from '../../mitigate/standing/evidence.ts';
import { type Pki, createPki } from '../testing/pki.ts';
import { type Row, missingKinds, tryRow } from '../testing/proof.ts';
import { checks } from './index.ts';
import { proofs } from './proofs.ts';

/** Words in the name of a row's software, and the program that must be there for it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  chronyd: 'chronyd',
  'coap-server-gnutls': 'coap-server-gnutls',
  'coap-server-openssl': 'coap-server-openssl',
  cryptsetup: 'cryptsetup',
  curl: 'curl',
  'dpkg-query': 'dpkg-query',
  gnutls: 'gnutls-cli',
  mosquitto: 'mosquitto',
  mosquitto_pub: 'mosquitto_pub',
  nft: 'nft',
  nginx: 'nginx',
  openssl: 'openssl',
  perl: 'perl',
  pymodbus: 'pymodbus.server',
  sshd: 'sshd',
  'rabbitmq-server': 'rabbitmq-server',
  swtpm: 'swtpm',
  swupdate: 'swupdate',
};
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const missing = Object.entries(PROGRAMS).flatMap(([word, program]) =>
  FOLDERS.some((folder) => existsSync(join(folder, program))) ? [] : [word],
);
// It is there everywhere, and works for root alone.
if (spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', '--mount-proc', 'true']).status !== 0)
  missing.push('unshare');
if (missing.length > 0 && !process.env['CI']) {
  console.warn(`skipped: rows that need programs which are not installed (${missing.join(', ')})`);
}

/** In CI nothing is skipped: there such a row fails. */
function canRun({ software }: Row): boolean {
  return process.env['CI'] !== undefined || !missing.some((word) => software.includes(word));
}

let pki: Pki;
beforeAll(async () => {
  pki = await createPki();
});
afterAll(() => pki.remove());

it('there is a proof for every check but the statement of a person, in order', () => {
  const proven = proofs.map(({ check }) => check.id);
  expect(proven).toEqual(checks.map(({ id }) => id).filter((id) => id !== HUMAN_STATEMENT));
});

it.each(proofs.map((one) => [one.check.id, one] as const))('%s has rows of each kind', (_, one) => {
  expect(missingKinds(one)).toEqual([]);
});

describe.concurrent.each(proofs.map((one) => [one.check.id, one] as const))('%s', (_, { check, rows }) => {
  it.concurrent.each(rows.filter(canRun).map((row) => [row.kind, row.name, row.software, row] as const))(
    '%s: %s (%s)',
    async (_kind, _name, _software, row) => {
      expect((await tryRow(check, row, { pki })).surprise).toBeUndefined();
    },
    // Some wait for a broker that others use; a slow machine takes its time.
    240_000,
  );
});
