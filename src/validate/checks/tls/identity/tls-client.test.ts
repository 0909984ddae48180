import { type TLSSocket, type TlsOptions, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type ContextOptions, byCertificate, runAgainst } from '../../../testing/context.ts';
import { type Pki, createPki } from '../../../testing/pki.ts';
import { tlsClientCertificate } from './tls-client-certificate.ts';
import { tlsClientRevocation } from './tls-client-revocation.ts';

let pki: Pki;
const started: (() => void)[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(() => {
  for (const stop of started.splice(0)) stop();
});
afterAll(() => pki.remove());

/** A TLS server that asks for certificates, demands none, and lets its application decide. */
function serve(
  application: (socket: TLSSocket, said: Buffer) => void,
  more: TlsOptions = {},
): Promise<number> {
  const { cert, key } = pki.server;
  const server = createServer(
    { cert, key, ca: pki.ca.cert, requestCert: true, rejectUnauthorized: false, ...more },
    (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (said: Buffer) => application(socket, said));
    },
  );
  server.on('tlsClientError', () => undefined);
  started.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const check = (port: number, kind: string, more: Partial<ContextOptions> = {}) =>
  runAgainst(tlsClientCertificate, {
    port,
    kind,
    ca: pki.ca.cert,
    identities: [byCertificate(pki.canaryA)],
    ...more,
  });
const http = (status: (socket: TLSSocket, said: Buffer) => number, more?: TlsOptions) =>
  serve(
    (socket, said) => socket.end(`HTTP/1.1 ${status(socket, said)} Said\r\nContent-Length: 0\r\n\r\n`),
    more,
  );

describe('tls-client-certificate on HTTP', () => {
  it.each([400, 401, 403, 495, 496])('takes status %d for a refusal by the application', async (status) => {
    const found = await check(await http((socket) => (socket.authorized ? 200 : status)), 'http');
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server' });
    expect(found.reason).toContain('an expired certificate was not tried (the target declares none)');
  });

  it('does not pass where suites are taken in which nobody is asked for a certificate', async () => {
    const port = await http((socket) => (socket.authorized ? 200 : 403), {
      ciphers: 'ALL:aNULL:@SECLEVEL=0',
    });
    const found = await check(port, 'http');
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toMatch(/no certificate is asked for \(went on with TLS 1\.2, TLS_\w+_anon_/);
  });

  it.each([302, 404, 500])('cannot tell what status %d means', async (status) => {
    expect((await check(await http((socket) => (socket.authorized ? 200 : status)), 'http')).verdict).toBe(
      'inconclusive',
    );
  });

  it('asks for the declared page, and is inconclusive where the canary does not get one', async () => {
    const port = await http((socket, said) =>
      said.toString().startsWith('GET /ready HTTP') ? (socket.authorized ? 204 : 403) : 404,
    );
    expect((await check(port, 'http')).verdict).toBe('inconclusive');
    expect(
      (await check(port, 'http', { declares: { tls: { ca: 'file:ca.pem' }, http: { path: '/ready' } } }))
        .verdict,
    ).toBe('pass');
  });

  it('is inconclusive without a canary, and where the server is another than the declared one', async () => {
    const port = await http(() => 200);
    expect((await check(port, 'http', { identities: [] })).verdict).toBe('inconclusive');
    expect(await check(port, 'http', { ca: pki.otherCa.cert })).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'local-failure' },
    });
  });

  it('does not try a canary that is declared bad and is not', async () => {
    const port = await http((socket) => (socket.authorized ? 200 : 403));
    const identities = [
      byCertificate(pki.canaryA),
      byCertificate(pki.canaryB, 'weak'),
      byCertificate(pki.service, 'expired'),
    ];
    const found = await check(port, 'http', { identities });
    expect(found.verdict).toBe('pass');
    expect(found.reason).toMatch(/expired certificate was not tried \(service is declared expired/);
    expect(found.reason).toMatch(/weak key was not tried \(canary-b is declared weak/);
  });

  it('shows no key and no certificate in its outcome', async () => {
    const found = await check(await http(() => 200), 'http');
    expect(found.verdict).toBe('fail');
    expect(JSON.stringify(found)).not.toMatch(/BEGIN|PRIVATE/);
    expect(JSON.stringify(found)).not.toContain(pki.canaryA.key.split('\n')[1]);
  });
});

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A SASL frame with a list of one field. */
const frame = (performative: string, field: string): Buffer => {
  const list = `c0${hex(1 + field.length / 2, 2)}01${field}`;
  const body = `0053${performative}${list}`;
  return Buffer.from(`${hex(8 + body.length / 2, 8)}02010000${body}`, 'hex');
};

describe('tls-client-certificate on AMQP 1.0', () => {
  const HEADER = Buffer.from('414d515003010000', 'hex');
  const MECHANISMS = frame('40', `a308${Buffer.from('EXTERNAL').toString('hex')}`);
  const outcome = (code: number) => frame('44', `50${hex(code, 2)}`);
  /** Answers the header, then SASL EXTERNAL by what the certificate is worth. */
  const amqp = (code: (socket: TLSSocket) => number) =>
    serve((socket, said) => {
      if (said.equals(HEADER)) socket.write(Buffer.concat([HEADER, MECHANISMS]));
      else socket.write(outcome(said.includes('EXTERNAL') ? code(socket) : 1));
    });

  it('passes where SASL EXTERNAL ends with 0 for the canary and with 1 for the others', async () => {
    expect(await check(await amqp((socket) => (socket.authorized ? 0 : 1)), 'amqp')).toMatchObject({
      verdict: 'pass',
      control: { detail: 'SASL EXTERNAL, outcome 0' },
    });
  });

  it('fails where everybody gets 0, and cannot tell what 2 means', async () => {
    expect((await check(await amqp(() => 0), 'amqp')).verdict).toBe('fail');
    expect((await check(await amqp((socket) => (socket.authorized ? 0 : 2)), 'amqp')).verdict).toBe(
      'inconclusive',
    );
  });

  it('is inconclusive where something else than AMQP answers', async () => {
    const port = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    expect((await check(port, 'amqp')).verdict).toBe('inconclusive');
  });
});

describe('tls-client-revocation', () => {
  it('is inconclusive where the refusal is about something else than the revocation', async () => {
    const { cert, key } = pki.server;
    const server = createServer({
      cert,
      key,
      ca: pki.otherCa.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    server.on('tlsClientError', () => undefined);
    started.push(() => server.close());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    const identities = [byCertificate(pki.canaryA), byCertificate(pki.revoked, 'revoked')];
    const found = await runAgainst(tlsClientRevocation, { port, kind: 'tls', ca: pki.ca.cert, identities });
    expect(found.verdict).toBe('inconclusive');
    expect(
      (
        await runAgainst(tlsClientRevocation, {
          port,
          kind: 'tls',
          ca: pki.ca.cert,
          identities: identities.slice(0, 1),
        })
      ).reason,
    ).toContain('no revoked canary');
  });
});
