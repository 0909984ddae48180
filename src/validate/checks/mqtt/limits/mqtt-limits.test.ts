/** What the rows of the limit checks do not show: what must be declared, bounds, TLS, and that secrets stay inside. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { SOUND_AEDES, againstAedes } from '../../../testing/brokers/aedes.ts';
import { certified, runAgainst } from '../../../testing/context.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { INTACT, WITH_PASSWORDS, startBroker } from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { mqttPacketLimit } from './mqtt-packet-limit.ts';
import { mqttQueueLimit } from './mqtt-queue-limit.ts';
import { mqttSlowConnect } from './mqtt-slow-connect.ts';
import { mqttWrongPassword } from '../access/mqtt-wrong-password.ts';

it.each([
  ['packetBytes', mqttPacketLimit, 300_000],
  ['queuedMessages', mqttQueueLimit, 501],
  ['connectSeconds', mqttSlowConnect, 61],
] as const)('mqtt.%s must be declared, and within what the check may do', async (key, check, tooMuch) => {
  const none = await againstAedes(check, SOUND_AEDES, { service: 'service' });
  expect(none).toMatchObject({ verdict: 'inconclusive', control: null });
  expect(none.reason).toContain(`mqtt.${key}`);
  const declares = { mqtt: { [key]: tooMuch } };
  const much = await againstAedes(check, SOUND_AEDES, { service: 'service', declares });
  expect(much).toMatchObject({ verdict: 'inconclusive', control: null });
});

it('wrong passwords: no password in the outcome, and nothing to try without one', async () => {
  const found = await againstAedes(mqttWrongPassword, { ...SOUND_AEDES, passwords: 'any will do' });
  expect(found.verdict).toBe('fail');
  expect(JSON.stringify(found)).not.toContain('-secret');
  const nameless = { identities: [{ name: 'a', clientId: 'a', state: 'enrolled', username: 'a' }] as const };
  expect((await againstAedes(mqttWrongPassword, SOUND_AEDES, nameless)).reason).toContain(
    'no enrolled canary has a user name and a password',
  );
});

describeWithMosquitto('limits of mosquitto', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  it('slow strangers: it has no time-out for a ClientHello, and with required certificates none for a CONNECT is needed', async () => {
    for (const [setup, inside] of [
      [INTACT, 'refused'],
      [WITH_PASSWORDS, 'accepted'],
    ] as const) {
      const broker = await startBroker(pki, setup);
      const identities = certified(pki).map((one) => ({
        ...one,
        username: one.name,
        ...(one.name === 'canary-a' && { password: 'a-secret' }),
      }));
      const at = {
        port: broker.port,
        identities,
        ca: pki.ca.cert,
        declares: { mqtt: { connectSeconds: 1 } },
      };
      const found = await runAgainst(mqttSlowConnect, at).finally(() => broker.stop());
      expect(found).toMatchObject({ verdict: 'fail', control: { outcome: 'accepted' } });
      expect(found.attack.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', inside]);
    }
  }, 20_000);
});
