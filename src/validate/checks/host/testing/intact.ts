/** The report of a host that is as it should be, and twins of it. */
import type { Check } from '../../../check.ts';
import { changed, onFiles, unreadable } from '../../../testing/files.ts';
import { deadRow, proof, type Proof, rowsOn } from '../../../testing/proof.ts';

const FILE = 'host-report.json';

/** One fact a line, taken as many days ago. */
function report(daysAgo: number): string {
  const taken = new Date(Date.now() - daysAgo * 24 * 3600 * 1000).toISOString();
  return `{
"report": "bestride-host-1",
"taken": "${taken}",
"host": "gateway-7",
"listeners": [
{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },
{ "protocol": "tcp", "port": 9100, "loopback": true, "uids": [0] }
],
"mounts": [
{ "target": "/boot/efi", "type": "vfat", "writable": true, "encrypted": false },
{ "target": "/", "type": "ext4", "writable": true, "encrypted": true }
],
"secureBoot": true,
"firewall": {
"ipv4": "drop",
"ipv6": "drop"
}
}`;
}

const stand = onFiles('collect/host.sh', {
  kind: 'host-report',
  file: FILE,
  declares: { host: { open: [8883] } },
});

/** The rows of a check of reports: each twin is a line and what it is changed to. */
export function hostProof(
  check: Check,
  weakened: Readonly<Record<string, readonly [string, string]>>,
): Proof {
  const intact = report(1);
  const twins = Object.entries(weakened).map(([name, [line, by]]) => [
    name,
    { [FILE]: changed(intact, line, by) },
  ]);
  return proof(
    check,
    rowsOn(stand, 'a host as it should be', {
      intact: { [FILE]: intact },
      weakened: Object.fromEntries(twins),
    }),
    [
      deadRow('the report is too old', stand.software, (one, bench) =>
        stand.judge(one, { [FILE]: report(8) }, bench),
      ),
    ],
    unreadable(stand, { file: FILE, nonsense: '{ "listeners": [] }' }),
  );
}
