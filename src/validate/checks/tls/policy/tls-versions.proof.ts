import { RABBIT_CERTIFIED, onRabbit, rabbitTwin } from '../../../testing/brokers/rabbitmq.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { type TlsSetup, onNodeTls, onOpenssl } from '../../../testing/listeners.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { tlsVersions } from './tls-versions.ts';

const told = () => ({ identities: [], expects: { min: '1.2' }, kind: 'tls' });
const WEAKEST = 'ALL:COMPLEMENTOFALL:@SECLEVEL=0';
const node = (minVersion: string): TlsSetup => ({
  identity: ({ server }) => server,
  shows: 'sound',
  options: { ciphers: WEAKEST, minVersion },
});
const ANY = twin(INTACT, { ciphers: 'ALL:@SECLEVEL=0' });

export const tlsVersionsProof = proof(
  tlsVersions,
  rowsOn(onNodeTls(told), 'TLS 1.2 at least', {
    intact: node('TLSv1.2'),
    weakened: { 'TLS 1.1 taken': node('TLSv1.1'), 'TLS 1.0 taken': node('TLSv1') },
  }),
  rowsOn(onOpenssl(told), 'TLS 1.2 at least', {
    intact: ['-min_protocol TLSv1.2', `-cipher ${WEAKEST}`],
    weakened: { 'TLS 1.1 taken': ['-min_protocol TLSv1.1', `-cipher ${WEAKEST}`] },
  }),
  rowsOn(
    onMosquitto(() => [], { expects: { min: '1.2' } }),
    'TLS 1.2 at least, all suites',
    { intact: ANY, weakened: { 'no lowest version set': twin(ANY, { tls_version: null }) } },
  ),
  rowsOn(
    onRabbit(() => [], { tls: true, expects: { min: '1.2' } }),
    'AMQP over TLS 1.2 and 1.3',
    {
      intact: RABBIT_CERTIFIED,
      weakened: {
        'TLS 1.1 taken beside them': rabbitTwin(RABBIT_CERTIFIED, { 'ssl_options.versions.3': 'tlsv1.1' }),
      },
    },
  ),
  deadEnds(told),
);
