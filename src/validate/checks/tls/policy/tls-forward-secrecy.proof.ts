import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, onOpenssl, withSuites } from '../../../testing/listeners.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { tlsForwardSecrecy } from './tls-forward-secrecy.ts';

const told = () => ({ identities: [], kind: 'tls' });
const rsa = (ciphers: string) => withSuites(ciphers, 'rsa2048');
const PSK = '-nocert -psk 00112233445566778899aabbccddeeff -tls1_2';

export const tlsForwardSecrecyProof = proof(
  tlsForwardSecrecy,
  rowsOn(onNodeTls(told), 'an RSA certificate, ECDHE only', {
    intact: rsa('ECDHE+AESGCM'),
    weakened: { 'static RSA taken': rsa('ECDHE+AESGCM:AES128-GCM-SHA256') },
  }),
  rowsOn(onOpenssl(told), 'pre-shared keys with an exchange', {
    intact: [PSK, '-cipher kECDHEPSK:kDHEPSK:@SECLEVEL=0'],
    weakened: { 'a pre-shared key alone taken': [PSK, '-cipher kECDHEPSK:kDHEPSK:kPSK:@SECLEVEL=0'] },
  }),
  deadEnds(told),
);
