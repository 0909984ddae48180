import { proof, rowsOn } from '../../testing/proof.ts';
import { clientRefusesOldTls } from './client-refuses-old-tls.ts';
import { CURL, MOSQUITTO_PUB, NODE, OPENSSL, deadDevices, onNode, onProgram } from './testing/devices.ts';

const LEAST = 'TLS 1.2 at least';
const told = { expects: { min: '1.2' } };
// As low as it goes: so that the version is the only thing that stops them.
const ANY = 'ALL:@SECLEVEL=0';
const openssl = (least: string) => [...OPENSSL, `-cipher ${ANY}`, `-min_protocol ${least}`];
const curl = (least: string) => [...CURL, `--ciphers ${ANY}`, `--${least}`];
const node = (least: string) => [...NODE, `ciphers: '${ANY}'`, `minVersion: '${least}'`];
const mosquitto = (least: string) => [...MOSQUITTO_PUB, `--ciphers ${ANY}`, `--tls-version ${least}`];

export const clientRefusesOldTlsProof = proof(
  clientRefusesOldTls,
  rowsOn(onProgram('openssl', told, 'hello\n'), LEAST, {
    intact: openssl('TLSv1.2'),
    weakened: { 'TLS 1.1 will do': openssl('TLSv1.1'), 'TLS 1.0 will do': openssl('TLSv1') },
    dead: { 'the security level stops it, not the version': [...OPENSSL, '-min_protocol TLSv1'] },
  }),
  rowsOn(onProgram('openssl', { expects: { min: '1.3' } }, 'hello\n'), 'TLS 1.3', {
    intact: openssl('TLSv1.3'),
    weakened: { 'TLS 1.2 will do': openssl('TLSv1.2') },
  }),
  rowsOn(onProgram('curl', told), LEAST, {
    intact: curl('tlsv1.2'),
    weakened: { 'TLS 1.1 will do': curl('tlsv1.1'), 'TLS 1.0 will do': curl('tlsv1.0') },
  }),
  rowsOn(onNode(told), LEAST, {
    intact: node('TLSv1.2'),
    weakened: { 'TLS 1.0 will do': node('TLSv1') },
  }),
  rowsOn(onProgram('mosquitto_pub', told), LEAST, {
    intact: mosquitto('tlsv1.2'),
    weakened: { 'TLS 1.1 will do': mosquitto('tlsv1.1') },
  }),
  deadDevices(told),
);
