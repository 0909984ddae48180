import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, certified, KNOWN_BY_PASSWORD, runAgainst } from '../../testing/context.ts';
import { silentPort } from '../../testing/dead.ts';
import { describeWithMosquitto } from '../../testing/describe.ts';
import {
  type BrokerSetup,
  freePort,
  INTACT,
  startBroker,
  twin,
  twinDiff,
  WITH_PASSWORDS,
} from '../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../testing/pki.ts';
import { mqttSessionTakeover } from './mqtt-session-takeover.ts';

describeWithMosquitto('mqtt-session-takeover', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const at = (port: number, identities = certified(pki)) =>
    runAgainst(mqttSessionTakeover, { port, identities, ca: pki.ca.cert, service: 'service' });
  const against = async (setup: BrokerSetup, identities = certified(pki)) => {
    const broker = await startBroker(pki, setup);
    const found = await at(broker.port, identities).finally(() => broker.stop());
    return { ...found, broker };
  };

  it.concurrent('passes where the client id follows the identity, fails on the twin where it does not', async () => {
    const intact = await against(INTACT);
    const weak = await against(twin(INTACT, { use_username_as_clientid: null }));
    expect(twinDiff(intact.broker, weak.broker)).toBe('- use_username_as_clientid true');
    expect(intact).toMatchObject({ verdict: 'pass', refusedBy: 'server', observer: { outcome: 'seen' } });
    expect(intact.attack.map((attempt) => attempt.outcome)).toEqual(['not-seen', 'not-seen']);
    expect(weak).toMatchObject({ verdict: 'fail', control: { outcome: 'accepted' } });
    expect(weak.attack.map((attempt) => attempt.outcome)).toEqual(['accepted', 'accepted']);
    expect(weak.reason).toContain('the session of canary-b ended');
  });

  it.concurrent('judges clients with passwords alike', async () => {
    const bound = twin(WITH_PASSWORDS, { use_username_as_clientid: 'true' });
    expect((await against(bound, KNOWN_BY_PASSWORD)).verdict).toBe('pass');
    expect((await against(WITH_PASSWORDS, KNOWN_BY_PASSWORD)).verdict).toBe('fail');
  });

  it.concurrent('is inconclusive on a stopped server, a silent port and wrong canaries', async () => {
    expect((await at(await freePort())).verdict).toBe('inconclusive');
    const silent = await silentPort();
    expect((await at(silent.port)).verdict).toBe('inconclusive');
    silent.close();
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
