import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, onOpenssl, withSuites } from '../../../testing/listeners.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { onOldTls } from '../../../testing/old-tls.ts';
import { tlsSuites } from './tls-suites.ts';

const told = () => ({ identities: [], kind: 'tls' });
const strict = () => ({ ...told(), expects: { suites: 'aead' } });
const SOUND = 'ECDHE+AESGCM';
const OLD = ['TLS 1.2 at least', 'ECDHE_RSA_WITH_AES_128_GCM_SHA256'];

export const tlsSuitesProof = proof(
  tlsSuites,
  rowsOn(onNodeTls(told), 'ECDHE and AES-GCM', {
    intact: withSuites(SOUND),
    weakened: {
      'CBC with SHA-1 taken': withSuites(`${SOUND}:ECDHE+AES:@SECLEVEL=0`),
      'a suite without proof of the server taken': withSuites(`${SOUND}:AECDH:@SECLEVEL=0`),
    },
  }),
  rowsOn(onNodeTls(strict), 'ECDHE and AES-GCM, where AEAD is claimed', {
    intact: withSuites(SOUND),
    weakened: { 'CBC with SHA-2 taken': withSuites(`${SOUND}:ECDHE-ECDSA-AES128-SHA256`) },
  }),
  rowsOn(onOpenssl(told), 'ECDHE and AES-GCM', {
    intact: [`-cipher ${SOUND}:@SECLEVEL=0`],
    weakened: { 'a suite without encryption taken': [`-cipher ${SOUND}:eNULL:@SECLEVEL=0`] },
  }),
  rowsOn(
    onMosquitto(() => []),
    'ECDHE and AES-GCM',
    {
      intact: twin(INTACT, { ciphers: SOUND }),
      weakened: { 'no list of suites': twin(INTACT, { ciphers: null }) },
    },
  ),
  rowsOn(onOldTls(told), 'what no OpenSSL of today speaks any more', {
    intact: OLD,
    weakened: {
      'RC4 taken': [...OLD, 'RSA_WITH_RC4_128_SHA'],
      '3DES taken': [...OLD, 'ECDHE_RSA_WITH_3DES_EDE_CBC_SHA'],
      'an export suite taken': [...OLD, 'RSA_EXPORT_WITH_RC4_40_MD5'],
    },
  }),
  deadEnds(told),
);
