/** What the checks of topics have in common, and their rows do not show: who must be declared, and what is said. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Check, defineCheck } from '../../../check.ts';
import { connectAs, leave } from '../../../probes/mqtt/canary.ts';
import { byCertificate, certified, runAgainst } from '../../../testing/context.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { type BrokerSetup, INTACT, startBroker, withAcl } from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { inconclusive } from '../../../verdict.ts';
import { mqttRetained } from './mqtt-retained.ts';
import { mqttSysTopics } from './mqtt-sys-topics.ts';
import { mqttTopicPublish } from './mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './mqtt-topic-subscribe.ts';
import { mqttWildcardSubscribe } from './mqtt-wildcard-subscribe.ts';
import { mqttWill } from './mqtt-will.ts';

describeWithMosquitto('checks of topics', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const against = async (
    check: Check,
    identities = certified(pki),
    service: string | undefined = 'service',
    setup: BrokerSetup = INTACT,
  ) => {
    const broker = await startBroker(pki, setup);
    const at = { port: broker.port, identities, ca: pki.ca.cert, ...(service && { service }) };
    return runAgainst(check, at).finally(() => broker.stop());
  };
  const ALL = [
    mqttTopicPublish,
    mqttTopicSubscribe,
    mqttWildcardSubscribe,
    mqttRetained,
    mqttWill,
    mqttSysTopics,
  ].map((check) => [check.id, check] as const);

  it.concurrent('publishing: acknowledged is not delivered, and only MQTT 5 says no', async () => {
    const found = await against(mqttTopicPublish);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server', observer: { outcome: 'not-seen' } });
    const said = found.attack.map(({ outcome, detail }) => `${outcome}: ${detail}`);
    expect(said).toHaveLength(17);
    expect(said[2]).toBe('not-seen: PUBACK 0x00 (success); not delivered');
    expect(said[4]).toBe('not-seen: PUBREC 0x00 (success); not delivered');
    expect(said[8]).toBe('refused: PUBACK 0x87 (not authorized); not delivered');
    expect(said[10]).toBe('refused: PUBREC 0x87 (not authorized); not delivered');
  });

  it.concurrent('publishing: QoS 2 is carried to its end', async () => {
    const found = await against(
      mqttTopicPublish,
      certified(pki),
      'service',
      withAcl(INTACT, 'pattern write devices/#'),
    );
    const exactlyOnce = found.attack.filter(({ what }) => what.includes('QoS 2'));
    expect(exactlyOnce).toHaveLength(4);
    expect(exactlyOnce.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  });

  it.concurrent('subscribing: granted is not delivered', async () => {
    const found = await against(mqttWildcardSubscribe);
    expect(found.attack[0]).toMatchObject({
      what: 'canary-a subscribes to # (MQTT 3.1.1)',
      outcome: 'not-seen',
      detail: 'SUBACK 0x01 (granted QoS 1); nothing delivered',
    });
    expect(found.attack.some(({ what }) => what.includes('$share/'))).toBe(true);
  });

  it.concurrent.each(ALL)(
    '%s: inconclusive when the observer cannot see',
    async (_, check) => {
      const none = await against(check, certified(pki), '');
      expect(none.verdict).toBe('inconclusive');
      expect(none.reason).toContain('topics.service');
      expect((await against(check, certified(pki), 'somebody')).verdict).toBe('inconclusive');
      const stranger = [...certified(pki).slice(0, 2), byCertificate(await pki.issue({ name: 'stranger' }))];
      expect((await against(check, stranger, 'stranger')).verdict).toBe('inconclusive');
    },
    60_000,
  );

  it.concurrent.each(ALL)(
    '%s: inconclusive when a canary is wrong, or there is only one',
    async (_, check) => {
      const [a, b, service] = certified(pki);
      if (!a || !b || !service) throw new Error('three identities');
      const foreign = byCertificate(pki.foreign);
      expect((await against(check, [foreign, b, service])).verdict).toBe('inconclusive');
      expect((await against(check, [a, service])).verdict).toBe('inconclusive');
      // Known to the listener and without any right: it is refused whatever it does.
      const stranger = byCertificate(await pki.issue({ name: 'stranger' }));
      expect((await against(check, [{ ...stranger, name: 'canary-c' }, b, service])).verdict).toBe(
        'inconclusive',
      );
    },
    60_000,
  );

  it.concurrent('retained: nothing is left behind, even where it could be planted', async () => {
    const broker = await startBroker(pki, withAcl(INTACT, 'pattern readwrite devices/#'));
    const at = { port: broker.port, identities: certified(pki), ca: pki.ca.cert, service: 'service' };
    const lookAround = defineCheck({
      ...mqttRetained,
      run: async (context) => {
        const [canary] = context.identities;
        const connected = canary && (await connectAs(context, canary, 5));
        if (connected?.kind !== 'accepted') throw new Error('not connected');
        await connected.session.subscribe('devices/#');
        const anything = await connected.session.receives(() => true, 300);
        leave(connected);
        return inconclusive(anything ? 'something is left' : 'nothing is left');
      },
    });
    try {
      expect((await runAgainst(mqttRetained, at)).verdict).toBe('fail');
      expect((await runAgainst(lookAround, at)).reason).toBe('nothing is left');
    } finally {
      await broker.stop();
    }
  });
});
