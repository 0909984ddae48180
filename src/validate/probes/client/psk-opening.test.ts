import { assert, nat, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keHello } from '../psk/ke-hello.ts';
import { clientHello } from '../tls/wire/tls-wire.ts';
import { type ClientOffer, readClientHello } from './hello.ts';
import { openTls12, openTls13, readRecords } from './psk-opening.ts';

/** TLS 1.3 with a key and without a share. */
const withKey = keHello({ identity: 'canary-a', key: Buffer.alloc(16, 7) }, 'localhost');

describe('what is said to a client with a key', () => {
  it('agrees to the key, and sends a proof that proves nothing', () => {
    const opening = openTls13(offerIn(withKey));
    if ('kind' in opening) throw new Error(opening.detail);
    const records = readRecords(opening.bytes);
    expect(records.map(({ type }) => type)).toEqual([22, 20]);
    expect(opening.isDue([])).toBe(true);
    const [proof] = readRecords(opening.proof);
    expect(proof && opening.isApplication(proof)).toBe(true);
  });

  it('takes a sealed record that is no longer than an alert for one', () => {
    const opening = openTls13(offerIn(withKey));
    if ('kind' in opening) throw new Error(opening.detail);
    const [alert] = readRecords(Buffer.concat([Buffer.from('1703030013', 'hex'), Buffer.alloc(19)]));
    if (!alert) throw new Error('no record');
    expect([opening.isAlert(alert), opening.isApplication(alert)]).toEqual([true, false]);
  });

  it('is nothing where the hello rules it out', () => {
    const random = Buffer.alloc(96, 7);
    const modern = offerIn(clientHello('TLS 1.3', 'hub.test', random));
    expect(openTls13(modern)).toEqual({
      kind: 'declined',
      detail: 'it offers no pre-shared key in TLS 1.3',
    });
    expect(openTls12(modern)).toEqual({ kind: 'declined', detail: 'it does not offer TLS 1.2' });
    expect(openTls13(offerIn(clientHello('TLS 1.2', 'hub.test', random)))).toMatchObject({
      kind: 'declined',
    });
  });

  it('copes with damaged hellos and any bytes', () => {
    assert(
      property(nat(withKey.length - 1), nat(255), (place, value) => {
        const damaged = Buffer.from(withKey);
        damaged[place] = value;
        const answers = (offer = readClientHello(damaged)) => offer && [openTls12(offer), openTls13(offer)];
        expect(answers).not.toThrow();
      }),
    );
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readRecords(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });
});

function offerIn(hello: Buffer): ClientOffer {
  const offer = readClientHello(hello);
  if (!offer) throw new Error('no hello');
  return offer;
}
