/**
 * Certificates an impostor could make: they name the same device or server, but nobody who counts has signed them.
 * Their keys are of the genuine one's kind, so that nothing but the signature is different. Made at run time, held in memory, never written and never part of an outcome.
 */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

import * as x509 from '@peculiar/x509';

/** PEM texts. `cert` is a chain, the impostor's own certificate first. */
export interface Forged {
  readonly cert: string;
  readonly key: string;
}

/** What the impostor's certificate says it may be used for. */
export type Purpose = 'client' | 'server';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;

/**
 * A certificate with the subject and alternative names of the given one (PEM), from an authority made for
 * the occasion that bears the name of the real one. Rejects when the PEM is no certificate.
 */
export async function forgeByOtherCa(
  genuine: string,
  now: Date,
  purpose: Purpose = 'client',
): Promise<Forged> {
  const model = new x509.X509Certificate(genuine);
  const signing = kindOf({ name: '', ...model.signatureAlgorithm }, model.publicKey.algorithm);
  const ca = await keyPair(signing);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: model.issuer,
    ...validity(now),
    keys: ca,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const keys = await keyPair(kindOf(model.publicKey.algorithm));
  const leaf = await x509.X509CertificateGenerator.create({
    subject: model.subject,
    issuer: root.subject,
    ...validity(now),
    publicKey: keys.publicKey,
    signingKey: ca.privateKey,
    signingAlgorithm: signing,
    extensions: leafExtensions(model, purpose),
  });
  return { cert: `${leaf.toString('pem')}\n${root.toString('pem')}\n`, key: await keyText(keys) };
}

/** The same, signed by nobody but itself. */
export async function forgeSelfSigned(
  genuine: string,
  now: Date,
  purpose: Purpose = 'client',
): Promise<Forged> {
  const model = new x509.X509Certificate(genuine);
  const kind = kindOf(model.publicKey.algorithm);
  const keys = await keyPair(kind);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: model.subject,
    ...validity(now),
    keys,
    signingAlgorithm: kind,
    extensions: leafExtensions(model, purpose),
  });
  return { cert: `${made.toString('pem')}\n`, key: await keyText(keys) };
}

/** Certificates that nobody but themselves has signed, for a server of this name: one with an EC key, one with RSA. */
export async function forgeServer(name: string, now: Date): Promise<readonly Forged[]> {
  const kinds: readonly Kind[] = [P256, kindOf({ name: 'RSA' })];
  return Promise.all(
    kinds.map(async (kind) => {
      const keys = await keyPair(kind);
      const made = await x509.X509CertificateGenerator.createSelfSigned({
        name: [{ CN: [name] }],
        ...validity(now),
        keys,
        signingAlgorithm: kind,
        extensions: [
          new x509.KeyUsagesExtension(
            x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
            true,
          ),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([{ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }]),
        ],
      });
      return { cert: `${made.toString('pem')}\n`, key: await keyText(keys) };
    }),
  );
}

function validity(now: Date): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + DAY) };
}

function leafExtensions(model: x509.X509Certificate, purpose: Purpose): x509.Extension[] {
  const names = model.getExtension(x509.SubjectAlternativeNameExtension);
  return [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([
      purpose === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
    ]),
    ...(names ? [names] : []),
  ];
}

type Kind = typeof P256 | webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams;

/**
 * The kind of a key, or of the key behind a signature; `own` says of a signature how large such a key would be. What
 * is neither RSA nor a curve of the browsers is P-256.
 */
function kindOf(algorithm: webcrypto.Algorithm, own: webcrypto.Algorithm = algorithm): Kind {
  if (algorithm.name.startsWith('RSA')) {
    const modulusLength =
      'modulusLength' in own && typeof own.modulusLength === 'number' ? own.modulusLength : 2048;
    return {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: Math.min(Math.max(modulusLength, 2048), 4096),
    };
  }
  const curve = 'namedCurve' in own ? own.namedCurve : undefined;
  return curve === 'P-384' ? { ...P256, namedCurve: curve } : P256;
}

async function keyPair(kind: Kind): Promise<webcrypto.CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(kind, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('no pair of keys was made');
  return pair;
}

async function keyText(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}
