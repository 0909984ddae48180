import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { KEYS, byPsk, hex } from '../../testing/datagram/psk.ts';
import { type Stand, proof, rowsOn } from '../../testing/proof.ts';
import { clientRefusesWrongPsk } from './client-refuses-wrong-psk.ts';
import { type Client, changed, deadDevices, onNode, onProgram } from './testing/devices.ts';

const KEY = hex(KEYS['canary-a']);
const OTHER = hex(KEYS['canary-b']);
const told = { identities: [byPsk('canary-a')] };

const OPENSSL: Client = [
  's_client',
  '-connect localhost:PORT',
  '-quiet',
  '-psk_identity canary-a',
  `-psk ${KEY}`,
  '-cipher PSK',
  '-no_tls1_3',
];
const OPENSSL_13: Client = [
  's_client',
  '-connect localhost:PORT',
  '-quiet',
  '-psk_identity canary-a',
  `-psk ${KEY}`,
  '-tls1_3',
  '-CAfile PKI/ca.pem',
  '-verify_return_error',
];
// Its own printout of a session with ECDHE-PSK ends gnutls-cli 3.7 with a fault.
const GNUTLS: Client = [
  '--pskusername canary-a',
  `--pskkey ${KEY}`,
  '--x509cafile PKI/ca.pem',
  '--priority NORMAL:-KX-ALL:+DHE-PSK:+PSK:+ECDHE-ECDSA:+ECDHE-RSA',
  '--port PORT',
  'localhost',
];
// mosquitto 2.0 has a lowest version only, and looks at no certificate where it has a key.
const MOSQUITTO: Client = [
  'OPENSSL_CONF=PKI/tls12.cnf',
  'mosquitto_pub',
  '-h localhost',
  '-p PORT',
  '-t a',
  '-m b',
  '--psk-identity canary-a',
  `--psk ${KEY}`,
  '--tls-version tlsv1.2',
  '--ciphers PSK',
];
const NODE: Client = [
  "host: 'localhost'",
  'port: PORT',
  "ciphers: 'PSK'",
  'checkServerIdentity: () => undefined',
  `pskCallback: () => ({ identity: 'canary-a', psk: Buffer.from('${KEY}', 'hex') })`,
];

const OLD: Client = ['-tls1_1'];

const BY_KEY = 'the key or nothing';

export const clientRefusesWrongPskProof = proof(
  clientRefusesWrongPsk,
  rowsOn(onProgram('openssl', told, 'hello\n'), BY_KEY, {
    intact: OPENSSL,
    weakened: {
      'certificates will do as well': changed(OPENSSL, ['-cipher']),
      'anonymous suites will do as well': changed(OPENSSL, ['-cipher'], ['-cipher PSK:aNULL:@SECLEVEL=0']),
      'TLS 1.3, where a certificate is always an answer': changed(OPENSSL, ['-no_tls1_3']),
    },
    dead: {
      'the device has another key': changed(OPENSSL, ['-psk '], [`-psk ${OTHER}`]),
      'it goes no higher than TLS 1.1': changed(
        OPENSSL,
        ['-cipher', '-no_tls1_3'],
        [...OLD, '-cipher PSK:@SECLEVEL=0'],
      ),
    },
  }),
  rowsOn(onProgram('openssl', told, 'hello\n'), 'a certificate is looked at, TLS 1.2 at most', {
    intact: [...changed(OPENSSL, ['-cipher']), '-CAfile PKI/ca.pem', '-verify_return_error'],
    weakened: {
      'TLS 1.1 at most, and any certificate will do': changed(
        OPENSSL,
        ['-cipher', '-no_tls1_3'],
        [...OLD, '-cipher ALL:PSK:@SECLEVEL=0'],
      ),
    },
  }),
  rowsOn(onProgram('openssl', told, 'hello\n'), 'TLS 1.3, and certificates are looked at', {
    intact: OPENSSL_13,
    weakened: { 'goes on in spite of errors': changed(OPENSSL_13, ['-verify_return_error']) },
    dead: { 'the device has another key': changed(OPENSSL_13, ['-psk '], [`-psk ${OTHER}`]) },
  }),
  rowsOn(onProgram('gnutls-cli', told, 'hello\n'), 'certificates are looked at', {
    intact: GNUTLS,
    weakened: {
      'takes any certificate': [...GNUTLS, '--insecure'],
      'anonymous suites will do as well': GNUTLS.map((one) => one.replace('+DHE-PSK', '+DHE-PSK:+ANON-ECDH')),
    },
  }),
  rowsOn(onMosquittoPub(), BY_KEY, {
    intact: MOSQUITTO,
    weakened: {
      'certificates will do as well': changed(MOSQUITTO, ['--ciphers']),
      'TLS 1.3, where a certificate is always an answer': changed(MOSQUITTO, ['OPENSSL_CONF']),
    },
  }),
  rowsOn(onNode(told), BY_KEY, {
    intact: NODE,
    weakened: { 'takes any certificate': [...NODE, 'rejectUnauthorized: false'] },
  }),
  deadDevices(told),
);

/** With the highest version in OpenSSL's own configuration: the program has no setting for it. */
function onMosquittoPub(): Stand<Client> {
  const stand = onProgram('env', told);
  let written: Promise<void> | undefined;
  return {
    ...stand,
    software: 'mosquitto_pub',
    async judge(check, client, bench) {
      // Once: rows run side by side, and a client must not find the file half written.
      written ??= writeFile(join(bench.pki.dir, 'tls12.cnf'), TLS12_AT_MOST);
      await written;
      return stand.judge(check, client, bench);
    },
  };
}

const TLS12_AT_MOST = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = tls
[tls]
MaxProtocol = TLSv1.2
`;
