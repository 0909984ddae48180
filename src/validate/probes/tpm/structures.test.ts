import { generateKeyPairSync, sign } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MalformedError, TpmReader, sized, u16, u32 } from './bytes.ts';
import { judgeEndorsement } from './ek-certificate.ts';
import { judgeQuote } from './evidence.ts';
import { ALG, HANDLE, responseName } from './numbers.ts';
import { boundTo, pcrPolicy } from './policy.ts';
import { isSigned } from './signature.ts';
import {
  GENERATED,
  nameOf,
  readAttest,
  readPublic,
  readSelections,
  readSignature,
  writeSelection,
} from './structures.ts';
import { attestationTemplate, bottomlessParent, endorsementTemplates } from './templates.ts';

const POINT = 65;
/** The template with a point in it. */
const ECC_KEY = Buffer.concat([
  attestationTemplate().subarray(0, -4),
  sized(Buffer.alloc(32, 1)),
  sized(Buffer.alloc(32, 2)),
]);
const QUOTE = Buffer.concat([
  u32(GENERATED),
  u16(0x8018),
  sized(Buffer.alloc(34)),
  sized(Buffer.alloc(32, 7)),
  Buffer.alloc(8),
  u32(1),
  u32(0),
  Buffer.of(1),
  Buffer.alloc(8),
  writeSelection([0, 7, 23]),
  sized(Buffer.alloc(32, 9)),
]);
const SIGNATURE = Buffer.concat([
  u16(ALG.ecdsa),
  u16(ALG.sha256),
  sized(Buffer.alloc(32, 3)),
  sized(Buffer.alloc(31, 4)),
]);

const wholeSignature = (bytes: Buffer) => {
  const reader = new TpmReader(bytes);
  const found = readSignature(reader);
  reader.end();
  return found;
};
const STRUCTURES = [
  ['TPMT_PUBLIC, ECC', ECC_KEY, readPublic],
  ['TPMT_PUBLIC, RSA', bottomlessParent(), readPublic],
  ['TPMS_ATTEST', QUOTE, readAttest],
  ['TPMT_SIGNATURE', SIGNATURE, wholeSignature],
] as const;

describe.each(STRUCTURES)('%s', (_, bytes, read: (bytes: Buffer) => unknown) => {
  it('is read, and not one byte more or less', () => {
    expect(() => read(bytes)).not.toThrow();
    expect(() => read(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(MalformedError);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => read(bytes.subarray(0, length)), `cut to ${length}`).toThrow(MalformedError);
  });

  it('throws nothing but MalformedError, whatever is changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (all) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of all) changed.writeUInt8(value, at);
        expect(surprise(() => read(changed))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        expect(surprise(() => read(Buffer.from(any)))).toBeUndefined();
      }),
    );
  });
});

/** The error that it ends with, unless it ends well or with a MalformedError. */
function surprise(does: () => unknown): unknown {
  try {
    does();
    return undefined;
  } catch (error) {
    return error instanceof MalformedError ? undefined : error;
  }
}

describe('what is read', () => {
  it('keeps the fields of a quote', () => {
    const attest = readAttest(QUOTE);
    expect(attest).toMatchObject({ resetCount: 1, restartCount: 0, safe: true, said: { kind: 'quote' } });
    expect(attest.said.kind === 'quote' && attest.said.selections).toEqual([
      { hash: ALG.sha256, pcrs: [0, 7, 23] },
    ]);
  });

  it('knows the usual endorsement template by its attributes', () => {
    expect(readPublic(endorsementTemplates.rsa()).attributes).toBe(0x000300b2);
    expect(readPublic(endorsementTemplates.p256()).attributes).toBe(0x000300b2);
    expect(readPublic(endorsementTemplates.p384()).attributes).toBe(0x000300f2);
  });

  it('selects and reads back any PCRs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(23), { minLength: 1 }), (some) => {
        const pcrs = some.toSorted((a, b) => a - b);
        expect(readSelections(new TpmReader(writeSelection(pcrs)))).toEqual([{ hash: ALG.sha256, pcrs }]);
      }),
    );
  });

  it('names answers without the bits that say which parameter was meant', () => {
    expect(responseName(0x18b)).toBe('TPM_RC_HANDLE');
    expect(responseName(0x2d6)).toBe('0x2d6');
    expect(responseName(0x12f)).toBe('TPM_RC_AUTH_UNAVAILABLE');
    expect(HANDLE.endorsement).toBe(0x4000000b);
  });

  it('refuses a point that is not on the curve, without any other error', () => {
    expect(() => isSigned(Buffer.of(1), wholeSignature(SIGNATURE), readPublic(ECC_KEY))).toThrow(
      MalformedError,
    );
  });
});

describe('judgements', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const point = spki.subarray(spki.length - POINT + 1);
  const key = Buffer.concat([
    attestationTemplate().subarray(0, -4),
    sized(point.subarray(0, 32)),
    sized(point.subarray(32)),
  ]);
  const asked = {
    keyName: nameOf(readPublic(key)),
    nonce: Buffer.alloc(32, 7),
    pcrs: new Map([[0, Buffer.alloc(32)]]),
  };

  it('of a quote never throw, also where the signature holds over nonsense', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 160 }), fc.boolean(), (any, begun) => {
        const attest = begun ? Buffer.concat([QUOTE.subarray(0, 60), any]) : Buffer.from(any);
        const raw = sign('sha256', attest, { key: privateKey, dsaEncoding: 'ieee-p1363' });
        const signature = Buffer.concat([
          u16(ALG.ecdsa),
          u16(ALG.sha256),
          sized(raw.subarray(0, 32)),
          sized(raw.subarray(32)),
        ]);
        expect(judgeQuote({ attest, signature, key }, asked).ok).toBe(false);
        expect(judgeQuote({ attest: QUOTE, signature: Buffer.from(any), key }, asked).ok).toBe(false);
      }),
    );
  });

  it('of an endorsement certificate never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (any, makers) => {
        const policy = { makers, key: Buffer.alloc(0), now: new Date() };
        expect(judgeEndorsement(Buffer.from(any), policy).defects).not.toEqual([]);
      }),
    );
  });

  it('of a policy find the PCRs that it binds to, and no others', () => {
    const values = new Map([0, 2, 7, 23].map((pcr) => [pcr, Buffer.alloc(32, pcr)]));
    const some = new Map([...values].filter(([pcr]) => pcr !== 2));
    expect([...(boundTo(pcrPolicy(some), values)?.keys() ?? [])]).toEqual([0, 7, 23]);
    expect(boundTo(pcrPolicy(values), values)).toBe(values);
    expect(boundTo(Buffer.alloc(0), values)).toBeUndefined();
    expect(boundTo(pcrPolicy(new Map([[0, Buffer.alloc(32, 1)]])), values)).toBeUndefined();
  });
});
