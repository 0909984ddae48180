// `npm test`: everything that must hold before a change lands, from formatting to whole-program tests.
// Plain Node without dependencies, so that it runs on a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian packages that hold the programs which tests run for real, and a program of each that shows it is there. */
const DEBIAN = {
  mosquitto: 'mosquitto',
  'mosquitto-clients': 'mosquitto_pub',
  nmap: 'nmap',
  openssl: 'openssl',
  chromium: 'chromium',
  'fonts-dejavu-core': undefined,
};

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);

ensureNode();
ensureModules();
ensurePrograms();
const steps = [
  ['format', ['npm', 'run', '--silent', 'format:check']],
  ['build', ['npm', 'run', '--silent', 'build']],
  ['types', ['npm', 'run', '--silent', 'types']],
  ['lint', ['npm', 'run', '--silent', 'lint']],
  ['dead code', ['npm', 'run', '--silent', 'dead-code']],
  ['unit tests', ['npm', 'run', '--silent', 'unit']],
  ['whole-program tests', ['npm', 'run', '--silent', 'whole']],
];
const started = Date.now();
for (const [name, [command, ...args]] of steps) {
  console.error(`\n── ${name} ──`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`\n✖ ${name} failed.`);
    process.exit(status ?? 1);
  }
}
console.error(`\n✔ everything passed in ${Math.round((Date.now() - started) / 1000)} s.`);

function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(`Bestride needs Node 20.19 or 22.12 and later; this is ${process.versions.node}.`);
  process.exit(2);
}

function ensureModules() {
  const stamp = join('node_modules', '.package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

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
  return (process.env.PATH ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .some((folder) => existsSync(join(folder, program)));
}

function debianHas(name) {
  return spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status === 0;
}
