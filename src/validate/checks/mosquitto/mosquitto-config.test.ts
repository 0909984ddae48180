/** The four checks of a mosquitto configuration: intact, weakened by one line, and unreadable. */
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { mosquittoConfigAcl } from './mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto-config-anonymous.ts';
import { ACL, CHECKS, type Given, INTACT, acl, conf, run } from './testing/run.ts';

describe('checks of a mosquitto configuration', () => {
  it.each(Object.entries(CHECKS))('%s: passes on the intact one', async (_, check) => {
    const found = await run(check);
    expect(found).toMatchObject({ verdict: 'pass', control: { outcome: 'seen' } });
    expect(found.reason).toContain('listener 8883 (deploy/mosquitto.conf:2)');
    expect(found.attack).toMatchObject([{ outcome: 'not-seen' }]);
  });

  it.each([
    ['tls', conf('tls_version tlsv1.2', 'tls_version tlsv1.1'), 'takes TLS 1.1'],
    ['tls', conf('tls_version tlsv1.2', null), 'the default of mosquitto 2.0'],
    ['tls', conf('keyfile /etc/mosquitto/server.key', null), 'speaks in the clear'],
    ['tls', { expects: { min: '1.3' } }, 'takes TLS 1.2'],
    ['tls', conf('listener 1883', null), 'listener 1883'],
    ['certificate', conf('require_certificate true', 'require_certificate false'), 'without certificate'],
    ['certificate', conf('disable_client_cert_date_checks true', null), 'past their dates'],
    ['certificate', conf('certfile /etc/mosquitto/server.pem', null), 'in the clear'],
    ['acl', conf('acl_file /etc/mosquitto/acl', null), 'has no ACL'],
    ['acl', acl(...ACL, 'pattern readwrite #'), 'pattern readwrite #'],
    ['acl', acl(...ACL, 'pattern read devices/+/commands'), 'deploy/acl:6'],
    ['acl', acl(...ACL, 'pattern read devices/%c/commands'), '%c'],
    ['acl', acl(...ACL, 'user canary-a', 'topic #'), 'user canary-a'],
  ] as const)('%s: fails on a twin with one line changed (%#)', async (which, given, why) => {
    const found = await run(CHECKS[which], given);
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain(why);
    expect(found.attack.some(({ outcome }) => outcome === 'seen')).toBe(true);
  });

  it('catches a listener that says TLS and takes anonymous clients', async () => {
    const base = INTACT.filter((line) => !line.startsWith('require_certificate'));
    const text = (anonymous: string) => ({
      files: {
        'deploy/mosquitto.conf': [
          ...base.slice(0, -3),
          `allow_anonymous ${anonymous}`,
          ...base.slice(-2),
        ].join('\n'),
      },
    });
    const found = await run(mosquittoConfigAnonymous, text('true'));
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('takes anonymous clients, over TLS');
    const quiet = {
      files: { 'deploy/mosquitto.conf': base.filter((one) => !one.startsWith('allow_')).join('\n') },
    };
    expect((await run(mosquittoConfigAnonymous, quiet)).verdict).toBe('pass');
    expect((await run(mosquittoConfigAnonymous, conf('listener 1883', null))).verdict).toBe('pass');
    const open = { 'deploy/mosquitto.conf': `${INTACT.join('\n')}\nlistener 1883\nallow_anonymous true` };
    expect((await run(mosquittoConfigAnonymous, { files: open })).verdict).toBe('fail');
  });

  it('knows the defaults of the declared version, and says when they decide and none is declared', async () => {
    const files = { 'deploy/mosquitto.conf': 'listener 1883' };
    const of = (version?: string) => run(mosquittoConfigAnonymous, { files, target: { version } });
    expect((await of('1.6.12')).verdict).toBe('fail');
    expect((await of('2.0.11')).verdict).toBe('pass');
    const unknown = await of();
    expect(unknown.verdict).toBe('inconclusive');
    expect(unknown.reason).toContain('declare the target');
    expect((await of('newest')).verdict).toBe('inconclusive');
  });

  it.each(Object.entries(CHECKS))('%s: is inconclusive on what it cannot read', async (_, check) => {
    for (const given of [
      { target: { file: 'deploy/none.conf' } },
      { target: { file: undefined } },
      { files: { 'deploy/mosquitto.conf': 'listeners.tcp { bind = 1883 }' } },
      { files: { 'deploy/mosquitto.conf': `${INTACT.join('\n')}\nsomething_new true` } },
      { files: { 'deploy/mosquitto.conf': `${INTACT.join('\n')}\ninclude_dir /etc/mosquitto/conf.d` } },
    ]) {
      expect((await run(check, given)).verdict).toBe('inconclusive');
    }
  });

  it('reads the included files that the target names', async () => {
    const main = `${INTACT.join('\n')}\ninclude_dir /etc/mosquitto/conf.d`;
    const of = (extra: string) =>
      run(mosquittoConfigAnonymous, {
        files: { 'deploy/mosquitto.conf': main, 'deploy/conf.d/a.conf': extra },
        target: { includes: ['deploy/conf.d/a.conf'] },
      });
    expect((await of('log_type all')).verdict).toBe('pass');
    expect((await of('listener 1883\nallow_anonymous true')).verdict).toBe('fail');
  });

  it('does not judge what a plugin, a missing file or an unknown user decides', async () => {
    expect((await run(mosquittoConfigAcl, conf('plugin /usr/lib/p.so', null))).verdict).toBe('inconclusive');
    expect(
      (await run(mosquittoConfigAcl, conf('acl_file /etc/mosquitto/acl', 'acl_file other'))).verdict,
    ).toBe('inconclusive');
    const admin = await run(mosquittoConfigAcl, acl(...ACL, 'user admin', 'topic #'));
    expect(admin).toMatchObject({ verdict: 'inconclusive' });
    expect(admin.reason).toContain('topics.service');
    const denied = acl(...ACL, 'pattern readwrite #', 'pattern deny devices/+/commands');
    expect((await run(mosquittoConfigAcl, denied)).verdict).toBe('inconclusive');
  });
});

/** Whoever comes in is then a plugin's affair. */
const PLUGIN = /^(auth_)?plugin /m;

describe.skipIf(!hasCorpus('mqtt-conf'))('other people’s configurations', () => {
  it.each(corpusFiles('mqtt-conf').map(({ file, text }) => [file, text] as const))(
    '%s',
    async (file, text) => {
      const found = await run(mosquittoConfigAnonymous, { files: { 'deploy/mosquitto.conf': text } });
      const foreign = /^(nanomq|home-assistant)|(psk|pw)file\.example$/.test(file);
      expect(found.verdict === 'inconclusive').toBe(foreign || PLUGIN.test(text));
    },
  );

  it('an anonymous listener fails, with its line', async () => {
    const chirpstack = corpusFiles('mqtt-conf').find(({ file }) => file.startsWith('chirpstack'));
    const files = { 'deploy/mosquitto.conf': chirpstack?.text ?? '' };
    expect(await run(mosquittoConfigAnonymous, { files })).toMatchObject({
      verdict: 'fail',
      reason: 'listener 1883 (deploy/mosquitto.conf:1) takes anonymous clients: line 2 says so',
    });
  });
});

const usersIn = async (given: Given): Promise<(string | undefined)[] | undefined> =>
  (await run(mosquittoConfigAcl, given)).seen?.map(({ kind, name, detail }) => `${kind} ${name} ${detail}`);
const withPasswords = (passwords: string): Given => ({
  files: {
    'deploy/mosquitto.conf': [...INTACT, 'password_file /etc/mosquitto/passwords'].join('\n'),
    'deploy/passwords': passwords,
  },
});

describe('users of a mosquitto configuration', () => {
  it('are those of the ACL and, where the project has it, of the password file', async () => {
    expect(await usersIn({})).toEqual(['principal service in deploy/acl']);
    expect(await usersIn(conf('password_file /etc/mosquitto/passwords', null))).toEqual([
      'principal service in deploy/acl',
    ]);
    const found = await run(
      mosquittoConfigAcl,
      withPasswords('# who\nservice:$7$101$c2FsdA==$aGFzaA==\nmallory:$7$x\n'),
    );
    expect(found.seen?.map(({ name }) => name)).toEqual(['service', 'mallory']);
    expect(JSON.stringify(found)).not.toContain('$7$');
  });

  it('are left open where not all is understood', async () => {
    const bare = await run(mosquittoConfigAcl, withPasswords('a-canary-secret-alone\n'));
    expect(bare.seen).toBeUndefined();
    expect(JSON.stringify(bare)).not.toContain('a-canary-secret-alone');
    expect(await usersIn({ files: { 'deploy/acl': 'user service\ntopik read #' } })).toBeUndefined();
    expect(await usersIn(conf('acl_file /etc/mosquitto/acl', null))).toBeUndefined();
  });
});
