/**
 * What the bench needs: a test unit of every kind of part that dials, and what a check shows them in the place of their
 * server. Its names hold on the bench alone, so that nothing made here opens the solution, or takes a gateway's place.
 */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BENCH_SERVER, BENCH_UNITS, DIALLERS, hostName } from '../common/fleet.ts';
import { benchOf, makePrivateFolder, writePrivateKey } from '../common/layout.ts';
import type { Authority, Issued } from './authority.ts';

/** Certificates to show, by the names of their files among the canaries. One thing is wrong with each but the first. */
const SERVERS = {
  [BENCH_SERVER]: { name: BENCH_SERVER, expired: false },
  'bench-other-name': { name: 'bench-other-name', expired: false },
  'bench-expired': { name: BENCH_SERVER, expired: true },
} as const;

/** Issues the certificates to show. */
export async function issueBenchServers(
  authority: Authority,
): Promise<readonly (Issued & { readonly file: string })[]> {
  const issued = Object.entries(SERVERS).map(async ([file, { name, expired }]) => ({
    file,
    ...(await authority.issue({ name, dns: [hostName(name)], expired })),
  }));
  return Promise.all(issued);
}

/** Gives every test unit its folder. One whose identity is a canary's shares it; the others have one of their own. */
export async function equipBench(
  dir: string,
  canaries: string,
  authority: Authority,
  crl: string,
): Promise<void> {
  for (const part of DIALLERS) {
    const name = BENCH_UNITS[part];
    const folder = benchOf(dir, part);
    makePrivateFolder(folder);
    if (existsSync(join(canaries, `${name}.pem`))) {
      copyFileSync(join(canaries, `${name}.pem`), join(folder, 'cert.pem'));
      copyFileSync(join(canaries, `${name}.key`), join(folder, 'key.pem'));
    } else {
      const { certificate, privateKey } = await authority.issue({ name });
      writeFileSync(join(folder, 'cert.pem'), certificate);
      writePrivateKey(join(folder, 'key.pem'), privateKey);
    }
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'crl.pem'), crl);
  }
}
