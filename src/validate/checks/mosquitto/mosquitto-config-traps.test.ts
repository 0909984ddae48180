/** What misleads a reader of mosquitto.conf: what is left out, what does nothing, what other lines undo. */
import { describe, expect, it } from 'vitest';

import { mosquittoConfigAcl } from './mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto-config-anonymous.ts';
import { mosquittoConfigTls } from './mosquitto-config-tls.ts';
import { ACL, CHECKS, INTACT, acl, conf, run } from './testing/run.ts';

describe('traps of a mosquitto configuration', () => {
  it.each([
    ['anonymous', ''],
    ['tls', ''],
    ['certificate', ''],
    ['acl', 'listener 1883'],
    ['tls', 'port 1883'],
  ] as const)('%s: what %j leaves out, a file that was not read may say', async (which, lines) => {
    const main = `persistence true\n${lines}\ninclude_dir /etc/mosquitto/conf.d`;
    const { verdict, reason } = await run(CHECKS[which], { files: { 'deploy/mosquitto.conf': main } });
    expect([verdict, reason.includes('conf.d')]).toEqual(['inconclusive', true]);
  });

  it('a line that is weak is weak, whatever other files say', async () => {
    const text = 'include_dir /etc/mosquitto/conf.d\nlistener 1883\nallow_anonymous true';
    const files = { 'deploy/mosquitto.conf': text };
    expect((await run(mosquittoConfigAnonymous, { files })).verdict).toBe('fail');
    expect((await run(mosquittoConfigTls, { files })).verdict).toBe('fail');
  });

  it('catches a listener that another setting opens, and takes nobody’s word for it', async () => {
    const text = 'max_connections 100\nallow_anonymous false\npassword_file /etc/mosquitto/passwords';
    const found = await run(mosquittoConfigAnonymous, { files: { 'deploy/mosquitto.conf': text } });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('line 1 opens it');
    const later = { files: { 'deploy/mosquitto.conf': text }, target: { version: '2.1.2' } };
    expect((await run(mosquittoConfigAnonymous, later)).verdict).toBe('inconclusive');
  });

  it('before 2.0, a name is enough where there is nothing to compare it with', async () => {
    const files = { 'deploy/mosquitto.conf': 'listener 1883\nallow_anonymous false' };
    const of = (version: string) => run(mosquittoConfigAnonymous, { files, target: { version } });
    expect((await of('1.6.12')).verdict).toBe('inconclusive');
    expect((await of('2.0.11')).verdict).toBe('pass');
  });

  it('leaves the TLS of WebSockets to whoever serves it', async () => {
    const ws = conf('listener 9001\nprotocol websockets\ncertfile c\nkeyfile k\ntls_version tlsv1.3', null);
    expect((await run(mosquittoConfigTls, ws)).verdict).toBe('inconclusive');
    const wanted = INTACT.join('\n').replace('tlsv1.2', 'tlsv1.3');
    const files = { 'deploy/mosquitto.conf': `${wanted}\nprotocol websockets` };
    expect((await run(mosquittoConfigTls, { files, expects: { min: '1.3' } })).verdict).toBe('fail');
    const target = { version: '2.1.2' };
    expect((await run(mosquittoConfigTls, { files, target, expects: { min: '1.3' } })).verdict).toBe('pass');
  });

  it('does not count what no network leads to, unless there is nothing else', async () => {
    for (const line of ['listener 1883 127.0.0.1', 'listener 1883 localhost', 'listener 0 /run/mqtt.sock']) {
      expect((await run(mosquittoConfigTls, conf(line, null))).verdict).toBe('pass');
      const files = { 'deploy/mosquitto.conf': line };
      expect((await run(mosquittoConfigTls, { files })).verdict).toBe('inconclusive');
    }
    const text = INTACT.join('\n').replace('listener 8883', 'listener 8883 127.0.0.1');
    expect((await run(mosquittoConfigTls, { files: { 'deploy/mosquitto.conf': text } })).verdict).toBe(
      'pass',
    );
  });

  it('knows the version by settings that only it has, and doubts one that stops at them', async () => {
    const files = { 'deploy/mosquitto.conf': 'listener 1883\nlistener_allow_anonymous true' };
    const of = (version?: string) => run(mosquittoConfigAnonymous, { files, target: { version } });
    expect((await of()).verdict).toBe('fail');
    const doubted = await of('2.0.11');
    expect(doubted.verdict).toBe('inconclusive');
    expect(doubted.reason).toContain('is of mosquitto 2.1');
  });

  it('knows what plugins of mosquitto’s own decide', async () => {
    const dynamic = conf('plugin /usr/lib/mosquitto_dynamic_security.so', null);
    expect((await run(mosquittoConfigAnonymous, dynamic)).verdict).toBe('pass');
    expect((await run(mosquittoConfigAcl, dynamic)).verdict).toBe('inconclusive');
    const text = [
      'plugin_load acl /usr/lib/mosquitto_acl_file.so',
      'plugin_opt_acl_file /etc/mosquitto/acl',
      ...INTACT.filter((line) => !/^(per_|acl_)/.test(line)),
      'plugin_use acl',
    ].join('\n');
    const files = { 'deploy/mosquitto.conf': text };
    const of = (acls: readonly string[]) =>
      run(mosquittoConfigAcl, {
        files: { ...files, 'deploy/acl': acls.join('\n') },
        target: { version: '2.1.2' },
      });
    expect((await of(ACL)).verdict).toBe('pass');
    expect((await of([...ACL, 'pattern readwrite #'])).verdict).toBe('fail');
  });

  it('asks whose the topics of an ACL are before it believes it', async () => {
    const target = { topics: undefined };
    const without = (...lines: string[]) => run(mosquittoConfigAcl, { ...acl(...lines), target });
    expect((await without('pattern readwrite %u/#', 'pattern read $SYS/#')).verdict).toBe('pass');
    expect((await without('pattern readwrite #')).verdict).toBe('fail');
    for (const lines of [
      ['pattern readwrite devices/#'],
      ['user a', 'topic home/#', 'user b', 'topic home/#'],
    ])
      expect((await without(...lines)).verdict).toBe('inconclusive');
    // Topics of the target that the ACL does not know: nothing would be wide for them.
    const strange = await run(mosquittoConfigAcl, acl('pattern readwrite other/#'));
    expect(strange.reason).toContain('grants nobody the topics');
  });

  it('finds that one is given the topics of another by name', async () => {
    const named = await run(
      mosquittoConfigAcl,
      acl(...ACL, 'user canary-a', 'topic read devices/service/commands'),
    );
    expect(named.verdict).toBe('fail');
    const all = await run(mosquittoConfigAcl, acl(...ACL, 'pattern read devices/canary-a/commands'));
    expect(all.verdict).toBe('fail');
    const own = await run(
      mosquittoConfigAcl,
      acl(...ACL, 'user canary-a', 'topic devices/canary-a/commands'),
    );
    expect(own.verdict).toBe('pass');
  });
});
