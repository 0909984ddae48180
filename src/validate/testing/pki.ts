/**
 * A throw-away public-key infrastructure for tests: two authorities, servers, clients good and bad, and a
 * CRL. Made anew by each test file, in a temporary folder; nothing of it is ever committed.
 */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as x509 from '@peculiar/x509';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;

/** A certificate with its key, as PEM text and as files. */
export interface Issued {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** Hexadecimal. */
  readonly serial: string;
}

interface IssueOptions {
  /** The common name, and the stem of the file names. */
  readonly name: string;
  /** Host names and IP addresses of a server; absent: a client certificate. */
  readonly san?: readonly string[];
  readonly by?: 'ca' | 'other-ca';
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: 'p256' | 'rsa1024' | 'rsa2048';
}

export interface Pki {
  readonly dir: string;
  /** The authority that servers and clients trust. */
  readonly ca: { readonly cert: string; readonly certFile: string };
  /** Another one, which nobody here trusts. */
  readonly otherCa: { readonly cert: string; readonly certFile: string };
  /** Names: localhost, 127.0.0.1, hub.test. */
  readonly server: Issued;
  readonly canaryA: Issued;
  readonly canaryB: Issued;
  /** The back end: reads what devices send, sends what they receive. */
  readonly service: Issued;
  readonly expired: Issued;
  readonly revoked: Issued;
  /** RSA-1024, otherwise in order. */
  readonly weak: Issued;
  /** A client certificate of the other authority. */
  readonly foreign: Issued;
  /** Names the revoked one. `crl-before.pem` beside it is from before that and names nobody.
   * `ca.key` is the key of the authority that signed both. */
  readonly crlFile: string;
  issue(options: IssueOptions): Promise<Issued>;
  remove(): Promise<void>;
}

/** Makes everything above; about 0.3 s. Call {@link Pki.remove} when the tests are over. */
export async function createPki(): Promise<Pki> {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-pki-'));
  const authorities = {
    ca: await authority('Bestride test CA'),
    'other-ca': await authority('Bestride other test CA'),
  };
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(dir, name);
    await writeFile(file, text, { mode: 0o644 });
    return file;
  };
  const issue = async (options: IssueOptions): Promise<Issued> => {
    const made = await certificate(options, authorities[options.by ?? 'ca']);
    const stem = options.by === 'other-ca' ? `${options.name}.other` : options.name;
    return {
      ...made,
      name: options.name,
      certFile: await write(`${stem}.pem`, made.cert),
      keyFile: await write(`${stem}.key`, made.key),
    };
  };
  const published = async (id: keyof typeof authorities) => {
    const cert = authorities[id].certificate.toString('pem');
    return { cert, certFile: await write(`${id}.pem`, cert) };
  };

  const revoked = await issue({ name: 'revoked' });
  await write('ca.key', await keyText(authorities.ca.key));
  await write('crl-before.pem', await revocationList(authorities.ca, []));
  return {
    dir,
    ca: await published('ca'),
    otherCa: await published('other-ca'),
    server: await issue({ name: 'server', san: ['localhost', '127.0.0.1', 'hub.test'] }),
    canaryA: await issue({ name: 'canary-a' }),
    canaryB: await issue({ name: 'canary-b' }),
    service: await issue({ name: 'service' }),
    expired: await issue({
      name: 'expired',
      notBefore: new Date(Date.now() - 30 * DAY),
      notAfter: new Date(Date.now() - DAY),
    }),
    revoked,
    weak: await issue({ name: 'weak', key: 'rsa1024' }),
    foreign: await issue({ name: 'canary-a', by: 'other-ca' }),
    crlFile: await write('crl.pem', await revocationList(authorities.ca, [revoked.serial])),
    issue,
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

async function authority(name: string): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 60 * DAY),
    notAfter: new Date(Date.now() + 60 * DAY),
    signingAlgorithm: P256,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: root, key: keys.privateKey };
}

async function certificate(options: IssueOptions, by: Authority) {
  const keys = await keyPair(options.key ?? 'p256');
  const server = options.san !== undefined;
  const made = await x509.X509CertificateGenerator.create({
    subject: `CN=${options.name}`,
    issuer: by.certificate.subject,
    notBefore: options.notBefore ?? new Date(Date.now() - DAY),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * DAY),
    publicKey: keys.publicKey,
    signingKey: by.key,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([
        server ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(by.certificate),
      ...(options.san ? [subjectAlternativeName(options.san)] : []),
    ],
  });
  return {
    cert: made.toString('pem'),
    key: await keyText(keys.privateKey),
    serial: made.serialNumber,
  };
}

async function keyText(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function keyPair(kind: NonNullable<IssueOptions['key']>): Promise<webcrypto.CryptoKeyPair> {
  if (kind === 'p256') {
    return await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  }
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: kind === 'rsa1024' ? 1024 : 2048,
  };
  return crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
}

function subjectAlternativeName(names: readonly string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const), value })),
  );
}

/** A CRL under the label OpenSSL reads; the library's own label ("CRL") is refused by mosquitto. */
async function revocationList(by: Authority, serials: readonly string[]): Promise<string> {
  const list = await x509.X509CrlGenerator.create({
    issuer: by.certificate.subject,
    thisUpdate: new Date(Date.now() - DAY),
    nextUpdate: new Date(Date.now() + 30 * DAY),
    signingAlgorithm: P256,
    signingKey: by.key,
    entries: serials.map((serialNumber) => ({
      serialNumber,
      revocationDate: new Date(Date.now() - DAY / 2),
      reason: x509.X509CrlReason.keyCompromise,
    })),
  });
  return x509.PemConverter.encode(list.rawData, 'X509 CRL');
}
