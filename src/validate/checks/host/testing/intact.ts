/** Reports of a host that is as it should be, twins of them, and envelopes that are not what they should be. */
import { generateKeyPairSync, sign } from 'node:crypto';

import { sha256 } from '../../../../text/digest.ts';
import type { Check, CheckContext } from '../../../check.ts';
import type { HostTarget } from '../../../targets/read/host.ts';
import { type Files, changed, onFiles, unreadable } from '../../../testing/files.ts';
import { type Proof, type Row, deadRow, proof, rowsOn } from '../../../testing/proof.ts';

export const FILE = 'host-report.json';
const KEY = 'keys/gateway-7.pem';
const NONCE = '5d2f0c1b77';

/** One fact a line, taken as many days ago. */
function report(daysAgo = 1): string {
  const taken = new Date(Date.now() - daysAgo * 24 * 3600 * 1000).toISOString();
  return `{
"report": "bestride-host-2",
"taken": "${taken}",
"host": "gateway-7",
"nonce": "${NONCE}",
"listeners": [
{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },
{ "protocol": "tcp", "port": 9100, "loopback": true, "uids": [0] }
],
"programs": [
{ "program": "sshd", "uid": 0, "user": "root", "capabilities": "000001ffffffffff", "groups": ["root"] },
{ "program": "chronyd", "uid": 104, "user": "_chrony", "capabilities": "0000000002000400", "groups": ["_chrony"] },
{ "program": "mosquitto", "uid": 105, "user": "mosquitto", "capabilities": "0000000000000000", "groups": ["mosquitto"] }
],
"services": ["chrony.service", "mosquitto.service"],
"accounts": [
{ "name": "root", "uid": 0, "password": "locked" },
{ "name": "admin", "uid": 1000, "password": "locked" }
],
"sshServer": {
"passwords": false,
"interactive": false,
"emptyPasswords": false, "root": "no", "match": false
},
"files": [
{ "path": "/", "mode": "drwxr-xr-x", "uid": 0, "user": "root" },
{ "path": "/etc", "mode": "drwxr-xr-x", "uid": 0, "user": "root" },
{ "path": "/etc/gateway.toml", "mode": "-rw-r-----", "uid": 107, "user": "gateway" }
],
"mounts": [
{ "target": "/boot/efi", "type": "vfat", "writable": true, "encrypted": false, "verity": false },
{ "target": "/", "type": "ext4", "writable": false, "encrypted": false, "verity": true },
{ "target": "/var", "type": "ext4", "writable": true, "encrypted": true, "verity": false }
],
"verity": {
"signed": true,
"enforced": true,
"appraised": false
},
"ciphered": [
{ "name": "var", "type": "LUKS2", "keyFile": "none", "beside": null, "slots": [0], "tokens": [{ "type": "systemd-tpm2", "slots": [0], "pcrs": [7] }] },
{ "name": "swap", "type": "PLAIN", "keyFile": "random", "beside": null, "slots": null, "tokens": null }
],
"media": {
"usbStorage": "blocked",
"mounters": ["udisksd"]
},
"secureBoot": true,
"console": {
"words": [],
"readers": [],
"lockdown": "integrity"
},
"clock": {
"daemon": "chronyd", "sources": 3,
"authenticated": 3
},
"firewall": {
"ipv4": "drop",
"ipv6": "drop"
},
"egress": {
"ipv4": "drop", "ipv6": "drop"
},
"forward": {
"ipv4": "drop", "ipv6": "drop" },
"forwards": true
}`;
}

/** What the target declares of that host. */
const DECLARED: HostTarget = {
  open: [8883],
  programs: { sshd: ['root'], chronyd: ['sys_time', 'net_bind_service'], mosquitto: [] },
  services: ['chrony.service', 'mosquitto.service'],
  users: ['admin'],
  files: { '/etc/gateway.toml': ['gateway'] },
};

/** A twin: a line of the report, and what it is changed to; null: it is left out. */
export type Twin = readonly [string, string | null];

interface More {
  readonly expects?: CheckContext['expects'];
  /** Of which the report says too little to tell. */
  readonly untold?: Readonly<Record<string, Twin>>;
  /** Every way in which an envelope can be wrong; a changed byte where absent. */
  readonly envelopes?: true;
  /** Rows on other stands. */
  readonly rows?: readonly Row[];
}

/** The rows of a check of reports. */
export function hostProof(
  check: Check,
  weakened: Readonly<Record<string, Twin>>,
  { expects = {}, untold = {}, envelopes, rows = [] }: More = {},
): Proof {
  const stand = onFiles('collect/host.sh', {
    kind: 'host-report',
    file: FILE,
    declares: { host: DECLARED },
    expects,
  });
  const intact = report();
  const twins = (those: Readonly<Record<string, Twin>>): Record<string, Files> =>
    Object.fromEntries(
      Object.entries(those).map(([name, [line, by]]) => [name, { [FILE]: changed(intact, line, by) }]),
    );
  return proof(
    check,
    rowsOn(stand, 'a host as it should be', {
      intact: { [FILE]: intact },
      weakened: twins(weakened),
      dead: twins(untold),
    }),
    [
      deadRow('the report is too old', stand.software, (one, bench) =>
        stand.judge(one, { [FILE]: report(8) }, bench),
      ),
      deadRow('the report is of the future', stand.software, (one, bench) =>
        stand.judge(one, { [FILE]: report(-1) }, bench),
      ),
    ],
    unreadable(stand, { file: FILE, nonsense: '{ "listeners": [] }' }),
    signedRows(expects).slice(0, envelopes ? undefined : 2),
    rows,
  );
}

const host = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
type Pair = typeof host;

/** What the collector makes of a report with a key. */
export function bundle(text: string, { publicKey, privateKey }: Pair = host): string {
  return JSON.stringify({
    bundle: 'bestride-host-bundle-1',
    report: text,
    signer: sha256(publicKey.export({ type: 'spki', format: 'der' })),
    signature: sign(null, Buffer.from(text), privateKey).toString('base64'),
  });
}

/** Envelopes around one and the same report, the good one first; the target pins the host's key, name and nonce. */
function signedRows(expects: CheckContext['expects']): readonly Row[] {
  const text = report();
  const good = bundle(text);
  const pem = host.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const stand = onFiles('collect/host.sh --key', {
    kind: 'host-report',
    file: FILE,
    declares: { host: { ...DECLARED, key: KEY, name: 'gateway-7', nonce: NONCE } },
    expects,
  });
  const { signer } = JSON.parse(good);
  const of = (envelope: string): Files => ({ [FILE]: envelope, [KEY]: pem });
  return rowsOn(stand, 'a host as it should be, which signed its report', {
    intact: of(good),
    dead: {
      'a byte was changed after it was signed': of(good.replace('gateway-7', 'gateway-8')),
      'signed by another key': of(bundle(text, stranger)),
      'signed by another key that says it is the pinned one': of(
        JSON.stringify({ ...JSON.parse(bundle(text, stranger)), signer }),
      ),
      'the signature was taken off': of(text),
      'signed, and too old': of(bundle(report(8))),
      'signed, and of the future': of(bundle(report(-1))),
      'signed, and of another host': of(bundle(text.replace('gateway-7', 'gateway-8'))),
      'signed, and made before the nonce was chosen': of(bundle(text.replace(NONCE, '0000000000'))),
      'the pinned key is not there': { [FILE]: good },
      'the pinned key is a private one': {
        ...of(good),
        [KEY]: host.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    },
  });
}
