/**
 * Servers for a client that has a pre-shared key: the right one; one that does not know the key and goes on regardless;
 * and those that would rather be known by something else.
 *
 * A library gives up as soon as it notices that its key is not the client's, and that says nothing about the client. So
 * the one that goes on is made by hand: it chooses the key exchange that the client offers, and then sends a record as
 * long as the one that would prove it. What another key makes of a record cannot be told from chance bytes, so chance
 * bytes are sent. What shows that the client went on is a record of its application (TLS 1.2), or one longer than an
 * alert (TLS 1.3, where all sealed records look alike: RFC 8446 section 5.2).
 */
import type { Socket } from 'node:net';

import { DialError } from '../dial-error.ts';
import type { Forged } from '../forge.ts';
import { suiteName } from '../tls/wire/suites.ts';
import type { TlsVersion } from '../tls/wire/tls-wire.ts';
import { type ClientOffer, plainAlert } from './hello.ts';
import { type Opening, openTls12, openTls13, readRecords } from './psk-opening.ts';
import { type Play, type Visit, policyOf, shaking } from './visit.ts';

/** The server that has the keys, by identity; it knows nothing else. */
export function withKeys(keys: ReadonlyMap<string, Uint8Array>): Play {
  return {
    serve: (socket, hello) =>
      shaking(socket, hello, {
        ...policyOf({}),
        ciphers: 'PSK:@SECLEVEL=0',
        dhparam: 'auto',
        pskCallback: (_socket, identity) => keys.get(identity) ?? null,
        shown: 0,
      }),
  };
}

/** A server that shows certificates, in TLS 1.3, or in TLS 1.2 and before. */
export function withCertificates(own: readonly Forged[], most: Most): Play {
  return offering(most, CERTIFICATE, 'no suite with a certificate', (socket, hello) =>
    shaking(socket, hello, {
      ...rangeOf(most),
      ciphers: 'ALL:!aNULL:!PSK:@SECLEVEL=0',
      cert: own.map(({ cert }) => cert),
      key: own.map(({ key }) => key),
      shown: 0,
    }),
  );
}

/** A server that proves nothing at all, in TLS 1.2 and before. */
export function anonymous(): Play {
  return offering('TLS 1.2', /^TLS_(DH|ECDH)_anon_/, 'no anonymous suite', (socket, hello) =>
    shaking(socket, hello, {
      ...rangeOf('TLS 1.2'),
      ciphers: 'aNULL:@SECLEVEL=0',
      dhparam: 'auto',
      shown: 0,
    }),
  );
}

/** A server that does not know the key and goes on as if it did, in one version. */
export function withoutKey(only: Most): Play {
  const open = only === 'TLS 1.3' ? openTls13 : openTls12;
  return {
    serve(socket, _hello, offer) {
      const opening = !offer ? UNREADABLE : only === 'TLS 1.2' && isOld(offer) ? TOO_OLD : open(offer);
      return 'kind' in opening ? Promise.resolve(opening) : goOn(socket, opening);
    },
  };
}

const UNREADABLE = { kind: 'not-served', detail: 'its hello cannot be read' } as const;
const TOO_OLD = {
  kind: 'not-served',
  detail: 'it goes no higher than TLS 1.1, where this cannot be tried',
} as const;

type Most = 'TLS 1.2' | 'TLS 1.3';

/** Whether it offers versions below TLS 1.2 only, beside TLS 1.3 if at all. */
function isOld({ versions }: ClientOffer): boolean {
  return !versions.includes('TLS 1.2') && OLD.some((one) => versions.includes(one));
}

const OLD: readonly TlsVersion[] = ['TLS 1.0', 'TLS 1.1'];

function rangeOf(most: Most) {
  return most === 'TLS 1.3'
    ? policyOf({ only: most })
    : { ...policyOf({ least: 'TLS 1.0' }), maxVersion: 'TLSv1.2' as const };
}

/** Suites of TLS 1.2 and before whose server has a certificate, but not those with a key beside it. */
const CERTIFICATE = /^TLS_(RSA|DHE?_(RSA|DSS)|ECDHE?_(RSA|ECDSA))_(?!PSK)/;

/** What the client does not offer it cannot be led into: its own hello is its refusal. */
function offering(
  most: Most,
  suites: RegExp,
  none: string,
  serve: (socket: Socket, hello: Buffer) => Promise<Visit>,
): Play {
  return {
    async serve(socket, hello, offer) {
      const said = offer && notOffered(offer, most, suites, none);
      return said === undefined ? serve(socket, hello) : { kind: 'declined', detail: said };
    },
  };
}

function notOffered(offer: ClientOffer, most: Most, suites: RegExp, none: string): string | undefined {
  const offers = offer.versions.includes(most) || (most === 'TLS 1.2' && isOld(offer));
  if (!offers) return `it does not offer ${most}`;
  // In TLS 1.3 a suite says nothing of how the server proves itself; without these algorithms no certificate can.
  if (most === 'TLS 1.3')
    return offer.extensions.has(SIGNATURE_ALGORITHMS) ? undefined : 'it offers no signature algorithm';
  return offer.suites.some((id) => suites.test(suiteName(id))) ? undefined : `it offers ${none}`;
}

const SIGNATURE_ALGORITHMS = 13;

const PATIENCE = 5000;

function goOn(socket: Socket, opening: Opening): Promise<Visit> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    /** How many records had come when the false proof was sent. */
    let before: number | undefined;
    let sealed = '';
    const settle = (visit: Visit): void => {
      clearTimeout(timer);
      resolve(visit);
    };
    const timer = setTimeout(() => {
      const detail = `it neither hung up nor went on within ${PATIENCE / 1000} seconds`;
      settle({ kind: 'silent', detail });
    }, PATIENCE);
    const gone = (how: string): void =>
      settle(
        before === undefined
          ? { kind: 'silent', detail: `${how}, before it was shown the false proof` }
          : { kind: 'closed', detail: `${how}${sealed}` },
      );
    const look = (): void => {
      const records = readRecords(received);
      if (before === undefined && opening.isDue(records)) {
        before = records.length;
        socket.write(opening.proof);
      }
      for (const record of before === undefined ? [] : records.slice(before)) {
        if (opening.isApplication(record))
          settle({ kind: 'spoke', said: 'a record of its application', version: opening.version });
        const alert = record.whole.length === PLAIN_ALERT ? plainAlert(record.whole) : undefined;
        if (alert !== undefined) settle({ kind: 'alert', alert });
        else if (opening.isAlert(record)) sealed = ' after a sealed alert';
      }
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      look();
    });
    socket.once('error', (error) => {
      if (error instanceof DialError) settle({ kind: 'stopped', detail: error.message });
      else gone('it reset the connection');
    });
    socket.once('end', () => gone('it hung up'));
    socket.once('close', () => gone('it hung up'));
    socket.write(opening.bytes);
    look();
    socket.resume();
  });
}

/** A record with one alert that is not sealed. */
const PLAIN_ALERT = 7;
