import { describe, expect, it } from 'vitest';

import { createKey } from './keys.ts';
import { readTrust } from './trust.ts';

const read = (text: string): ReturnType<typeof readTrust> => readTrust({ file: 'trust.yaml', text });

describe('trust.yaml', () => {
  it('gives signers with their key ids', async () => {
    const { publicKey, keyId } = await createKey();
    const { value, problems } = read(`bestride: 1\nsigners:\n  ci: { key: "${publicKey}", may: [run] }\n`);
    expect(problems).toEqual([]);
    expect(value?.signers.get('ci')).toEqual({ name: 'ci', key: publicKey, keyId, may: ['run'] });
  });

  it('refuses a key that is none, at its place', () => {
    const { value, problems } = read('signers:\n  ci: { key: ed25519:AAAA, may: [run] }\n');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'TRU01', where: { line: 2 } }]);
  });

  it('refuses the placeholder of zeros and a key under two names', async () => {
    const { publicKey } = await createKey();
    expect(read(`signers: { ci: { key: "ed25519:${'A'.repeat(43)}", may: [run] } }`).problems).toMatchObject([
      { code: 'TRU01' },
    ]);
    const twice = read(
      `signers: { ci: { key: "${publicKey}", may: [run] }, lead: { key: "${publicKey}", may: [human] } }`,
    );
    expect(twice.problems).toMatchObject([{ code: 'TRU01', message: '"lead" has the same key as "ci"' }]);
  });

  it('refuses other shapes', () => {
    expect(read('signers: { ci: { key: x, may: [everything] } }').problems[0]?.code).toBe('TXT10');
    expect(read('signers: { ci: { key: x, may: [run], note: y } }').problems[0]?.code).toBe('TXT09');
    expect(read('signers: { ci: { key: x, key: y } }').problems[0]?.code).toBe('TXT07');
  });
});
