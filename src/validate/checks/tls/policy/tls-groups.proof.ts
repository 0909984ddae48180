import type { Socket } from 'node:net';

import { readClientHello } from '../../../probes/client/hello.ts';
import { runAgainst } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, onOpenssl, startTcp, withSuites } from '../../../testing/listeners.ts';
import { serverFlight } from '../../../testing/old-tls.ts';
import { type Stand, asLines, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsGroups } from './tls-groups.ts';

const told = () => ({ identities: [], kind: 'tls' });
const SOUND = '-cipher ECDHE+AESGCM:@SECLEVEL=0';
const curves = (ecdhCurve: string, key: 'p256' | 'rsa2048') =>
  withSuites('ECDHE+AESGCM:@SECLEVEL=0', key, { ecdhCurve });

/** Bits of the prime, for clients that name a registered one, and for the others, as GnuTLS has them (RFC 7919). */
interface Primes {
  readonly named: number;
  readonly own: number;
}

/** The first turn of a server of TLS 1.2 with one suite of a finite field; its numbers are no primes. */
const finite: Stand<Primes> = {
  software: 'a byte-level responder of ours',
  text: asLines,
  async judge(check, primes) {
    const listener = await startTcp((socket) => answerFinite(socket, primes));
    return runAgainst(check, { ...told(), port: listener.port }).finally(() => listener.stop());
  },
};

const DHE_RSA_WITH_AES_128_GCM_SHA256 = 0x009e;

function answerFinite(socket: Socket, { named, own }: Primes): void {
  socket.once('data', (bytes: Buffer) => {
    const hello = readClientHello(bytes);
    const takes = hello?.suites.includes(DHE_RSA_WITH_AES_128_GCM_SHA256) === true;
    if (hello?.versions.at(-1) !== 'TLS 1.2') socket.end(Buffer.from('15030300020246', 'hex'));
    else if (!takes) socket.end(Buffer.from('15030300020228', 'hex'));
    else {
      const groups = hello.extensions.get(10)?.toString('hex').match(/..../g)?.slice(1) ?? [];
      const bytesOf = (groups.includes('0100') ? named : own) / 8;
      const number = `${bytesOf.toString(16).padStart(4, '0')}${'c1'.repeat(bytesOf)}`;
      socket.write(serverFlight(DHE_RSA_WITH_AES_128_GCM_SHA256, '0303', `${number}000102${number}`));
    }
  });
}

export const tlsGroupsProof = proof(
  tlsGroups,
  rowsOn(onNodeTls(told), 'an ECDSA certificate, X25519 and P-256', {
    intact: curves('X25519:P-256', 'p256'),
    weakened: { 'a curve of 192 bits preferred': curves('P-192:X25519:P-256', 'p256') },
  }),
  rowsOn(onNodeTls(told), 'an RSA certificate, X25519 and P-256', {
    intact: curves('X25519:P-256', 'rsa2048'),
    weakened: { 'a curve of 192 bits taken last of all': curves('X25519:P-256:P-192', 'rsa2048') },
  }),
  rowsOn(onOpenssl(told), 'X25519 only, no finite fields', {
    intact: [SOUND, '-curves X25519'],
    weakened: {
      'a binary curve of 163 bits taken': [SOUND, '-curves X25519:sect163k1'],
      'a prime of 1024 bits': ['-cipher ECDHE:DHE:aNULL:@SECLEVEL=0', '-curves X25519'],
    },
  }),
  rowsOn(finite, 'a prime of 2048 bits for everybody', {
    intact: { named: 2048, own: 2048 },
    weakened: { 'a prime of 1024 bits for those who name none': { named: 2048, own: 1024 } },
  }),
  deadEnds(told),
);
