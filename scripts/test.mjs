// `npm test`: everything that must hold before a change lands, from formatting to whole-program tests.
// Plain Node without dependencies, so that it runs on a fresh clone.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { ensureModules, ensureNode, root, run } from './prepare.mjs';

/** Debian packages that hold the programs which tests run for real, and a program of each that shows it is there. */
const DEBIAN = {
  mosquitto: 'mosquitto',
  'mosquitto-clients': 'mosquitto_pub',
  nmap: 'nmap',
  openssl: 'openssl',
  procps: 'ps',
  chromium: 'chromium',
  busybox: 'busybox',
  chrony: 'chronyd',
  'cryptsetup-bin': 'cryptsetup',
  curl: 'curl',
  'gnutls-bin': 'gnutls-cli',
  iproute2: 'ip',
  'libcoap3-bin': 'coap-server-openssl',
  nftables: 'nft',
  'nginx-light': 'nginx',
  'openssh-server': 'sshd',
  'python3-pymodbus': 'pymodbus.server',
  'python3-serial': undefined,
  'python3-serial-asyncio': undefined,
  'rabbitmq-server': 'rabbitmq-server',
  sslscan: 'sslscan',
  swtpm: 'swtpm',
  swupdate: 'swupdate',
  'swtpm-tools': 'swtpm_setup',
  'tpm2-tools': 'tpm2_quote',
  'libtss2-tcti-swtpm0': undefined,
  'fonts-dejavu-core': undefined,
};

process.chdir(root);
ensureNode();
ensureModules();
ensurePrograms();
const started = Date.now();
for (const script of ['format:check', 'build', 'types', 'lint', 'dead-code', 'package', 'unit', 'whole']) {
  run(`npm run ${script}`, 'npm', ['run', '--silent', script]);
}
console.error(`\n✔ everything passed in ${Math.round((Date.now() - started) / 1000)} s.`);

function ensurePrograms() {
  const missing = Object.entries(DEBIAN)
    .filter(([name, program]) => (program === undefined ? !debianHas(name) : !onPath(program)))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error(
      `Some suites need programs that are not here and will say that they skip. To have them:\n  sudo ${install}`,
    );
    return;
  }
  installQuietly(install);
}

/** Installs under a policy that starts no system service: the tests start what they need, on ports of their own. */
function installQuietly(install) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n');
    chmodSync(policy, 0o755);
  } else if (!readFileSync(policy, 'utf8').includes('101')) {
    console.error(`${policy} exists and may start services; not installing. Run by hand:\n  ${install}`);
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'bestride-apt-'));
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', TMPDIR: scratch };
    for (const command of ['apt-get update', install]) {
      console.error(`$ ${command}`);
      const { status } = spawnSync(
        'sh',
        ['-c', `${command} >"${scratch}/log" 2>&1 || { tail -20 "${scratch}/log"; exit 1; }`],
        {
          stdio: 'inherit',
          env,
        },
      );
      if (status !== 0) process.exit(status ?? 1);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    if (ours) rmSync(policy, { force: true });
  }
}

function onPath(program) {
  // Debian keeps mosquitto in /usr/sbin, which is not on every user's path.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

function debianHas(name) {
  return spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status === 0;
}
