/**
 * Certificates an impostor could make: they name the same device or server, but nobody who counts has signed them.
 * Their keys are of the genuine one's kind, their dates and extensions its own, and a client's serial number too, since
 * some servers know their devices by it: so nothing but the signature is different. Made at run time, held in memory, never written and never part of an outcome.
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
  // By this the genuine one names the key of its authority; the impostor claims to have that.
  const named = model.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: model.issuer,
    ...validity(now, model),
    keys: ca,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ...(named === undefined ? [] : [new x509.SubjectKeyIdentifierExtension(named)]),
    ],
  });
  const keys = await keyPair(kindOf(model.publicKey.algorithm));
  const leaf = await x509.X509CertificateGenerator.create({
    subject: model.subject,
    issuer: root.subject,
    ...likeness(model, now, purpose),
    publicKey: keys.publicKey,
    signingKey: ca.privateKey,
    signingAlgorithm: signing,
    extensions: [
      ...(await ownExtensions(model, keys.publicKey)),
      ...(named === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(named)]),
    ],
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
    ...likeness(model, now, purpose),
    keys,
    signingAlgorithm: kind,
    extensions: await ownExtensions(model, keys.publicKey),
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

interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Those of the model where it is in date; the other end's clock may be wrong by more than a day. */
function validity(now: Date, model?: x509.X509Certificate): Validity {
  if (model && model.notBefore <= now && now <= model.notAfter)
    return { notBefore: model.notBefore, notAfter: model.notAfter };
  return { notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + DAY) };
}

/** Clients look up no serial numbers, and some (NSS) refuse one that they have seen with another certificate. */
function likeness(
  model: x509.X509Certificate,
  now: Date,
  purpose: Purpose,
): Validity & { readonly serialNumber?: string } {
  return { ...validity(now, model), ...(purpose === 'client' && { serialNumber: model.serialNumber }) };
}

/** What depends on the keys, or is signed by somebody else (a log's word on the certificate, RFC 6962). */
const NOT_COPIED = new Set(['2.5.29.14', '2.5.29.35', '1.3.6.1.4.1.11129.2.4.2']);

async function ownExtensions(
  model: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<x509.Extension[]> {
  const named = model.getExtension(x509.SubjectKeyIdentifierExtension);
  return [
    ...model.extensions.filter(({ type }) => !NOT_COPIED.has(type)),
    ...(named ? [await x509.SubjectKeyIdentifierExtension.create(key)] : []),
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
