import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type OcspSetup, ocspResponse } from '../../testing/ocsp.ts';
import { type Issued, type Pki, createPki } from '../../testing/pki.ts';
import { lookUpInCrl } from './crl.ts';
import { readOcsp } from './ocsp.ts';
import { type Asked, askedOf } from './signed-status.ts';

const DAY = 24 * 3600 * 1000;
let pki: Pki;
let elsewhere: Issued;
beforeAll(async () => {
  pki = await createPki();
  elsewhere = await pki.issue({ name: 'elsewhere', san: ['localhost'], by: 'other-ca' });
});
afterAll(() => pki.remove());

function asked(certificate: Issued, ca = pki.ca.cert): Asked {
  const found = askedOf([new X509Certificate(certificate.cert).raw], ca);
  if (!found) throw new Error('no issuer');
  return found;
}

const byCrl = (certificate: Issued, now: Date, crl = 'crl.pem', ca = pki.ca.cert) =>
  lookUpInCrl(readFileSync(join(pki.dir, crl), 'utf8'), asked(certificate, ca), now);
const verify = (certificate: Issued, now: Date, crl = 'crl.pem', ca = pki.ca.certFile): string => {
  const at = String(Math.floor(now.getTime() / 1000));
  const list = join(pki.dir, crl);
  return openssl(
    ...['verify', '-crl_check', '-attime', at].concat('-CAfile', ca, '-CRLfile', list, certificate.certFile),
  );
};
/** An empty list of our CA, without nextUpdate. */
async function listOf(extensions: readonly x509.Extension[]): Promise<Buffer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = createPrivateKey(readFileSync(join(pki.dir, 'ca.key'))).export({
    type: 'pkcs8',
    format: 'der',
  });
  const made = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(pki.ca.cert).subject,
    thisUpdate: new Date(Date.now() - DAY),
    extensions: [...extensions],
    signingAlgorithm: algorithm,
    signingKey: await crypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']),
  });
  return Buffer.from(made.rawData);
}
const pem = (der: Buffer): string =>
  `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----`;

describe('a revocation list says what `openssl verify -crl_check` says', () => {
  it('of one in good standing', () => {
    const now = new Date();
    expect(byCrl(pki.server, now)).toMatchObject({ state: 'good', until: expect.any(Date) });
    expect(verify(pki.server, now)).toMatch(/: OK$/m);
  });

  it('of a revoked one, also by a list that is out of date', () => {
    for (const now of [new Date(), new Date(Date.now() + 31 * DAY)]) {
      expect(byCrl(pki.revoked, now)).toMatchObject({ state: 'revoked' });
      expect(verify(pki.revoked, now)).toMatch(/error 23 /);
    }
    expect(byCrl(pki.revoked, new Date(), 'crl-before.pem')).toMatchObject({ state: 'good' });
    expect(verify(pki.revoked, new Date(), 'crl-before.pem')).toMatch(/: OK$/m);
  });

  it('by a list that is out of date, or from the future', () => {
    const late = new Date(Date.now() + 31 * DAY);
    expect(byCrl(pki.server, late)).toMatchObject({
      state: 'unusable',
      detail: expect.stringContaining('ended'),
    });
    expect(verify(pki.server, late)).toMatch(/error 12 /);
    const early = new Date(Date.now() - 2 * DAY);
    expect(byCrl(pki.server, early)).toMatchObject({
      state: 'unusable',
      detail: expect.stringContaining('only from'),
    });
    expect(verify(pki.server, early)).toMatch(/error 11 /);
  });

  it('not by one that does not say until when it holds, or is a part of another', async () => {
    for (const [extensions, says] of [
      [[], 'it does not say until when'],
      [[new x509.Extension('2.5.29.28', false, Buffer.from('3003810100', 'hex'))], '2.5.29.28'],
    ] as const) {
      const list = await listOf(extensions);
      const found = lookUpInCrl(pem(list), asked(pki.server), new Date());
      expect(found).toMatchObject({ state: 'unusable', detail: expect.stringContaining(says) });
    }
  });

  it('by the list of another authority', () => {
    const ca = pki.otherCa;
    expect(byCrl(elsewhere, new Date(), 'crl.pem', ca.cert)).toMatchObject({ state: 'unusable' });
    expect(verify(elsewhere, new Date(), 'crl.pem', ca.certFile)).toMatch(/error 3 /);
  });

  it('never takes a revoked one for good, whatever byte was changed', () => {
    const text = readFileSync(pki.crlFile, 'utf8');
    const der = Buffer.from(text.replaceAll(/-----[^-]+-----/g, ''), 'base64');
    const of = asked(pki.revoked);
    fc.assert(
      fc.property(
        fc.nat(der.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(der.length - 1),
        (at, by, end) => {
          const bytes = Buffer.from(der);
          bytes[at] = (bytes[at] ?? 0) ^ by;
          // What is not signed (the tag of the whole, say) may change; what is said may not.
          expect(['revoked', 'unusable']).toContain(lookUpInCrl(pem(bytes), of, new Date()).state);
          expect(lookUpInCrl(pem(der.subarray(0, end)), of, new Date()).state).toBe('unusable');
        },
      ),
      { numRuns: 300 },
    );
    expect(lookUpInCrl('no list', of, new Date()).state).toBe('unusable');
  });
});

const response = (setup: OcspSetup): string => ocspResponse(pki, pki.server, setup);
const byOcsp = (file: string, now = new Date()) => readOcsp(readFileSync(file), asked(pki.server), now);
const ocsp = (file: string): string => {
  const { certFile } = pki.ca;
  return openssl(
    ...['ocsp', '-respin', file, '-issuer', certFile].concat(
      '-cert',
      pki.server.certFile,
      '-CAfile',
      certFile,
    ),
  );
};

describe('an OCSP response says what `openssl ocsp` says', () => {
  it.each(['good', 'revoked'] as const)('%s', (index) => {
    const file = response({ index });
    expect(byOcsp(file)).toMatchObject({ state: index });
    expect(ocsp(file)).toMatch(/Response verify OK/);
    expect(ocsp(file)).toContain(`server.pem: ${index}`);
  });

  it('unknown', () => {
    const file = response({ index: 'absent' });
    expect(byOcsp(file)).toMatchObject({ state: 'unknown' });
    expect(ocsp(file)).toContain('server.pem: unknown');
  });

  it('out of date: a past one is not believed, unless it says that the certificate is revoked', () => {
    const good = response({ index: 'good' });
    const late = new Date(Date.now() + 8 * DAY);
    expect(byOcsp(good, late)).toMatchObject({ state: 'unusable' });
    expect(byOcsp(response({ index: 'revoked' }), late)).toMatchObject({ state: 'revoked' });
    expect(byOcsp(good, new Date(Date.now() - DAY))).toMatchObject({ state: 'unusable' });
  });

  it('without an end: not of yesterday', () => {
    const file = response({ index: 'good', endless: true });
    expect(byOcsp(file)).toMatchObject({ state: 'good' });
    expect(byOcsp(file, new Date(Date.now() + 1.1 * DAY))).toMatchObject({
      state: 'unusable',
      detail: expect.stringContaining('until when'),
    });
  });

  it('signed by somebody who may not', () => {
    const file = response({ index: 'good', signer: ({ server }) => server });
    expect(byOcsp(file)).toMatchObject({
      state: 'unusable',
      detail: expect.stringContaining('nobody signed it'),
    });
    expect(ocsp(file)).toMatch(/Response Verify Failure/);
  });

  it('about another certificate', () => {
    const file = ocspResponse(pki, pki.canaryA, { index: 'good' });
    expect(byOcsp(file)).toMatchObject({ state: 'unusable', detail: 'it is about another certificate' });
    expect(ocsp(file)).toMatch(/No Status found/);
  });

  it('believes nothing of which a byte was changed', () => {
    const sound = readFileSync(response({ index: 'good' }));
    const of = asked(pki.server);
    fc.assert(
      fc.property(
        fc.nat(sound.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(sound.length),
        (at, by, end) => {
          const bytes = Buffer.from(sound);
          bytes[at] = (bytes[at] ?? 0) ^ by;
          // Certificates that are sent along are signed by themselves; the answer stays what was signed.
          const { state } = readOcsp(bytes, of, new Date());
          expect(['good', 'unusable']).toContain(state);
          expect(readOcsp(sound.subarray(0, end), of, new Date()).state).not.toBe('revoked');
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** What openssl prints, whatever its exit code. */
function openssl(...args: string[]): string {
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return `${stdout}${stderr}`;
}
