import { type Row, type Stand, deadRow, proof, rowsOn } from '../../testing/proof.ts';
import {
  type BrokerSetup,
  INTACT,
  answers,
  freePort,
  startBrokerBeside,
  twin,
} from '../../testing/mosquitto.ts';
import { deviceDialsOnly } from './device-dials-only.ts';
import { repeatedly } from './testing/devices.ts';
import { runAtDoor } from './testing/door.ts';

/** A device in Node that calls its server five times a second; a setup is the options Node is started with. */
const dialling: Stand<readonly string[]> = {
  software: 'node',
  text: (options) => ['node', ...options].join('\n'),
  async judge(check, options) {
    const [first, second, third] = [await freePort(), await freePort(), await freePort()];
    const dialled = { port: first, ports: { look: [first, second, third] } };
    const args = options.map((one) => one.replace('PORT', String(second)));
    return runAtDoor(check, { identities: [], dialled, expects: { listens: false } }, async (server) => {
      const device = repeatedly(process.execPath, [...args, '-e', calling(server)], '', 60_000);
      if (args.length > 0) await opened(second);
      return device;
    });
  },
};

/** A device that is a mosquitto, with one port that is meant to be open. */
const listening: Stand<BrokerSetup> = {
  software: 'mosquitto',
  text: ({ settings }) =>
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n'),
  async judge(check, setup, { pki }) {
    const broker = await startBrokerBeside(pki, setup);
    const dialled = { port: broker.port, ports: { look: [broker.port, `${broker.extra}-${broker.extra}`] } };
    return runAtDoor(check, { identities: [], dialled, closed: true }, () => broker);
  },
};

export const deviceDialsOnlyProof = proof(
  deviceDialsOnly,
  rowsOn(dialling, 'it only dials', {
    intact: [],
    weakened: { 'its debugger listens': ['--inspect=127.0.0.1:PORT'] },
  }),
  rowsOn(listening, 'one port, which is declared', {
    intact: INTACT,
    weakened: { 'a second port': twin(INTACT, { listener: 'EXTRA 127.0.0.1' }) },
  }),
  noSignOfLife(),
);

function noSignOfLife(): readonly Row[] {
  return [
    deadRow('the device is off; the machine answers that nothing listens', 'nothing', async (check) => {
      const port = await freePort();
      const dialled = { port, ports: { look: [port] } };
      return runAtDoor(check, { identities: [], dialled, returnsWithin: 0.5 }, () => nothing);
    }),
    deadRow('the port that is known to be open is closed', 'nothing', async (check) => {
      const dialled = { port: await freePort(), ports: { look: [await freePort()] } };
      return runAtDoor(check, { identities: [], dialled, closed: true }, () => nothing);
    }),
    deadRow('the device falls silent while it is looked at', 'curl', async (check) => {
      const dialled = { port: await freePort(), ports: { look: [await freePort()] } };
      return runAtDoor(check, { identities: [], dialled, returnsWithin: 1 }, (server) => {
        // Once: what is given to the shell ends after its first call.
        return repeatedly('sh', ['-c', `curl -s http://127.0.0.1:${server}/; sleep 60`], '', 60_000);
      });
    }),
  ];
}

function calling(server: number): string {
  return `setInterval(() => require('node:net').connect(${server}, '127.0.0.1').on('error', () => {}), 200)`;
}

const nothing = { stop: (): Promise<void> => Promise.resolve() };

async function opened(port: number): Promise<void> {
  const until = Date.now() + 5000;
  while (Date.now() < until && !(await answers(port)))
    await new Promise((resolve) => setTimeout(resolve, 20));
}
