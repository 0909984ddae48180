/** The inventory: every unit that left the factory, with the thumbprint of its certificate. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BENCH_UNITS, DIALLERS, LOT } from '../common/fleet.ts';
import { benchOf, folderOf, projectOf } from '../common/layout.ts';

/** Writes `inventory.csv` into the threat model's project: of each kind the unit in place, and the one on the bench. */
export function writeInventory(dir: string): void {
  const rows = DIALLERS.flatMap((part) => [
    [part, part, LOT, thumbprintIn(folderOf(dir, part))],
    [BENCH_UNITS[part], part, LOT, thumbprintIn(benchOf(dir, part))],
  ]);
  const lines = [['id', 'element', 'cohort', 'thumbprint'], ...rows].map((row) => row.join(','));
  writeFileSync(join(projectOf(dir), 'inventory.csv'), `${lines.join('\n')}\n`);
}

function thumbprintIn(folder: string): string {
  const { fingerprint256 } = new X509Certificate(readFileSync(join(folder, 'cert.pem')));
  return `sha256:${fingerprint256.replaceAll(':', '').toLowerCase()}`;
}
