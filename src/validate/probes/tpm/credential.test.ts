/** Credentials for endorsement keys on curves, opened by a real software TPM; each kind of false one is refused. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDialler } from '../dial.ts';
import { describeWithTpm } from '../../testing/tpm/describe.ts';
import { AK_HANDLE, SOUND, type Unit, makeUnit } from '../../testing/tpm/unit.ts';
import { MalformedError, sized } from './bytes.ts';
import { type Credential, makeCredential } from './credential.ts';
import { type Signed, judgeQuote } from './evidence.ts';
import { openLine } from './line.ts';
import { ALG } from './numbers.ts';
import { nameOf, readPublic, writeSignature } from './structures.ts';
import { attestationTemplate, endorsementTemplates } from './templates.ts';
import { Tpm, type TpmKey } from './tpm.ts';

describeWithTpm('a TPM with endorsement keys on curves', () => {
  let unit: Unit;
  let tpm: Tpm;
  let close: () => void;
  let ak: TpmKey;
  let ends: TpmKey[];

  beforeAll(async () => {
    unit = await makeUnit(SOUND);
    const dial = openDialler({
      declared: 'a software TPM',
      resolved: { host: '127.0.0.1', port: unit.tpm.port },
      serverName: '',
      budget: { connections: 1, seconds: 30, bytes: 1_000_000 },
      signal: new AbortController().signal,
    });
    close = () => dial.close();
    tpm = new Tpm(await openLine(dial));
    ak = await tpm.key(AK_HANDLE);
    ends = [await tpm.primary(endorsementTemplates.p256()), await tpm.primary(endorsementTemplates.p384())];
  });
  afterAll(async () => {
    await tpm.release();
    close();
    await unit.tpm.stop();
  });

  const opens = (ek: TpmKey, credential: Credential, key = ak) => tpm.activate(key, ek, credential);

  it('opens what was made for a key of its own, every time', async () => {
    for (const ek of ends) {
      for (let count = 0; count < 20; count += 1) {
        const secret = randomBytes(32);
        expect(await opens(ek, makeCredential(ek.public, nameOf(ak.public), secret))).toEqual(secret);
      }
    }
  });

  it.each<[string, (ek: TpmKey, other: TpmKey) => Credential, RegExp]>([
    [
      'for a key of another name',
      (ek) =>
        makeCredential(ek.public, Buffer.concat([nameOf(ak.public).subarray(0, 2), randomBytes(32)]), SECRET),
      /INTEGRITY/,
    ],
    [
      'whose secret was changed',
      (ek) => {
        const made = makeCredential(ek.public, nameOf(ak.public), SECRET);
        return { ...made, blob: flipped(made.blob, made.blob.length - 1) };
      },
      /INTEGRITY/,
    ],
    [
      'with the half of another exchange',
      (ek) => {
        const made = makeCredential(ek.public, nameOf(ak.public), SECRET);
        return { ...made, seed: makeCredential(ek.public, nameOf(ak.public), SECRET).seed };
      },
      /INTEGRITY/,
    ],
    [
      'with a point that is on no curve',
      (ek) => {
        const made = makeCredential(ek.public, nameOf(ak.public), SECRET);
        return { ...made, seed: flipped(made.seed, made.seed.length - 1) };
      },
      /./,
    ],
    [
      'for another endorsement key',
      (_, other) => makeCredential(other.public, nameOf(ak.public), SECRET),
      /./,
    ],
  ])('refuses one %s', async (_what, make, why) => {
    const [one, other] = ends;
    if (!one || !other) throw new Error('no keys');
    for (const [ek, stranger] of [
      [one, other],
      [other, one],
    ] as const)
      await expect(opens(ek, make(ek, stranger))).rejects.toThrow(why);
  });

  it('does not open one for a key that it holds under another name', async () => {
    const [ek] = ends;
    const otherAk = await tpm.primary(attestationTemplate());
    if (!ek) throw new Error('no key');
    const credential = makeCredential(ek.public, nameOf(ak.public), SECRET);
    await expect(opens(ek, credential, otherAk)).rejects.toThrow('TPM_RC_INTEGRITY');
    await tpm.drop(otherAk.handle);
  });

  it('has quotes of which no ECDSA signature but its own is believed', async () => {
    const nonce = randomBytes(32);
    const pcrs = new Map([[0, (await tpm.pcr(0)) ?? Buffer.alloc(0)]]);
    const good = await tpm.quote(ak, nonce, [0]);
    const asked = { keyName: nameOf(ak.public), nonce, pcrs };
    expect(judgeQuote(good, asked)).toMatchObject({ ok: true });
    const signed = (r: Buffer, s: Buffer): Signed => ({
      ...good,
      signature: writeSignature({ algorithm: ALG.ecdsa, hash: 'sha256', parts: [r, s] }),
    });
    const zero = Buffer.alloc(32);
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    for (const [r, s] of [
      [zero, zero],
      [Buffer.alloc(0), Buffer.alloc(0)],
      [order, order],
      [randomBytes(32), randomBytes(32)],
      [randomBytes(33), randomBytes(32)],
    ] as const)
      expect(judgeQuote(signed(r, s), asked)).toMatchObject({ ok: false, flaw: 'signature' });
  });
});

describe('an endorsement key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const head = endorsementTemplates.p256().subarray(0, -68);
  const at = (px: Buffer, py: Buffer) => readPublic(Buffer.concat([head, sized(px), sized(py)]));
  const point = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')] as const;

  it('is one to encrypt for, when its point is on its curve', () => {
    expect(makeCredential(at(...point), Buffer.alloc(34), SECRET).seed).toHaveLength(2 + 34 + 34);
  });

  it('is none on a point beside its curve, and none that encrypts for nobody', () => {
    expect(() => makeCredential(at(point[0], flipped(point[1], 31)), Buffer.alloc(34), SECRET)).toThrow(
      MalformedError,
    );
    expect(() => makeCredential(at(Buffer.alloc(0), Buffer.alloc(0)), Buffer.alloc(34), SECRET)).toThrow(
      MalformedError,
    );
    const signing = readPublic(
      Buffer.concat([attestationTemplate().subarray(0, -4), sized(point[0]), sized(point[1])]),
    );
    expect(() => makeCredential(signing, Buffer.alloc(34), SECRET)).toThrow('not one to encrypt for');
  });

  it('is read or refused, and nothing else, whatever its point says', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some));
    fc.assert(
      fc.property(bytes, bytes, (px, py) => {
        expect(madeOrRefused(() => makeCredential(at(px, py), Buffer.alloc(34), SECRET))).toBe(true);
      }),
    );
  });
});

const SECRET = randomBytes(32);

/** Whether it ends as it may: with a credential, or by saying that the key is none. */
function madeOrRefused(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch (error) {
    return error instanceof MalformedError;
  }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}
