/** Forms that compose files take beside those of the rows, and what plain ones and their hardened twins differ in. */
import { describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { composeImagesPinned } from './compose-images-pinned.ts';
import { composeLimits } from './compose-limits.ts';
import { composeNoSecurity } from './compose-no-security.ts';
import { composePorts } from './compose-ports.ts';
import { composePrivileges } from './compose-privileges.ts';
import { composeSecrets } from './compose-secrets.ts';

const CHECKS = [
  composeImagesPinned,
  composeLimits,
  composeNoSecurity,
  composePorts,
  composePrivileges,
  composeSecrets,
];

function run(
  check: Check,
  text: string,
  files: Readonly<Record<string, string>> = {},
  containers: Target['containers'] = {},
) {
  return runAgainst(check, {
    port: 0,
    kind: 'compose',
    identities: [],
    files: { 'deploy/compose.yaml': text, ...files },
    declares: { file: 'deploy/compose.yaml', containers },
  });
}

const withFiles = (environment: string) =>
  `services: { a: { image: a, env_file: [one.env, two.env], environment: ${environment} } }`;

const judged = async (environment: string, one: string, two: string) =>
  (
    await run(composeNoSecurity, withFiles(environment), {
      'deploy/one.env': `AUTH_ENABLED=${one}`,
      'deploy/two.env': `AUTH_ENABLED=${two}`,
    })
  ).verdict;

describe('variables beside a compose file', () => {
  const text = 'services: { a: { image: "a:${TAG}", environment: { A_PASSWORD: "${PASS}" } } }';

  it('are taken from .env, as Compose does by itself', async () => {
    const files = { 'deploy/.env': 'TAG=1\nPASS=canary' };
    expect((await run(composeImagesPinned, text)).verdict).toBe('inconclusive');
    expect((await run(composeImagesPinned, text, files)).verdict).toBe('fail');
    expect((await run(composeSecrets, text)).verdict).toBe('pass');
    const found = await run(composeSecrets, text, files);
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('by PASS of the file of variables');
    expect(found.control?.what).toContain('deploy/.env');
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('are taken from the file that the target names instead, where it names one', async () => {
    const files = { 'deploy/.env': 'TAG=1', 'other.env': `TAG=1@sha256:${'a'.repeat(64)}` };
    const found = await run(composeImagesPinned, text, files, { variables: 'other.env' });
    expect(found.verdict).toBe('pass');
  });

  it('hold as Compose has them: the service before its files, the last file before the first', async () => {
    expect(await judged('{ AUTH_ENABLED: "true" }', 'false', 'false')).toBe('pass');
    expect(await judged('{ AUTH_ENABLED: "false" }', 'true', 'true')).toBe('fail');
    expect(await judged('{}', 'false', 'true')).toBe('pass');
    expect(await judged('{}', 'true', 'false')).toBe('fail');
    expect(await judged('[AUTH_ENABLED]', 'true', 'false')).toBe('fail');
  });
});

describe('services that may not be started', () => {
  const text = [
    'services:',
    '  a: { image: a }',
    '  tools: { image: b, privileged: true, profiles: [debug], environment: { A_PASSWORD: canary } }',
  ].join('\n');
  const privileges = async (...more: [Readonly<Record<string, string>>?, Target['containers']?]) =>
    run(composePrivileges, text, ...more);

  it('are held against nobody, unless their profile is asked for or they are named', async () => {
    const found = await privileges();
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('if its profile "debug" is asked for');
    expect((await privileges({ 'deploy/.env': 'COMPOSE_PROFILES=web,debug' })).verdict).toBe('fail');
    expect((await privileges({ 'deploy/.env': 'COMPOSE_PROFILES=*' })).verdict).toBe('fail');
    expect((await privileges({ 'deploy/.env': 'COMPOSE_PROFILES=web' })).verdict).toBe('inconclusive');
    expect((await privileges({}, { only: ['tools'] })).verdict).toBe('fail');
    expect((await privileges({}, { only: ['a'] })).verdict).toBe('pass');
  });

  it('show nothing where there are no others', async () => {
    for (const one of ['profiles: [x]', 'scale: 0', 'deploy: { replicas: 0 }']) {
      const found = await run(composePrivileges, `services: { a: { image: a, ${one} } }`);
      expect([one, found.verdict]).toEqual([one, 'inconclusive']);
    }
  });

  it('have their secrets in the file all the same', async () => {
    expect((await run(composeSecrets, text)).verdict).toBe('fail');
  });
});

describe('tags', () => {
  it('mean nothing in a file by itself, and are not followed where it takes over others', async () => {
    const tagged =
      'services:\n  a:\n    image: a\n    ports: !override ["127.0.0.1:80:80"]\n    volumes: !reset []\n';
    expect((await run(composePorts, tagged)).verdict).toBe('pass');
    const over = await run(composePorts, `${tagged}    extends: { service: b }\n  b: { image: b }\n`);
    expect(over.verdict).toBe('inconclusive');
    expect(over.reason).toContain('!override');
    const taken = tagged.replace('!reset []', '!reset ["/:/host"]');
    expect((await run(composePorts, taken)).verdict).toBe('inconclusive');
  });
});

describe('secrets in commands beside the own one', () => {
  it.each([
    ['healthcheck: { test: [CMD, mysqladmin, ping, -pcanary] }', 'fail'],
    ['healthcheck: { test: "redis-cli -a canary ping" }', 'fail'],
    ['healthcheck: { test: "redis-cli -a $$REDIS_PASSWORD ping" }', 'pass'],
    ['healthcheck: { test: [CMD, mosquitto_sub, -u, a, -P, canary, -t, x] }', 'fail'],
    ['healthcheck: { test: [CMD, mosquitto_sub, -p, "1883", -t, x] }', 'pass'],
    ['post_start: [{ command: "curl -u admin:canary http://localhost" }]', 'fail'],
    ['healthcheck: { test: "curl -u admin:${PASS} http://localhost" }', 'pass'],
    ['healthcheck: { test: "curl --fail http://localhost:80" }', 'pass'],
  ])('%s: %s', async (line, verdict) => {
    const found = await run(composeSecrets, `services: { a: { image: a, ${line} } }`);
    expect(found.verdict).toBe(verdict);
    expect(JSON.stringify(found)).not.toContain('canary');
  });
});

describe('ports of tools', () => {
  it.each([
    ['n8nio/n8n:1', '5678:5678', 'inconclusive'],
    ['python:3', '5678:5678', 'fail'],
    ['gitea/gitea:1', '2222:22', 'inconclusive'],
    ['alpine', '2222:22', 'fail'],
  ])('of %s, %s: %s', async (image, port, verdict) => {
    const text = `services: { a: { image: "${image}", ports: ["${port}"] } }`;
    expect((await run(composePorts, text)).verdict).toBe(verdict);
  });
});

describe('a plain file and its hardened twin', () => {
  const plain = [
    'services:',
    '  broker:',
    '    image: broker:2',
    '    ports: ["1883:1883"]',
    '    environment: { ALLOW_ANONYMOUS: "true", ADMIN_PASSWORD: canary }',
    '    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "data:/data"]',
  ].join('\n');
  const secret = 'ADMIN_PASSWORD_FILE: /run/secrets/admin }\n    secrets: [admin]';

  // Each measure as the engine's documentation has it.
  it.each([
    ['broker:2', `broker@sha256:${'4'.repeat(64)}`, 'compose-images-pinned'],
    ['"1883:1883"', '"127.0.0.1:1883:1883"', 'compose-ports'],
    ['ALLOW_ANONYMOUS: "true"', 'ALLOW_ANONYMOUS: "false"', 'compose-no-security'],
    ['ADMIN_PASSWORD: canary }', secret, 'compose-secrets'],
    ['"/var/run/docker.sock:/var/run/docker.sock", ', '', 'compose-privileges'],
    ['image: broker:2', 'image: broker:2\n    mem_limit: 64m\n    cpus: 0.5', 'compose-limits'],
  ])('differ in what was changed: %s', async (from, by, expected) => {
    const files = { 'deploy/admin.txt': 'canary' };
    const rows = async (check: Check, text: string) =>
      JSON.stringify((await run(check, text, files)).attack.map(({ detail, outcome }) => [detail, outcome]));
    const differing: string[] = [];
    for (const check of CHECKS)
      if (
        (await rows(check, plain)).replaceAll(/line \d+/g, '') !==
        (await rows(check, plain.replace(from, by))).replaceAll(/line \d+/g, '')
      )
        differing.push(check.id);
    expect(differing).toEqual([expected]);
  });

  it('says what more it is kept from', async () => {
    const kept =
      'cap_drop: [ALL], security_opt: [no-new-privileges:true], read_only: true, user: "1883:1883"';
    const { attack } = await run(composePrivileges, `services: { a: { image: a, ${kept} } }`);
    expect(attack[0]?.detail).toBe(
      'gets no more than an ordinary container; it drops all capabilities, may gain no new privileges, can not write to its own file system, runs as "1883:1883"',
    );
    const root = await run(composePrivileges, 'services: { a: { image: a, user: "0:0", read_only: false } }');
    expect(root.attack[0]?.detail).toBe('gets no more than an ordinary container');
  });
});
