import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, certified, runAgainst } from '../../../testing/context.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { INTACT, startBroker, twin } from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { mqttSessionTakeover } from './mqtt-session-takeover.ts';

describeWithMosquitto('mqtt-session-takeover', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const against = async (setup = INTACT, identities = certified(pki)) => {
    const broker = await startBroker(pki, setup);
    const at = { port: broker.port, identities, ca: pki.ca.cert, service: 'service' };
    return runAgainst(mqttSessionTakeover, at).finally(() => broker.stop());
  };

  it.concurrent('tries both versions, and says what became of the session', async () => {
    const intact = await against();
    expect(intact).toMatchObject({ verdict: 'pass', refusedBy: 'server', observer: { outcome: 'seen' } });
    expect(intact.attack.map((attempt) => attempt.outcome)).toEqual(['not-seen', 'not-seen', 'not-seen']);
    const weak = await against(twin(INTACT, { use_username_as_clientid: null }));
    expect(weak.attack.map((attempt) => attempt.outcome)).toEqual(['accepted', 'accepted']);
    expect(weak.reason).toContain('the session of canary-b ended');
  });

  it.concurrent('is inconclusive with a wrong canary, one identity twice, one client id twice', async () => {
    const [a, b, service] = certified(pki);
    if (!a || !b || !service) throw new Error('three identities');
    const foreign = byCertificate(pki.foreign);
    expect(await against(INTACT, [foreign, b, service])).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'refused' },
    });
    const oneIdentity = { ...a, name: 'canary-b', clientId: 'canary-b' };
    expect((await against(INTACT, [a, oneIdentity, service])).verdict).toBe('inconclusive');
    expect((await against(INTACT, [a, { ...b, clientId: a.clientId }, service])).reason).toContain(
      'same client id',
    );
  });
});
