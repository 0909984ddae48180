import { RABBIT_CERTIFIED, onRabbit, rabbitTwin } from '../../testing/brokers/rabbitmq.ts';
import { deadEnds } from '../../testing/dead.ts';
import { runAgainst } from '../../testing/context.ts';
import { COAP_SERVER, startCoapServer } from '../../testing/datagram/coap-server.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { startMute } from '../../testing/datagram/dtls-responder.ts';
import { startOpenssl } from '../../testing/listeners.ts';
import {
  type BrokerSetup,
  INTACT,
  freePort,
  startBroker,
  startBrokerBeside,
  twin,
} from '../../testing/mosquitto.ts';
import { type Row, type Stand, deadRow, proof, rowsOn } from '../../testing/proof.ts';
import { plainListener } from './plain-listener.ts';

/** A broker with TLS; `EXTRA` stands for the port of the plain address. */
const broker: Stand<BrokerSetup> = {
  software: 'mosquitto',
  text: ({ settings }) =>
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n'),
  async judge(check, setup, { pki }) {
    const running = await startBrokerBeside(pki, setup);
    return runAgainst(check, {
      port: running.port,
      plainPort: running.extra,
      identities: [],
      ca: pki.ca.cert,
    }).finally(() => running.stop());
  },
};

/** What is at the UDP port of the plain address. */
type Beside = 'nothing' | 'CoAP without DTLS' | 'a port that says nothing';

const beside: Stand<Beside> = {
  software: 'openssl s_server and libcoap coap-server-openssl',
  text: (what) => `DTLS 1.2 on one port, on the other: ${what}`,
  async judge(check, what, { pki }) {
    if (COAP_SERVER === undefined) throw new Error('libcoap’s server is not installed');
    const dtls = await startOpenssl(pki.server, '-dtls1_2');
    const other =
      what === 'nothing'
        ? { plainPort: await freePort(), stop: () => undefined }
        : what === 'CoAP without DTLS'
          ? await startCoapServer(pki, { args: [], plain: true })
          : await startMute().then((mute) => ({ plainPort: mute.port, stop: () => mute.stop() }));
    const at = { port: dtls.port, plainPort: other.plainPort, identities: [], kind: 'coaps' };
    return runAgainst(check, at).finally(async () => {
      await other.stop();
      await dtls.stop();
    });
  },
};

/** Port 9 (discard): nothing listens there on a machine of today. */
const CLOSED = 9;

export const plainListenerProof = proof(
  plainListener,
  rowsOn(broker, 'one listener, with TLS', {
    intact: INTACT,
    weakened: {
      'another one without TLS, that lets nobody in': twin(INTACT, { listener: 'EXTRA 127.0.0.1' }),
    },
  }),
  rowsOn(
    onRabbit(() => [], { tls: true, plain: true }),
    'AMQP with TLS alone',
    {
      intact: RABBIT_CERTIFIED,
      weakened: {
        'AMQP without TLS beside it, that lets nobody in': rabbitTwin(RABBIT_CERTIFIED, {
          'listeners.tcp': null,
          'listeners.tcp.1': '127.0.0.1:EXTRA',
        }),
      },
    },
  ),
  rowsOn(beside, 'nothing beside DTLS', {
    intact: 'nothing',
    weakened: { 'plain CoAP beside it': 'CoAP without DTLS' },
    dead: { 'something beside it that is silent': 'a port that says nothing' },
  }),
  // With a plain address that nobody is at: its silence must not be taken for a refusal.
  deadEnds(({ pki }) => ({ identities: [], ca: pki.ca.cert, plainPort: CLOSED })),
  deadDatagrams(() => ({ identities: [], kind: 'coaps', plainPort: CLOSED })),
  notDeclared(),
);

function notDeclared(): readonly Row[] {
  return [
    deadRow('no plain address is declared', 'mosquitto', async (check, { pki }) => {
      const running = await startBroker(pki);
      const told = { port: running.port, identities: [], ca: pki.ca.cert };
      return runAgainst(check, told).finally(() => running.stop());
    }),
  ];
}
