import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../text/testing/corpus.ts';
import { readMosquittoConf } from './mosquitto-conf.ts';
import { nameOf } from './mosquitto-effect.ts';

const read = (...lines: string[]) => readMosquittoConf({ file: 'mosquitto.conf', text: lines.join('\n') });
const listeners = (...lines: string[]) => read(...lines).value?.listeners.map(nameOf);
const anonymous = (...lines: string[]) =>
  read(...lines).value?.listeners.map((one) => one.security.get('allow_anonymous')?.value);

describe('reading mosquitto.conf', () => {
  it('gives settings to the listener above them', () => {
    const { value, problems } = read(
      'listener 1883',
      'listener 8883 10.0.0.1',
      'certfile a b.pem',
      '',
      '# end',
    );
    expect(problems).toEqual([]);
    expect(value?.listeners.map(({ port, bind }) => [port, bind])).toEqual([
      [1883, undefined],
      [8883, '10.0.0.1'],
    ]);
    expect(value?.listeners[1]?.own.get('certfile')).toMatchObject({
      value: 'a b.pem',
      where: { file: 'mosquitto.conf', line: 3, column: 1, length: 8 },
    });
    expect(value?.listeners[0]?.own.size).toBe(0);
  });

  it('shares security settings, the last one counting, unless per_listener_settings is true', () => {
    const lines = ['listener 1', 'allow_anonymous true', 'listener 2', 'allow_anonymous false'];
    expect(anonymous(...lines)).toEqual(['false', 'false']);
    expect(anonymous('per_listener_settings true', ...lines)).toEqual(['true', 'false']);
  });

  it('finds the default listener that nobody wrote down', () => {
    expect(listeners()).toEqual(['the default listener 1883 (mosquitto.conf:1)']);
    expect(read('allow_anonymous false').value?.localOnly).toBe(true);
    expect(listeners('port 1884 # here')).toEqual(['the default listener 1884 (mosquitto.conf:1)']);
    expect(listeners('port 1884', 'listener 8883')).toEqual([
      'the default listener 1884 (mosquitto.conf:1)',
      'listener 8883 (mosquitto.conf:2)',
    ]);
    // Seen on 2.0.11: each of these opens port 1883 beside the listener.
    for (const line of ['max_connections 10', 'require_certificate true', 'bind_address 127.0.0.1']) {
      expect(listeners(line, 'listener 8883')).toHaveLength(2);
    }
    expect(listeners('per_listener_settings true', 'password_file p', 'listener 8883')).toHaveLength(2);
    // And none of these does.
    for (const line of [
      'max_connections -1',
      'require_certificate false',
      'password_file p',
      'allow_anonymous true',
      'tls_version tlsv1.2',
      'http_dir /srv',
      'max_topic_alias 5',
    ]) {
      expect(listeners(line, 'listener 8883')).toHaveLength(1);
    }
    expect(listeners('per_listener_settings true', 'acl_file a', 'listener 8883')).toHaveLength(1);
  });

  it('places what mosquitto would stop at', () => {
    const { value, problems } = read(
      'listener 1883',
      'allow_anonymus true',
      '  # no comment',
      'topic read a',
    );
    expect(value).toBeDefined();
    expect(problems.map(({ code, where }) => [code, where?.line, where?.column])).toEqual([
      ['CFG01', 2, 1],
      ['CFG01', 3, 3],
      ['CFG01', 4, 1],
    ]);
    expect(problems[0]?.hint).toContain('allow_anonymous');
    for (const bad of ['allow_anonymous True', 'allow_anonymous', 'listener', 'listener 99999', 'acl_file']) {
      expect(read('listener 1883', bad).problems).toHaveLength(1);
    }
    expect(read('acl_file a', 'acl_file b').problems).toHaveLength(1);
    expect(read('allow_anonymous false', 'per_listener_settings true').problems).toHaveLength(1);
  });

  it('reads bridges and plugins', () => {
    const { value, problems } = read(
      'connection up',
      'address example.test:8883',
      'topic # out',
      'bridge_insecure true',
      'plugin /usr/lib/p.so',
      'plugin_opt_file /etc/p.json',
    );
    expect(problems).toEqual([]);
    expect(value?.bridges).toMatchObject([{ name: 'up' }]);
    expect(value?.bridges[0]?.settings.map(({ name }) => name)).toEqual([
      'address',
      'topic',
      'bridge_insecure',
    ]);
    expect(value?.listeners[0]?.plugins.map((one) => one.path)).toEqual(['/usr/lib/p.so']);
  });

  it('takes plugins that 2.1 has instead of settings for those settings', () => {
    const { value, problems } = read(
      'plugin_load pw /usr/lib/mosquitto_password_file.so',
      'plugin_opt_password_file /data/passwords',
      'plugin_load acl /usr/lib/mosquitto_acl_file.so',
      'plugin_opt_acl_file /data/acl',
      'listener 8883',
      'plugin_use pw',
      'plugin_use acl',
      'listener 1883',
      'plugin_use strange',
    );
    expect(problems).toEqual([]);
    const [both, none] = value?.listeners ?? [];
    expect(both?.security.get('acl_file')).toMatchObject({ value: '/data/acl', where: { line: 4 } });
    expect(both?.security.get('password_file')?.value).toBe('/data/passwords');
    expect(none?.security.size).toBe(0);
    expect(none?.plugins.map(({ kind }) => kind)).toEqual(['unknown']);
    expect(value?.since).toMatchObject({ dialect: '2.1', setting: { name: 'plugin_load' } });
  });

  it('reads included files where they stand, and says which it was not given', () => {
    const main = { file: 'a.conf', text: 'listener 1883\ninclude_dir conf.d\nallow_anonymous false' };
    expect(readMosquittoConf(main).value?.unread.map(({ value }) => value)).toEqual(['conf.d']);
    const { value } = readMosquittoConf(main, [{ file: 'conf.d/b.conf', text: 'listener 1884' }]);
    expect(value?.unread).toEqual([]);
    expect(value?.listeners.map(nameOf)).toEqual([
      'listener 1883 (a.conf:1)',
      'listener 1884 (conf.d/b.conf:1)',
    ]);
  });

  it('recognises files of other programs', () => {
    for (const text of [
      '{{ if .x }}\nlistener 1883',
      'listener 1883\n{% if open %}\nallow_anonymous true\n{% endif %}',
      'listeners.tcp {\n  bind = "0.0.0.0"\n}',
      '{"a": 1}',
    ]) {
      const { value, problems } = readMosquittoConf({ file: 'x.conf', text });
      expect(value).toBeUndefined();
      expect(problems.map(({ code }) => code)).toEqual(['CFG02']);
    }
  });

  it('never throws, and places every problem inside the text', () => {
    const words = fc.constantFrom(
      'listener',
      'topic',
      'per_listener_settings',
      'true',
      '1883',
      '#',
      '{',
      '\t',
      '\n',
      ' ',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(words).map((all) => all.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const lines = text.split('\n');
        for (const { where } of readMosquittoConf({ file: 'x', text }).problems) {
          expect(where?.line).toBeLessThanOrEqual(lines.length);
          expect((where?.column ?? 0) - 1).toBeLessThanOrEqual(lines[(where?.line ?? 1) - 1]?.length ?? 0);
        }
      }),
    );
  });
});

describe.skipIf(!hasCorpus('mqtt-conf'))('other people’s configurations', () => {
  it.each(corpusFiles('mqtt-conf').map((source) => [source.file, source] as const))('%s', (file, source) => {
    const { value, problems } = readMosquittoConf(source);
    expect(value !== undefined || problems.length > 0).toBe(true);
    for (const problem of problems) expect(problem.where?.file).toBe(file);
    const foreign = /^(nanomq|home-assistant)|(psk|pw)file\.example$/.test(file);
    expect(problems.some(({ code }) => code === 'CFG02')).toBe(foreign);
    expect(problems.length > 0).toBe(foreign || file.includes('aclfile'));
  });
});
