/** What the rows of the checks of compose files do not show. */
import { describe, expect, it } from 'vitest';

import type { Check, CheckContext } from '../../check.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
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
  containers: Target['containers'] = {},
  more: { files?: Record<string, string>; expects?: CheckContext['expects'] } = {},
) {
  return runAgainst(check, {
    port: 0,
    kind: 'compose',
    identities: [],
    files: { 'compose.yaml': text, ...more.files },
    expects: more.expects ?? {},
    declares: { file: 'compose.yaml', containers },
  });
}

const TWO = `
services:
  good: { image: "a@sha256:${'0'.repeat(64)}", environment: { AUTH_ENABLED: "true" } }
  bad: { image: b, privileged: true, environment: { PASSWORD: canary-secret, AUTH_ENABLED: "false" } }
`;

const ports = (text: string, declared?: readonly number[]) =>
  run(
    composePorts,
    `services: { a: { image: a, ports: [${text}] } }`,
    declared ? { ports: [...declared] } : {},
  );

const edgex = (name: string) =>
  corpusFiles('compose').find(({ file }) => file.endsWith(`edgex-compose__${name}`))?.text ?? '';

const verdicts = async (text: string, containers: Parameters<typeof run>[2]) =>
  Object.fromEntries(
    await Promise.all(
      CHECKS.map(async (check) => [check.id, (await run(check, text, containers)).verdict] as const),
    ),
  );

describe('checks of compose files', () => {
  it('judge the named services only, and say when there is none of that name', async () => {
    expect((await run(composeImagesPinned, TWO)).verdict).toBe('fail');
    expect((await run(composeImagesPinned, TWO, { only: ['good'] })).verdict).toBe('pass');
    const missing = await run(composeImagesPinned, TWO, { only: ['good', 'god'] });
    expect(missing).toMatchObject({ verdict: 'inconclusive' });
    expect(missing.reason).toContain('there is no service "god"');
  });

  it.each(CHECKS)('$id keeps secrets out of its outcome', async (check) => {
    const found = await run(
      check,
      TWO,
      { variables: '.env' },
      { files: { '.env': 'A_PASSWORD=canary-secret' } },
    );
    expect(JSON.stringify(found)).not.toContain('canary-secret');
  });

  it('take variables from the file that the target names', async () => {
    const text = 'services: { a: { image: "a:${TAG}", environment: { A_PASSWORD: "${PASS}" } } }';
    const tag = (value: string) =>
      run(composeImagesPinned, text, { variables: '.env' }, { files: { '.env': `TAG=${value}` } });
    expect((await run(composeImagesPinned, text)).verdict).toBe('inconclusive');
    expect((await tag('1')).verdict).toBe('fail');
    expect((await tag(`1@sha256:${'a'.repeat(64)}`)).verdict).toBe('pass');
    expect((await run(composeImagesPinned, text, { variables: '.env' })).verdict).toBe('inconclusive');
    const files = { '.env': 'PASS=canary' };
    expect((await run(composeSecrets, text, { variables: '.env' }, { files })).verdict).toBe('fail');
  });

  it('hold single rights against what the model says and the reviewed list names', async () => {
    const text = 'services: { a: { image: a, cap_add: [NET_ADMIN] } }';
    const rights = (list: readonly string[] | undefined, stated?: string) =>
      run(composePrivileges, text, list ? { rights: [...list] } : {}, {
        expects: stated === undefined ? {} : { rights: stated },
      });
    expect((await rights(undefined)).verdict).toBe('inconclusive');
    expect((await rights(['NET_ADMIN'])).verdict).toBe('pass');
    expect((await rights(['cap_net_admin'], 'listed')).verdict).toBe('pass');
    expect((await rights([])).verdict).toBe('fail');
    expect((await rights(undefined, 'confined')).verdict).toBe('fail');
    expect((await rights(['NET_ADMIN'], 'confined')).verdict).toBe('fail');
    const host = 'services: { a: { image: a, privileged: true } }';
    expect((await run(composePrivileges, host, { rights: ['privileged'] })).verdict).toBe('fail');
  });

  it('need no list of ports where nothing is published beyond loopback', async () => {
    expect((await ports('"127.0.0.1:80:80"')).verdict).toBe('pass');
    expect((await ports('"80:80"')).verdict).toBe('inconclusive');
    expect((await ports('"80:80"', [])).verdict).toBe('fail');
    expect((await ports('"9229:9229"')).verdict).toBe('fail');
    const idle = await ports('"80:80"', [80, 443]);
    expect(idle).toMatchObject({ verdict: 'pass' });
    expect(idle.reason).toContain('declared and not published: 443');
  });

  it.each(CHECKS)('$id is inconclusive where a service says nothing that can be judged', async (check) => {
    expect((await run(check, 'services: { a: null }')).verdict).toBe('inconclusive');
  });
});

describe.skipIf(!hasCorpus('compose'))('other people’s compose files', () => {
  it.each(corpusFiles('compose').map(({ file, text }) => [file, text] as const))('%s', async (file, text) => {
    for (const check of CHECKS) {
      const { verdict, reason, control } = await run(check, text);
      const read = control?.outcome === 'seen';
      expect(read).toBe(!/\.toml$|gitpod/.test(file));
      expect(read || (verdict === 'inconclusive' && /^compose\.yaml:\d+: /.test(reason))).toBe(true);
    }
  });

  // The authors' threat model (EdgeX V4) has it so: in secure mode the message bus is secured with user name and
  // password, and what is secret is made available through the secret store.

  it('EdgeX with and without security differ in authentication and in secrets, and in nothing else', async () => {
    const [secure, insecure] = [edgex('docker-compose.yml'), edgex('docker-compose-no-secty.yml')];
    const same = {
      'compose-images-pinned': 'fail',
      'compose-limits': 'fail',
      'compose-ports': 'inconclusive',
      'compose-privileges': 'pass',
    };
    // Both are told the same: which folders of the host somebody reviewed.
    const reviewed = { rights: ['/tmp/edgex/secrets'] };
    expect(await verdicts(secure, reviewed)).toEqual({
      ...same,
      'compose-no-security': 'pass',
      'compose-secrets': 'pass',
    });
    expect(await verdicts(insecure, reviewed)).toEqual({
      ...same,
      'compose-no-security': 'fail',
      'compose-secrets': 'fail',
    });
    const { attack } = await run(composeNoSecurity, insecure);
    const found = attack
      .filter(({ outcome }) => outcome === 'seen')
      .map(({ detail }) => detail)
      .join('\n');
    for (const said of [
      'EDGEX_SECURITY_SECRET_STORE=false',
      'MESSAGEBUS_AUTHMODE=none',
      'mosquitto-no-auth.conf',
    ])
      expect(found).toContain(said);
    expect((await run(composeSecrets, insecure)).reason).toMatch(/service database .*POSTGRES_PASSWORD/);
  });

  // In secure mode each service is handed its own secrets in a folder below /tmp/edgex/secrets, to read. The authors
  // count that as no threat; that the folder was reviewed is for the target to say, and then nothing is left.
  it('EdgeX gets no right that rules the host, with security or without', async () => {
    const rights = ['/tmp/edgex/secrets'];
    for (const name of ['docker-compose.yml', 'docker-compose-no-secty.yml']) {
      const { attack } = await run(composePrivileges, edgex(name), {});
      expect(attack.some(({ outcome }) => outcome === 'seen')).toBe(false);
      expect((await run(composePrivileges, edgex(name), { rights })).verdict).toBe('pass');
    }
    const { verdict, reason } = await run(composePrivileges, edgex('docker-compose.yml'));
    expect([verdict, reason.includes('/tmp/edgex/secrets/core-command')]).toEqual(['inconclusive', true]);
    const other = await run(composePrivileges, edgex('docker-compose.yml'), { rights: ['/tmp/edgex/secre'] });
    expect(other.verdict).toBe('fail');
  });
});
