import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, onOpenssl, withSuites } from '../../../testing/listeners.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { tlsGroups } from './tls-groups.ts';

const told = () => ({ identities: [], kind: 'tls' });
const SOUND = '-cipher ECDHE+AESGCM:@SECLEVEL=0';
const curves = (ecdhCurve: string, key: 'p256' | 'rsa2048') =>
  withSuites('ECDHE+AESGCM:@SECLEVEL=0', key, { ecdhCurve });

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
  deadEnds(told),
);
