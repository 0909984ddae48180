import { describe, expect, it } from 'vitest';

import { LEGACY_SUITES, TLS13_SUITES, suiteName } from './wire/suites.ts';
import { cipherDefect, isForwardSecret } from './suite-grade.ts';

const all = [...LEGACY_SUITES, ...TLS13_SUITES].map(suiteName);

describe('the grade of a suite', () => {
  it.each([
    ['TLS_RSA_WITH_NULL_SHA', 'no encryption'],
    ['TLS_SHA256_SHA256', 'no encryption'],
    ['TLS_ECDH_anon_WITH_AES_128_CBC_SHA', 'no proof of the server'],
    ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'an export key'],
    ['TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA', 'an export key'],
    ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'RC4'],
    ['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', '3DES'],
    ['TLS_RSA_WITH_DES_CBC_SHA', 'DES'],
    ['TLS_RSA_WITH_IDEA_CBC_SHA', 'IDEA'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'CBC with SHA-1'],
    ['TLS_RSA_WITH_SEED_CBC_SHA', 'CBC with SHA-1'],
  ])('%s has a defect: %s', (suite, defect) => {
    expect(cipherDefect(suite, 'ephemeral')).toBe(defect);
    expect(cipherDefect(suite, 'aead')).toBe(defect);
  });

  it('takes CBC with SHA-2 unless authenticated encryption is claimed', () => {
    expect(cipherDefect('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'ephemeral')).toBeUndefined();
    expect(cipherDefect('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'aead')).toBe('CBC');
  });

  it('leaves nothing but GCM, CCM and ChaCha20 where authenticated encryption is claimed', () => {
    const sound = all.filter((suite) => cipherDefect(suite, 'aead') === undefined);
    expect(sound.filter((suite) => !/GCM|CCM|CHACHA20/.test(suite))).toEqual([]);
    expect(sound.length).toBeGreaterThan(90);
    expect(
      all
        .filter((suite) => /GCM|CCM|CHACHA20/.test(suite) && !sound.includes(suite))
        .every((one) => one.includes('anon')),
    ).toBe(true);
  });

  it('finds ephemeral keys by the exchange', () => {
    const secret = new Set(all.filter(isForwardSecret).map((suite) => suite.slice(4).split('_WITH_')[0]));
    for (const exchange of [
      'DHE_RSA',
      'DHE_DSS',
      'ECDHE_RSA',
      'ECDHE_ECDSA',
      'DHE_PSK',
      'ECDHE_PSK',
      'PSK_DHE',
    ])
      expect(secret).toContain(exchange);
    for (const exchange of [
      'RSA',
      'RSA_EXPORT',
      'DH_RSA',
      'DH_DSS',
      'ECDH_RSA',
      'ECDH_ECDSA',
      'PSK',
      'RSA_PSK',
    ])
      expect(secret).not.toContain(exchange);
  });
});
