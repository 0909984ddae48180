import { runAgainst } from '../../testing/context.ts';
import { startCoapServer } from '../../testing/datagram/coap-server.ts';
import { onCoapResponder } from '../../testing/datagram/coap-responder.ts';
import { deadDatagrams } from '../../testing/datagram/dead.ts';
import { startMute } from '../../testing/datagram/dtls-responder.ts';
import { openDatagrams } from '../../probes/datagrams.ts';
import { askCoap } from '../../probes/coap/exchange.ts';
import { byPsk } from '../../testing/datagram/psk.ts';
import { freePort } from '../../testing/mosquitto.ts';
import { type Stand, proof, rowsOn } from '../../testing/proof.ts';
import { coapDiscovery } from './coap-discovery.ts';

/** What libcoap's example server has, all of it for everybody. */
const EXAMPLE = ['.well-known/core', '/', 'time', 'async', 'example_data'];

/** libcoap's server without DTLS, in which somebody has made resources. */
const grown: Stand<readonly string[]> = {
  software: 'libcoap coap-server-openssl',
  text: (made) => ['argument: -d 100', ...made.map((path) => `made by a PUT: ${path}`)].join('\n'),
  async judge(check, made, { pki }) {
    const server = await startCoapServer(pki, { args: ['-d 100'], plain: true });
    const channel = await openDatagrams({ host: '127.0.0.1', port: server.port }, () => undefined);
    for (const path of made) await askCoap(channel, { method: 'PUT', path, payload: Buffer.from('x') });
    channel.close();
    // Enough of them, and the list comes in blocks.
    const open = [...EXAMPLE, ...LONG];
    const told = { port: server.port, identities: [], kind: 'coap', declares: { coap: { open } } };
    return runAgainst(check, told).finally(() => server.stop());
  },
};

const LONG = Array.from({ length: 60 }, (_, index) => `meters/of-the-hall/number-${index}`);

/** What is at the plain port beside libcoap's server with DTLS. */
type Beside = 'nothing' | 'another one, without DTLS' | 'something that says nothing';

const beside = (key: 'canary-a' | 'canary-b'): Stand<Beside> => ({
  software: 'libcoap coap-server-openssl',
  text: (what) => `CoAP over DTLS on one port, on the other: ${what}`,
  async judge(check, what, { pki }) {
    const protectedOne = await startCoapServer(pki, { args: ['-k first-key-0123456'] });
    const other =
      what === 'another one, without DTLS'
        ? await startCoapServer(pki, { args: [], plain: true })
        : undefined;
    const mute = what === 'something that says nothing' ? await startMute() : undefined;
    const plainPort = other?.plainPort ?? mute?.port ?? (await freePort());
    const told = {
      port: protectedOne.port,
      plainPort,
      identities: [byPsk(key)],
      kind: 'coaps',
      declares: { coap: { resources: ['/', 'time', 'async', 'example_data'] } },
    };
    return runAgainst(check, told).finally(async () => {
      mute?.stop();
      await other?.stop();
      await protectedOne.stop();
    });
  },
});

const plainly = {
  identities: [],
  kind: 'coap',
  declares: { coap: { open: ['.well-known/core', 'time'], resources: ['valve/position'] } },
};
const GUARDED = {
  time: '2.05',
  'valve/position': '4.01',
  'sensors/temperature/of-the-boiler': '4.03',
} as const;

export const coapDiscoveryProof = proof(
  coapDiscovery,
  rowsOn(onCoapResponder(plainly), 'it asks who reads the valve', {
    intact: GUARDED,
    weakened: {
      'it asks nobody': { ...GUARDED, 'valve/position': '2.05' },
      'one that is listed and that nobody declared': {
        ...GUARDED,
        'sensors/temperature/of-the-boiler': '2.05',
      },
    },
    dead: {
      'it breaks down over the valve': { ...GUARDED, 'valve/position': '5.00' },
      'it gives nothing to anybody': { ...GUARDED, time: '4.01', '.well-known/core': '4.01' },
    },
  }),
  rowsOn(onCoapResponder(plainly), 'its list is for those it knows', {
    intact: { ...GUARDED, '.well-known/core': '4.01' },
    weakened: {
      'and the valve is for everybody': { ...GUARDED, '.well-known/core': '4.01', 'valve/position': '2.05' },
    },
  }),
  rowsOn(grown, 'all that it has is meant for everybody', {
    intact: LONG,
    weakened: { 'something more has been made': [...LONG, 'secret'] },
  }),
  rowsOn(beside('canary-a'), 'by key alone', {
    intact: 'nothing',
    weakened: { 'the same without DTLS beside it': 'another one, without DTLS' },
    dead: { 'nobody says anything at the plain address': 'something that says nothing' },
  }),
  rowsOn(beside('canary-b'), '', { intact: 'nothing' }).map((row) => ({
    ...row,
    kind: 'dead',
    name: 'the canary has another key',
  })),
  deadDatagrams(() => plainly),
  deadDatagrams(() => ({ ...plainly, kind: 'coaps', identities: [byPsk('canary-a')] })),
);
