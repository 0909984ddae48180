import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { sha256 } from '../../../../text/digest.ts';
import { judgeCertificate } from '../../../probes/certificate.ts';
import { type ContextOptions, byCertificate, runAgainst } from '../../../testing/context.ts';
import { silentPort } from '../../../testing/dead.ts';
import { type Listener, startTcp, startTls } from '../../../testing/listeners.ts';
import { freePort } from '../../../testing/mosquitto.ts';
import { type Issued, type Pki, createPki } from '../../../testing/pki.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';

let pki: Pki;
let root: Issued;
const started: Listener[] = [];
beforeAll(async () => {
  pki = await createPki();
  root = made('root', [IS_CA], { key: 'RSA:2048' });
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

const IS_CA = 'basicConstraints=critical,CA:true';
const FOR_SERVERS = 'extendedKeyUsage=serverAuth';
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

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'sees the certificate of a %s server that then refuses us',
    async (maxVersion) => {
      const mutual: TlsOptions = {
        requestCert: true,
        rejectUnauthorized: true,
        ca: pki.ca.cert,
        maxVersion,
        minVersion: maxVersion,
      };
      expect((await check(await serve(pki.server, mutual))).verdict).toBe('pass');
      expect(
        (await check(await serve(await pki.issue({ name: 'elsewhere', san: ['other.test'] }), mutual)))
          .verdict,
      ).toBe('fail');
      const identities = [byCertificate(pki.canaryA)];
      expect((await check(await serve(pki.server, mutual), { identities })).verdict).toBe('pass');
    },
  );

  it.each([
    [
      'another CA',
      () => pki.issue({ name: 'server', san: ['localhost'], by: 'other-ca' }),
      'does not lead to the declared CA',
    ],
    [
      'another name',
      () => pki.issue({ name: 'localhost', san: ['other.test'] }),
      'does not hold the name "localhost"',
    ],
    [
      'its dates over',
      () =>
        pki.issue({
          name: 'old',
          san: ['localhost'],
          notBefore: new Date(Date.now() - 9 * DAY),
          notAfter: new Date(Date.now() - DAY),
        }),
      'expired on',
    ],
    [
      'its dates to come',
      () => pki.issue({ name: 'new', san: ['localhost'], notBefore: new Date(Date.now() + DAY) }),
      'valid only from',
    ],
    [
      'RSA of 1024 bits',
      () => pki.issue({ name: 'small', san: ['localhost'], key: 'rsa1024' }),
      'RSA key of 1024 bits',
    ],
  ])('fails with %s, and says so', async (_, issue, says) => {
    const found = await check(await serve(await issue(), { ciphers: 'DEFAULT:@SECLEVEL=0' }));
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain(says);
    expect(found.reason.split(';')).toHaveLength(1);
  });

  it('fails with a certificate for clients only', async () => {
    const leaf = made('client', ['extendedKeyUsage=clientAuth'], { by: root });
    const found = await check(await serve(leaf), { ca: root.cert });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('not meant for servers');
  });

  it('accepts a certificate that states no purpose, and one through an intermediate CA', async () => {
    const ca = root.cert;
    expect((await check(await serve(made('any', [], { by: root })), { ca })).verdict).toBe('pass');
    const middle = made('middle', [IS_CA], { by: root });
    const leaf = made('leaf', [FOR_SERVERS], { by: middle });
    expect((await check(await serve({ ...leaf, cert: leaf.cert + middle.cert }), { ca })).verdict).toBe(
      'pass',
    );
    expect((await check(await serve(leaf), { ca })).reason).toContain('does not lead to the declared CA');
  });

  it('fails with one that a mere server has signed', async () => {
    const server = made('server', ['basicConstraints=critical,CA:false'], { by: root });
    const under = made('under', [FOR_SERVERS], { by: server });
    const found = await check(await serve({ ...under, cert: under.cert + server.cert }), { ca: root.cert });
    expect(found.reason).toContain('does not lead to the declared CA');
  });

  it('believes OpenSSL where it alone finds a defect', async () => {
    const narrow = made('narrow', [IS_CA, 'nameConstraints=critical,permitted;DNS:other.test'], { by: root });
    const leaf = made('outside', [FOR_SERVERS], { by: narrow });
    const found = await check(await serve({ ...leaf, cert: leaf.cert + narrow.cert }), { ca: root.cert });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('OpenSSL does not accept its chain');
  });

  it.each([
    ['SHA-1', ['-sha1'], 'signed with SHA-1'],
    ['MD5', ['-md5'], 'signed with MD5'],
    ['SHA-1 by PSS', ['-sha1', '-sigopt', 'rsa_padding_mode:pss'], 'signed with SHA-1'],
  ])('fails with a signature by %s', async (_, args, says) => {
    const leaf = made('weak', [FOR_SERVERS], { by: root, args });
    const found = await check(await serve(leaf, { ciphers: 'ALL:@SECLEVEL=0' }), { ca: root.cert });
    expect(found.reason).toContain(says);
    expect(found.verdict).toBe('fail');
  });

  it('passes with RSASSA-PSS and SHA-256', async () => {
    const args = ['-sha256', '-sigopt', 'rsa_padding_mode:pss'];
    const leaf = made('pss', [FOR_SERVERS], { by: root, args });
    expect((await check(await serve(leaf), { ca: root.cert })).verdict).toBe('pass');
  });

  it('finds a curve of 192 bits too small, which no handshake of ours gets as far as', () => {
    const leaf = new X509Certificate(made('curve', [FOR_SERVERS], { by: root, key: 'EC:P-192' }).cert);
    const { defects } = judgeCertificate([leaf.raw], { ca: root.cert, name: 'localhost', now: new Date() });
    expect(defects).toEqual(['the certificate has a key on the curve prime192v1, 256 bits are the least']);
  });

  it('survives whatever stands where a certificate should be', () => {
    const sound = new X509Certificate(pki.server.cert).raw;
    const policy = { ca: pki.ca.cert, name: 'localhost', now: new Date() };
    expect(judgeCertificate([sound], policy).defects).toEqual([]);
    const flips = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(flips, fc.nat(sound.length), (changes, end) => {
        const bytes = Buffer.from(sound.subarray(0, end));
        for (const [at, by] of changes) if (at < end) bytes[at] = (bytes[at] ?? 0) ^ by;
        // Changed bytes cannot be signed by the CA any more; unchanged ones are the sound certificate.
        const sameBytes = bytes.equals(sound);
        return judgeCertificate([bytes], policy).defects.length === 0 ? sameBytes : true;
      }),
      { numRuns: 300 },
    );
  });

  it('judges dates by the run’s clock', async () => {
    const port = await serve(pki.server);
    expect((await check(port, { now: new Date(Date.now() + 90 * DAY) })).reason).toContain('expired');
  });

  it('is inconclusive on dead and silent ports, without TLS, and without a declared CA', async () => {
    expect(await check(await freePort())).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'unreachable' },
    });
    const silent = await silentPort();
    expect((await check(silent.port)).verdict).toBe('inconclusive');
    silent.close();
    const plain = await startTcp((socket) => socket.end('220 mail.test ESMTP\r\n'));
    started.push(plain);
    expect((await check(plain.port)).verdict).toBe('inconclusive');
    expect((await runAgainst(tlsServerCertificate, { port: 1, identities: [], kind: 'tls' })).verdict).toBe(
      'inconclusive',
    );
  });
});

/** A certificate beyond what the test PKI makes, by the openssl program; self-signed where nobody signs it. */
function made(
  name: string,
  extensions: readonly string[],
  { by, args = [], key = 'EC:P-256' }: { by?: Issued; args?: readonly string[]; key?: string } = {},
): Issued {
  const [stem, config] = [join(pki.dir, `${name}.openssl`), join(pki.dir, 'openssl.cnf')];
  writeFileSync(config, '[req]\ndistinguished_name = dn\n[dn]\n');
  const [algorithm = '', size = ''] = key.split(':');
  const parameter = algorithm === 'EC' ? `ec_paramgen_curve:${size}` : `rsa_keygen_bits:${size}`;
  openssl('genpkey', '-algorithm', algorithm, '-pkeyopt', parameter, '-out', `${stem}.key`);
  const signer = by ? ['-CA', by.certFile, '-CAkey', by.keyFile] : [];
  const added = ['subjectAltName=DNS:localhost', ...extensions].flatMap((one) => ['-addext', one]);
  openssl(
    'req',
    '-config',
    config,
    '-new',
    '-x509',
    '-days',
    '20',
    '-subj',
    `/CN=${name}`,
    '-key',
    `${stem}.key`,
    '-out',
    `${stem}.pem`,
    ...signer,
    ...added,
    ...args,
  );
  const [certFile, keyFile] = [`${stem}.pem`, `${stem}.key`];
  return {
    name,
    cert: readFileSync(certFile, 'utf8'),
    certFile,
    key: readFileSync(keyFile, 'utf8'),
    keyFile,
    serial: '',
  };
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
