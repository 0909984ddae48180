/** Forged evidence, made with a real software TPM: each kind is rejected, and for its own reason. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDialler } from '../dial.ts';
import { describeWithTpm } from '../../testing/tpm/describe.ts';
import { createMaker } from '../../testing/tpm/maker.ts';
import { AK_HANDLE, KEY_HANDLE, SOUND, type Unit, makeUnit } from '../../testing/tpm/unit.ts';
import { judgeEndorsement } from './ek-certificate.ts';
import { type Flaw, type Signed, judgeQuote } from './evidence.ts';
import { openLine } from './line.ts';
import { PLACE } from './numbers.ts';
import { nameOf, publicKeyOf } from './structures.ts';
import { attestationTemplate } from './templates.ts';
import { Tpm, type TpmKey } from './tpm.ts';

const PCRS = [0, 7];

describeWithTpm('evidence of a TPM', () => {
  let unit: Unit;
  let good: Signed;
  let asked: { keyName: Buffer; nonce: Buffer; pcrs: Map<number, Buffer> };
  const forged = new Map<string, { readonly evidence: Signed; readonly keyName?: Buffer }>();
  let ek: TpmKey;
  let endorsement: Buffer;

  const withTpm = async <T>(does: (tpm: Tpm) => Promise<T>): Promise<T> => {
    const dial = openDialler({
      declared: 'a software TPM',
      resolved: { host: '127.0.0.1', port: unit.tpm.port },
      serverName: '',
      budget: { connections: 1, seconds: 30, bytes: 1_000_000 },
      signal: new AbortController().signal,
    });
    const tpm = new Tpm(await openLine(dial));
    return does(tpm).finally(async () => {
      await tpm.release();
      dial.close();
    });
  };

  const put = (name: string, evidence: Signed, keyName?: Buffer): void => {
    forged.set(name, { evidence, ...(keyName && { keyName }) });
  };

  beforeAll(async () => {
    unit = await makeUnit(SOUND);
    await withTpm(async (tpm) => {
      const ak = await tpm.key(AK_HANDLE);
      const otherAk = await tpm.primary(attestationTemplate());
      const unrestricted = await tpm.key(KEY_HANDLE);
      const nonce = randomBytes(32);
      const pcrs = new Map<number, Buffer>();
      for (const pcr of PCRS) pcrs.set(pcr, (await tpm.pcr(pcr)) ?? Buffer.alloc(0));
      asked = { keyName: nameOf(ak.public), nonce, pcrs };
      good = await tpm.quote(ak, nonce, PCRS);
      const others = await tpm.quote(otherAk, nonce, PCRS);
      const flipped = Buffer.from(good.attest);
      flipped.writeUInt8(flipped.readUInt8(flipped.length - 50) ^ 1, flipped.length - 50);
      const digest = createHash('sha256').update(good.attest).digest();
      const bySigning = { ...good, signature: await tpm.sign(unrestricted, digest, 'password') };
      put('the signature of another key', { ...good, signature: others.signature });
      put('another key with its own signature', others);
      put('another nonce', await tpm.quote(ak, randomBytes(32), PCRS));
      put('fewer PCRs', await tpm.quote(ak, nonce, [0]));
      put('more PCRs', await tpm.quote(ak, nonce, [...PCRS, 23]));
      put('a flipped bit', { ...good, attest: flipped });
      put('a byte at the end', { ...good, attest: Buffer.concat([good.attest, Buffer.of(0)]) });
      put('cut short', { ...good, attest: good.attest.subarray(0, -1) });
      put('a signature cut short', { ...good, signature: good.signature.subarray(0, -1) });
      put('a certification', await tpm.certify(unrestricted, ak, nonce));
      put(
        'an unrestricted key',
        { ...bySigning, key: unrestricted.public.bytes },
        nameOf(unrestricted.public),
      );
      await tpm.extend(7, randomBytes(32));
      put('changed PCR', await tpm.quote(ak, nonce, PCRS));
      ek = await tpm.key(PLACE.rsa.key);
      endorsement = (await tpm.stored(PLACE.rsa.certificate)) ?? Buffer.alloc(0);
    });
  });
  afterAll(() => unit.tpm.stop());

  it('is believed when it is good', () => {
    expect(judgeQuote(good, asked)).toMatchObject({ ok: true });
  });

  it.each<[string, Flaw, RegExp]>([
    ['the signature of another key', 'signature', /not that of the attestation key/],
    ['another key with its own signature', 'other-key', /not the one that the TPM showed/],
    ['another nonce', 'stale', /another nonce/],
    ['fewer PCRs', 'selection', /exactly the pinned PCRs/],
    ['more PCRs', 'selection', /exactly the pinned PCRs/],
    ['changed PCR', 'values', /other values/],
    ['a flipped bit', 'signature', /not that of the attestation key/],
    ['a byte at the end', 'malformed', /1 bytes too many/],
    ['cut short', 'malformed', /ends too early/],
    ['a signature cut short', 'malformed', /ends too early/],
    ['a certification', 'kind', /no quote \(certify\)/],
    ['an unrestricted key', 'key-signs-anything', /without restricted/],
  ])('is rejected: %s (%s)', (name, flaw, why) => {
    const one = forged.get(name);
    if (!one) throw new Error(`nothing was forged under "${name}"`);
    const judged = judgeQuote(one.evidence, { ...asked, ...(one.keyName && { keyName: one.keyName }) });
    expect(judged).toMatchObject({ ok: false, flaw });
    expect(judged.ok ? '' : judged.why).toMatch(why);
  });

  it('is rejected: the endorsement certificate of a software TPM that the maker did not make', async () => {
    const key = publicKeyOf(ek.public).export({ type: 'spki', format: 'der' });
    const now = new Date();
    const makers = unit.files['maker.pem'] ?? '';
    expect(judgeEndorsement(endorsement, { makers, key, now }).defects).toEqual([]);
    const stranger = await createMaker('Maker of TPMs');
    expect(judgeEndorsement(endorsement, { makers: stranger.root, key, now }).defects).toEqual([
      'it does not lead to a pinned certificate of the maker',
    ]);
    const trailing = Buffer.concat([endorsement, Buffer.of(0)]);
    expect(judgeEndorsement(trailing, { makers, key, now }).defects).toEqual([
      'it cannot be read as one X.509 certificate',
    ]);
    expect(judgeEndorsement(endorsement, { makers, key: Buffer.of(1), now }).defects).toEqual([
      'it is for another key than the endorsement key of this TPM',
    ]);
  });

  it('agrees with tpm2_checkquote, on good and on stale evidence', async () => {
    const { tpm } = unit;
    await tpm.tool(`tpm2_readpublic -c ${hex(AK_HANDLE)} -f pem -o ak.pem`);
    await writeFile(join(tpm.dir, 'quote'), good.attest);
    await writeFile(join(tpm.dir, 'signature'), good.signature);
    const check = (nonce: Buffer) =>
      tpm.tool(`tpm2_checkquote -u ak.pem -m quote -s signature -g sha256 -q ${nonce.toString('hex')}`);
    await expect(check(asked.nonce)).resolves.toBeDefined();
    await expect(check(randomBytes(32))).rejects.toThrow('tpm2_checkquote');
  });

  it('is believed when tpm2_quote made it, by ECDSA, RSASSA and RSAPSS; names are those of tpm2-tools', async () => {
    const { tpm } = unit;
    for (const [key, scheme] of [
      ['ecc256', 'ecdsa'],
      ['rsa2048', 'rsassa'],
      ['rsa2048', 'rsapss'],
    ]) {
      const nonce = randomBytes(20);
      const template = `-G ${key}:${scheme}-sha256:null -a ${SOUND.attestationKey}`;
      await tpm.tool(`tpm2_createprimary -C e ${template} -c other.ctx`);
      await tpm.tool('tpm2_readpublic -c other.ctx -o other.pub -n other.name');
      const asking = `-l sha256:0 -q ${nonce.toString('hex')} --scheme ${scheme}`;
      await tpm.tool(`tpm2_quote -c other.ctx ${asking} -m quote -s signature`);
      const file = (name: string) => readFile(join(tpm.dir, name));
      const evidence = {
        attest: await file('quote'),
        signature: await file('signature'),
        key: (await file('other.pub')).subarray(2),
      };
      const keyName = await file('other.name');
      const pcrs = new Map([...asked.pcrs].filter(([pcr]) => pcr === 0));
      expect({ scheme, ...judgeQuote(evidence, { keyName, nonce, pcrs }) }).toMatchObject({ ok: true });
    }
  });
});

function hex(handle: number): string {
  return `0x${handle.toString(16)}`;
}
