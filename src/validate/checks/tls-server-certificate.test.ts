import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { sha256 } from '../../text/digest.ts';
import { type ContextOptions, byCertificate, closeDiallers, runAgainst } from '../testing/context.ts';
import { silentPort } from '../testing/dead.ts';
import { type Listener, startTcp, startTls } from '../testing/listeners.ts';
import { freePort } from '../testing/mosquitto.ts';
import { type Issued, type Pki, createPki } from '../testing/pki.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';

let pki: Pki;
const started: Listener[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());
closeDiallers();

const DAY = 24 * 3600 * 1000;
const serve = async (identity: Issued, options: TlsOptions = {}): Promise<number> => {
  const listener = await startTls(identity, options);
  started.push(listener);
  return listener.port;
};
const check = (port: number, more: Partial<ContextOptions> = {}) =>
  runAgainst(tlsServerCertificate, { port, identities: [], ca: pki.ca.cert, kind: 'tls', ...more });

describe('tls-server-certificate', () => {
  it('passes on a sound certificate and cites it', async () => {
    const found = await check(await serve(pki.server));
    expect(found).toMatchObject({ verdict: 'pass', control: { outcome: 'accepted' } });
    const { raw, validTo } = new X509Certificate(pki.server.cert);
    expect(found.facts).toMatchObject([{ kind: 'observed', digest: sha256(raw) }]);
    expect(found.validUntil?.getTime()).toBe(Date.parse(validTo));
  });

  it('passes for a name and for an address the certificate holds', async () => {
    expect((await check(await serve(pki.server), { serverName: '127.0.0.1' })).verdict).toBe('pass');
    expect((await check(await serve(pki.server), { serverName: 'hub.test' })).verdict).toBe('pass');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('sees the certificate of a %s server that then refuses us', async (maxVersion) => {
    const mutual: TlsOptions = { requestCert: true, rejectUnauthorized: true, ca: pki.ca.cert, maxVersion, minVersion: maxVersion };
    expect((await check(await serve(pki.server, mutual))).verdict).toBe('pass');
    expect((await check(await serve(await pki.issue({ name: 'elsewhere', san: ['other.test'] }), mutual))).verdict).toBe('fail');
    const identities = [byCertificate(pki.canaryA)];
    expect((await check(await serve(pki.server, mutual), { identities })).verdict).toBe('pass');
  });

  it.each([
    ['another CA', () => pki.issue({ name: 'server', san: ['localhost'], by: 'other-ca' }), 'does not lead to the declared CA'],
    ['another name', () => pki.issue({ name: 'localhost', san: ['other.test'] }), 'does not hold the name "localhost"'],
    ['its dates over', () => pki.issue({ name: 'old', san: ['localhost'], notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - DAY) }), 'expired on'],
    ['its dates to come', () => pki.issue({ name: 'new', san: ['localhost'], notBefore: new Date(Date.now() + DAY) }), 'valid only from'],
    ['RSA of 1024 bits', () => pki.issue({ name: 'small', san: ['localhost'], key: 'rsa1024' }), 'RSA key of 1024 bits'],
  ])('fails with %s, and says so', async (_, issue, says) => {
    const found = await check(await serve(await issue(), { ciphers: 'DEFAULT:@SECLEVEL=0' }));
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain(says);
    expect(found.reason.split(';')).toHaveLength(1);
  });

  it('fails with a certificate for clients only', async () => {
    const found = await check(await serve(await made('client', 'extendedKeyUsage=clientAuth')));
    expect(found.reason).toContain('not meant for servers');
    expect(found.verdict).toBe('fail');
  });

  it('accepts a certificate that states no purpose, and one through an intermediate CA', async () => {
    expect((await check(await serve(await made('any', 'basicConstraints=CA:false')))).verdict).toBe('pass');
    const middle = await made('middle', 'basicConstraints=critical,CA:true');
    const leaf = await made('leaf', 'extendedKeyUsage=serverAuth', { by: middle });
    expect((await check(await serve({ ...leaf, cert: leaf.cert + middle.cert }))).verdict).toBe('pass');
    // A certificate that is no CA's vouches for nobody.
    const fake = await made('fake', 'basicConstraints=critical,CA:false');
    const under = await made('under', 'extendedKeyUsage=serverAuth', { by: fake });
    expect((await check(await serve({ ...under, cert: under.cert + fake.cert }))).verdict).toBe('fail');
  });

  it.each([
    ['SHA-1', ['-sha1'], 'rsa:2048', 'signed with SHA-1'],
    ['MD5', ['-md5'], 'rsa:2048', 'signed with MD5'],
    ['SHA-1 by PSS', ['-sha1', '-sigopt', 'rsa_padding_mode:pss'], 'rsa:2048', 'signed with SHA-1'],
    ['a curve of 192 bits', [], 'P-192', 'curve'],
  ])('fails with %s', async (_, args, key, says) => {
    const root = await selfSigned('rsa:2048');
    const leaf = await made('weak', 'extendedKeyUsage=serverAuth', { by: root, args, key });
    const found = await check(await serve(leaf, { ciphers: 'DEFAULT:@SECLEVEL=0' }), { ca: root.cert });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain(says);
  });

  it('passes with RSASSA-PSS and SHA-256', async () => {
    const root = await selfSigned('rsa:2048');
    const args = ['-sha256', '-sigopt', 'rsa_padding_mode:pss'];
    const leaf = await made('pss', 'extendedKeyUsage=serverAuth', { by: root, args });
    expect((await check(await serve(leaf), { ca: root.cert })).verdict).toBe('pass');
  });

  it('judges dates by the run’s clock', async () => {
    const port = await serve(pki.server);
    expect((await check(port, { now: new Date(Date.now() + 90 * DAY) })).reason).toContain('expired');
  });

  it('is inconclusive on dead and silent ports, without TLS, and without a declared CA', async () => {
    expect(await check(await freePort())).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'unreachable' } });
    const silent = await silentPort();
    expect((await check(silent.port)).verdict).toBe('inconclusive');
    silent.close();
    const plain = await startTcp((socket) => socket.end('220 mail.test ESMTP\r\n'));
    started.push(plain);
    expect((await check(plain.port)).verdict).toBe('inconclusive');
    const { ca: _, ...without } = { port: 1, identities: [], kind: 'tls', ca: '' };
    expect((await runAgainst(tlsServerCertificate, without)).verdict).toBe('inconclusive');
  });
});

/** Certificates beyond what the test PKI makes, by the openssl program. */
async function made(
  name: string,
  extensions: string,
  { by, args = [], key = 'P-256' }: { by?: Issued; args?: readonly string[]; key?: string } = {},
): Promise<Issued> {
  const issuer = by ?? (await issuing());
  const files = newKey(name, key);
  const san = 'subjectAltName=DNS:localhost';
  execFileSync('openssl', ['req', '-new', '-x509', '-key', files.keyFile, '-subj', `/CN=${name}`, '-days', '20', '-CA', issuer.certFile, '-CAkey', issuer.keyFile, '-addext', san, '-addext', extensions, ...args, '-out', files.certFile], { stdio: 'pipe' });
  return read(name, files);
}

/** An authority of the tests' own under the PKI's trusted name: its key is not given out, so it is self-made. */
async function issuing(): Promise<Issued> {
  const root = await selfSigned('P-256');
  trusted = root.cert;
  return root;
}
let trusted = '';

function selfSigned(key: string): Promise<Issued> {
  const files = newKey(`root-${key.replace(':', '')}`, key);
  execFileSync('openssl', ['req', '-new', '-x509', '-key', files.keyFile, '-subj', '/CN=Another test CA', '-days', '20', '-addext', 'basicConstraints=critical,CA:true', '-out', files.certFile], { stdio: 'pipe' });
  return Promise.resolve(read('root', files));
}

function newKey(name: string, key: string): { certFile: string; keyFile: string } {
  const keyFile = join(pki.dir, `${name}.openssl.key`);
  const [algorithm, bits] = key.split(':');
  const options = bits === undefined ? ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${algorithm}`] : ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
  execFileSync('openssl', ['genpkey', ...options, '-out', keyFile], { stdio: 'pipe' });
  return { keyFile, certFile: join(pki.dir, `${name}.openssl.pem`) };
}

function read(name: string, { certFile, keyFile }: { certFile: string; keyFile: string }): Issued {
  const cert = readFileSync(certFile, 'utf8');
  return { name, cert, certFile, key: readFileSync(keyFile, 'utf8'), keyFile, serial: '' };
}
