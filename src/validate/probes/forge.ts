/**
 * Certificates an impostor could make: they name the same device, but nobody who counts has signed them.
 * Made at run time, held in memory, never written and never part of an outcome.
 */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

/** PEM texts. `cert` is a chain, the device's certificate first. */
export interface Forged {
  readonly cert: string;
  readonly key: string;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;

/**
 * A certificate with the subject and alternative names of the given one (PEM), from an authority made for
 * the occasion that bears the name of the real one. Rejects when the PEM is no certificate.
 */
export async function forgeByOtherCa(genuine: string, now: Date): Promise<Forged> {
  const model = new x509.X509Certificate(genuine);
  const ca = await keyPair();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: model.issuer,
    ...validity(now),
    keys: ca,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const keys = await keyPair();
  const leaf = await x509.X509CertificateGenerator.create({
    subject: model.subject,
    issuer: root.subject,
    ...validity(now),
    publicKey: keys.publicKey,
    signingKey: ca.privateKey,
    signingAlgorithm: P256,
    extensions: deviceExtensions(model),
  });
  return { cert: `${leaf.toString('pem')}\n${root.toString('pem')}\n`, key: await keyText(keys) };
}

/** The same, signed by nobody but itself. */
export async function forgeSelfSigned(genuine: string, now: Date): Promise<Forged> {
  const model = new x509.X509Certificate(genuine);
  const keys = await keyPair();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: model.subject,
    ...validity(now),
    keys,
    signingAlgorithm: P256,
    extensions: deviceExtensions(model),
  });
  return { cert: `${made.toString('pem')}\n`, key: await keyText(keys) };
}

function validity(now: Date): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + DAY) };
}

function deviceExtensions(model: x509.X509Certificate): x509.Extension[] {
  const names = model.getExtension(x509.SubjectAlternativeNameExtension);
  return [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    ...(names ? [names] : []),
  ];
}

function keyPair(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
}

async function keyText(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}
