/** The factory: makes the authority, gives every part its identity in the part's own folder, and forgets the authority's key. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CANARIES, OPERATORS, PARTS, hostName } from '../common/fleet.ts';
import {
  SIGNERS_FILE,
  benchOf,
  folderOf,
  makePrivateFolder,
  projectOf,
  writePrivateKey,
} from '../common/layout.ts';
import { createAuthority } from './authority.ts';
import type { Wanted } from './authority.ts';
import { equipBench, issueBenchServers } from './bench.ts';
import { writeInventory } from './inventory.ts';
import { writeReleases } from './releases.ts';

/** Parts that listen, with the names clients know them by. `localhost` lets a person use curl on the service. */
const LISTENERS: Readonly<Record<string, readonly string[]>> = {
  'cloud-gateway': [hostName('cloud-gateway')],
  'field-gateway': [hostName('field-gateway')],
  'command-service': [hostName('command-service'), 'localhost'],
};

/**
 * Makes every identity of the solution under `dir` (see layout.ts). The folder must not hold a solution yet:
 * a private key is never overwritten.
 */
export async function manufacture(dir: string): Promise<void> {
  const authority = await createAuthority('Bestride reference CA');

  // The revoked and the expired canary carry an enrolled canary's name, so that nothing but the revocation or
  // the date can be what refuses them.
  const revoked = await authority.issue({ name: 'canary-a' });
  const crl = await authority.revoke([revoked.serialNumber]);

  for (const name of [...PARTS, 'operator']) {
    const folder = folderOf(dir, name);
    makePrivateFolder(folder);
    const { certificate, privateKey } = await authority.issue(wantedBy(name));
    writePrivateKey(join(folder, 'key.pem'), privateKey);
    writeFileSync(join(folder, 'cert.pem'), certificate);
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'crl.pem'), crl);
  }

  const canaries = join(projectOf(dir), 'canaries');
  makePrivateFolder(canaries);
  writeFileSync(join(canaries, 'ca.pem'), authority.certificate);
  // By which the signatures in its audit log are verified.
  const signer = readFileSync(join(folderOf(dir, 'command-service'), 'cert.pem'));
  writeFileSync(join(canaries, 'command-service.pem'), signer);
  const identities = [
    ...(await Promise.all(
      [...CANARIES, 'observer', 'canary-operator'].map(async (name) => ({
        file: name,
        ...(await authority.issue({ name })),
      })),
    )),
    { file: 'canary-expired', ...(await authority.issue({ name: 'canary-a', expired: true })) },
    { file: 'canary-revoked', ...revoked },
    ...(await issueBenchServers(authority)),
  ];
  for (const { file, certificate, privateKey } of identities) {
    writePrivateKey(join(canaries, `${file}.key`), privateKey);
    writeFileSync(join(canaries, `${file}.pem`), certificate);
  }

  await equipBench(dir, canaries, authority, crl);

  // Pinned: a configuration is signed with exactly these keys, whatever else the authority issues.
  const signers = OPERATORS.map((name) =>
    name === 'operator' ? join(folderOf(dir, name), 'cert.pem') : join(canaries, `${name}.pem`),
  );
  const pinned = signers.map((file) => readFileSync(file, 'utf8')).join('');
  const valves = [folderOf(dir, 'valve'), benchOf(dir, 'valve')];
  for (const folder of valves) writeFileSync(join(folder, SIGNERS_FILE), pinned);
  writeReleases(dir, valves);
  writeInventory(dir);
}

function wantedBy(name: string): Wanted {
  const dns = LISTENERS[name];
  return { name, ...(dns && { dns }) };
}
