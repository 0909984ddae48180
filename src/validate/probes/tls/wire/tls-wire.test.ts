import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { TLS_VERSIONS, clientHello, readServerSide } from './tls-wire.ts';

const hello = (version: string, suite: string, extensions = ''): string => {
  const body = `${version}${'22'.repeat(32)}00${suite}00${extensions}`;
  return `02${(body.length / 2).toString(16).padStart(6, '0')}${body}`;
};
const record = (type: string, ...messages: string[]): string => {
  const body = messages.join('');
  return `${type}0303${(body.length / 2).toString(16).padStart(4, '0')}${body}`;
};
const read = (...records: string[]) => readServerSide(Buffer.from(records.join(''), 'hex'));
const DONE = '0e000000';
const REQUEST = '0d000003010100';

const message = (type: string, body: string): string =>
  `${type}${(body.length / 2).toString(16).padStart(6, '0')}${body}`;

const of = (suite: string, body: string) =>
  read(record('16', hello('0303', suite), message('0c', body), DONE)).hello;

describe('a server’s key exchange', () => {
  it('names its curve, also behind the hint of a pre-shared key', () => {
    expect(of('c02f', '03001d20')).toMatchObject({
      suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      group: 0x1d,
    });
    expect(of('c037', '000468696e7403001720')).toMatchObject({ group: 0x17 });
    expect(of('c02f', '01')).toMatchObject({ group: 0xff01 });
    expect(of('c02f', '07001d')).not.toHaveProperty('group');
  });

  it('shows the length of its prime, without leading zeros', () => {
    expect(of('009e', `0080${'ff'.repeat(128)}0001020001`)).toMatchObject({ primeBits: 1024 });
    expect(of('009e', `0081007f${'ff'.repeat(127)}0001020001`)).toMatchObject({ primeBits: 1023 });
    expect(of('00aa', `0000004080${'00'.repeat(63)}`)).toMatchObject({ primeBits: 512 });
    expect(of('009e', '0000')).not.toHaveProperty('primeBits');
    expect(of('002f', '0080ffff')).not.toHaveProperty('primeBits');
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('c02f', '009e', 'c037', '00aa', '001b'),
        fc.uint8Array({ maxLength: 40 }),
        (suite, body) => {
          expect(of(suite, Buffer.from(body).toString('hex'))).toMatchObject({ version: 'TLS 1.2' });
        },
      ),
    );
  });
});

describe('a server’s side of the handshake', () => {
  it('is complete with ServerHelloDone, and tells whether a certificate is asked for', () => {
    expect(read(record('16', hello('0303', 'c02b')))).toMatchObject({
      complete: false,
      hello: { version: 'TLS 1.2' },
    });
    expect(read(record('16', hello('0302', '002f'), REQUEST, DONE))).toEqual({
      hello: {
        version: 'TLS 1.1',
        suite: 'TLS_RSA_WITH_AES_128_CBC_SHA',
        suiteId: 0x2f,
        retry: false,
      },
      asksForCertificate: true,
      complete: true,
      foreign: false,
    });
  });

  it('may be spread over records in any way', () => {
    const flight = `${hello('0301', '002f')}${DONE}`;
    const single = [...(flight.match(/../g) ?? [])].map((byte) => record('16', byte));
    expect(read(...single)).toMatchObject({ complete: true, hello: { version: 'TLS 1.0' } });
  });

  it('says TLS 1.3 in an extension, and in a HelloRetryRequest too', () => {
    const extension = '0006002b00020304';
    const modern = record('16', hello('0303', '1301', extension));
    expect(read(modern)).toMatchObject({ complete: true, hello: { version: 'TLS 1.3', retry: false } });
    const retry = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
    expect(read(modern.replace('22'.repeat(32), retry))).toMatchObject({
      hello: { version: 'TLS 1.3', retry: true },
    });
  });

  it('ends with a fatal alert, also after a hello; warnings pass', () => {
    expect(read(record('15', '0246'))).toMatchObject({ alert: 70, complete: false });
    expect(read(record('16', hello('0302', '002f')), record('15', '0250'))).toMatchObject({
      alert: 80,
      hello: { version: 'TLS 1.1' },
      complete: false,
    });
    expect(read(record('15', '0170'), record('16', hello('0303', '002f'), DONE))).toMatchObject({
      complete: true,
    });
  });

  it('is foreign when it is no TLS', () => {
    for (const text of [
      'HTTP/1.1 400 Bad Request\r\n',
      '220 mail ESMTP\r\n',
      '\x20\x02\x00\x00',
      '\x16\x02\x00\x00\x01\x00',
    ]) {
      expect([text, readServerSide(Buffer.from(text, 'latin1')).foreign]).toEqual([text, true]);
    }
    expect(read(record('16', DONE)).foreign).toBe(true);
    expect(read(record('16', hello('0505', '002f'))).foreign).toBe(true);
  });

  it('never makes the reader throw, whatever the bytes, and never invents an end', () => {
    const noise = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(readServerSide(Buffer.from(bytes)).complete).toBe(false);
      }),
    );
    const real = Buffer.from(record('16', hello('0303', '1301', '0006002b00020304'), REQUEST, DONE), 'hex');
    fc.assert(
      fc.property(
        fc.nat(real.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(real.length),
        (at, to, end) => {
          const bytes = Buffer.from(real);
          bytes[at] = to;
          readServerSide(bytes.subarray(0, end));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a client hello', () => {
  it('has lengths that add up, in every version and for every name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TLS_VERSIONS), fc.domain(), (version, name) => {
        const bytes = clientHello(version, name, new Uint8Array(96).fill(7));
        expect(bytes.readUInt16BE(3)).toBe(bytes.length - 5);
        expect(bytes.readUIntBE(6, 3)).toBe(bytes.length - 9);
        expect(bytes.includes(name)).toBe(version !== 'SSL 3.0' && /[a-z]/i.test(name));
      }),
    );
  });
});
