/**
 * A responder of ours that speaks the first half of TLS 1.2 and older: for suites that no program of today speaks any
 * more. It takes what it is told to take, and says a ServerHello and ServerHelloDone of it; its keys are none.
 */
import type { Socket } from 'node:net';

import { LEGACY_SUITES, suiteName } from '../probes/tls/wire/suites.ts';
import { type ContextOptions, runAgainst } from './context.ts';
import { startTcp } from './listeners.ts';
import type { Pki } from './pki.ts';
import type { Stand } from './proof.ts';

/** A setup is a headline and the registered names (without `TLS_`) of the suites it takes, preferred ones first. */
export function onOldTls(how: (pki: Pki) => Omit<ContextOptions, 'port'>): Stand<readonly string[]> {
  return {
    software: 'a byte-level responder of ours',
    text: (lines) => lines.join('\n'),
    async judge(check, [, ...suites], { pki }) {
      const ids = suites.map((suite) => LEGACY_SUITES.find((id) => suiteName(id) === `TLS_${suite}`) ?? 0);
      const listener = await startTcp((socket) => answerOldTls(socket, ids));
      return runAgainst(check, { ...how(pki), port: listener.port }).finally(() => listener.stop());
    },
  };
}

const PROTOCOL_VERSION = Buffer.from('15030300020246', 'hex');
const HANDSHAKE_FAILURE = Buffer.from('15030300020228', 'hex');

/**
 * Answers one hello of TLS 1.2 with the first of `suites` that is among the first `reads` offered ones; refuses older
 * versions by alert 70, and everything else by alert 40. `blindly`: takes the first, offered or not.
 */
export function answerOldTls(
  socket: Socket,
  suites: readonly number[],
  reads = Infinity,
  blindly = false,
): void {
  socket.once('data', (hello: Buffer) => {
    const offered = suitesIn(hello).slice(0, reads);
    const chosen = blindly ? suites[0] : suites.find((id) => offered.includes(id));
    // TLS 1.3 says 1.2 in this place, and offers its own suites only, which this one does not know.
    if (hello.readUInt16BE(9) < 0x0303) socket.end(PROTOCOL_VERSION);
    else if (chosen === undefined) socket.end(HANDSHAKE_FAILURE);
    else socket.write(serverFlight(chosen));
  });
}

/** The suites in a ClientHello. */
export function suitesIn(hello: Buffer): number[] {
  const start = 44 + (hello[43] ?? 0);
  const length = hello.readUInt16BE(start) / 2;
  return Array.from({ length }, (_, index) => hello.readUInt16BE(start + 2 + 2 * index));
}

/**
 * ServerHello and ServerHelloDone of a version (as it stands in a record), with the body of a ServerKeyExchange in
 * between where one is given, all in hexadecimal.
 */
export function serverFlight(suite: number, version = '0303', keyExchange = ''): Buffer {
  const body = `${version}${'11'.repeat(32)}00${suite.toString(16).padStart(4, '0')}00`;
  const flight = `020000${(body.length / 2).toString(16).padStart(2, '0')}${body}${keyExchange && `0c${(keyExchange.length / 2).toString(16).padStart(6, '0')}${keyExchange}`}0e000000`;
  return Buffer.from(`16${version}${(flight.length / 2).toString(16).padStart(4, '0')}${flight}`, 'hex');
}
