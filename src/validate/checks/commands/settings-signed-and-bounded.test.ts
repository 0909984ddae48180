import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isSigned } from '../../probes/commands/chain.ts';
import { signedByNobody, signedWith, withSignatureOf } from '../../probes/commands/message.ts';
import { SettingsTarget } from '../../targets/test-unit/settings.ts';

const TEXT = '{"version": 4, "seconds": 8}';

describe('what is sent', () => {
  it.each([
    ['ECDSA', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('is signed with a key of %s, as one verifies it, and is still JSON', (_name, pair) => {
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sent = signedWith(TEXT, key);
    expect(JSON.parse(sent)).toMatchObject({ version: 4, seconds: 8 });
    expect(isSigned(sent, pair.publicKey)).toBe(true);
    expect(isSigned(signedByNobody(TEXT), pair.publicKey)).toBe(false);
    const changed = withSignatureOf(sent, TEXT.replace('8', '9'));
    expect(JSON.parse(changed)).toMatchObject({ seconds: 9 });
    expect(isSigned(changed, pair.publicKey)).toBe(false);
  });
});

describe('what a target declares', () => {
  const told = {
    over: 'https',
    by: 'service',
    send: '/configuration',
    body: TEXT.replace('4', '{version}').replace('8', '{value}'),
    observe: '/configuration',
    version: '/version',
    value: '/seconds',
    permitted: [8, 12],
  };

  it('is taken', () => {
    expect(SettingsTarget.safeParse(told).success).toBe(true);
  });

  it.each([
    ['a body without a number', { body: '{"seconds": {value}}' }],
    ['a body that is no object', { body: '{version} {value}' }],
    ['one value twice', { permitted: [8, 8] }],
  ])('is not taken with %s', (_what, change) => {
    expect(SettingsTarget.safeParse({ ...told, ...change }).success).toBe(false);
  });
});
