import { assert, nat, property, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';

import { clientHello, readServerSide } from '../tls/wire/tls-wire.ts';
import { looksLikeTls, plainAlert, readClientHello, serverHello } from './hello.ts';

const random = Buffer.alloc(96, 7);

it('reads which versions a client takes: its list, or its version and all before it', () => {
  const modern = readClientHello(clientHello('TLS 1.3', 'hub.test', random));
  expect(modern).toMatchObject({ versions: ['TLS 1.3'], listed: true });
  const older = readClientHello(clientHello('TLS 1.1', 'hub.test', random));
  expect(older).toMatchObject({ versions: ['SSL 3.0', 'TLS 1.0', 'TLS 1.1'], listed: false });
  const oldest = readClientHello(clientHello('SSL 3.0', 'hub.test', random));
  expect(oldest).toMatchObject({ versions: ['SSL 3.0'], listed: false });
});

it('answers with a hello that our own reader takes for one', () => {
  const read = readServerSide(serverHello('TLS 1.1', [0xc014]));
  expect(read.hello).toMatchObject({ version: 'TLS 1.1', suite: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA' });
});

it('reads a fatal alert and no warning', () => {
  expect(plainAlert(Buffer.from('15030100020246', 'hex'))).toBe(70);
  expect(plainAlert(Buffer.from('15030100020100', 'hex'))).toBeUndefined();
});

it('copes with any bytes, and with every hello that is cut short', () => {
  assert(
    property(uint8Array({ maxLength: 300 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(() => [readClientHello(buffer), looksLikeTls(buffer), plainAlert(buffer)]).not.toThrow();
    }),
  );
  const whole = clientHello('TLS 1.2', 'hub.test', random);
  for (let length = 0; length < whole.length; length += 1) readClientHello(whole.subarray(0, length));
  assert(
    property(nat(whole.length - 1), nat(255), (place, value) => {
      const damaged = Buffer.from(whole);
      damaged[place] = value;
      readClientHello(damaged);
    }),
  );
});
