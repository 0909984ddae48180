import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, certified, runAgainst } from '../../testing/context.ts';
import { silentPort } from '../../testing/dead.ts';
import { describeWithMosquitto } from '../../testing/describe.ts';
import {
  type BrokerSetup,
  freePort,
  INTACT,
  startBroker,
  twinDiff,
  withAcl,
} from '../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../testing/pki.ts';
import { mqttTopicSubscribe } from './mqtt-topic-subscribe.ts';

describeWithMosquitto('mqtt-topic-subscribe', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const at = (port: number, identities = certified(pki), service: string | undefined = 'service') =>
    runAgainst(mqttTopicSubscribe, { port, identities, ca: pki.ca.cert, ...(service && { service }) });
  const against = async (setup: BrokerSetup, identities = certified(pki), service = 'service') => {
    const broker = await startBroker(pki, setup);
    const found = await at(broker.port, identities, service).finally(() => broker.stop());
    return { ...found, broker };
  };

  it.concurrent('passes on a listener whose ACL gives each device its own topics, although every SUBACK grants', async () => {
    const found = await against(INTACT);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server', observer: { outcome: 'seen' } });
    expect(found.attack).toHaveLength(10);
    expect(found.attack[4]).toMatchObject({
      what: 'canary-a subscribes to # (MQTT 3.1.1)',
      outcome: 'not-seen',
      detail: 'SUBACK 0x01 (granted QoS 1); nothing delivered',
    });
  });

  it.concurrent('fails on the twin with one line more in its ACL', async () => {
    const intact = await against(INTACT);
    const weak = await against(withAcl(INTACT, 'pattern readwrite #'));
    expect(twinDiff(intact.broker, weak.broker)).toBe('+ pattern readwrite #');
    expect(weak.verdict).toBe('fail');
    expect(weak.attack.every((attempt) => attempt.outcome === 'accepted')).toBe(true);
  });

  it.concurrent('fails when only one direction can be read', async () => {
    const weak = await against(withAcl(INTACT, 'pattern read devices/+/commands'));
    expect(weak.verdict).toBe('fail');
    expect(weak.attack[0]).toMatchObject({ outcome: 'not-seen' });
    expect(weak.attack[1]).toMatchObject({ outcome: 'accepted' });
  });

  it.concurrent('fails on the twin without an ACL', async () => {
    expect((await against({ ...INTACT, settings: { ...INTACT.settings, acl_file: null } })).verdict).toBe(
      'fail',
    );
  });

  it.concurrent('works without an identity for the services where each device may write to itself', async () => {
    const own = {
      ...INTACT,
      acl: ['pattern readwrite devices/%u/messages', 'pattern readwrite devices/%u/commands'],
    };
    expect((await against(own, certified(pki), '')).verdict).toBe('pass');
    expect((await against(withAcl(own, 'pattern read devices/#'), certified(pki), '')).verdict).toBe('fail');
  });

  it.concurrent('is inconclusive when the observer cannot see: no identity for the services, a wrong one, one without rights', async () => {
    const none = await against(INTACT, certified(pki), '');
    expect(none).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'not-seen' } });
    expect(none.reason).toContain('topics.service');
    expect((await against(INTACT, certified(pki), 'somebody')).verdict).toBe('inconclusive');
    const stranger = [...certified(pki).slice(0, 2), byCertificate(await pki.issue({ name: 'stranger' }))];
    expect((await against(INTACT, stranger, 'stranger')).verdict).toBe('inconclusive');
  });

  it.concurrent('is inconclusive when a canary is wrong: the attacker, the victim, only one', async () => {
    const [a, b, service] = certified(pki);
    if (!a || !b || !service) throw new Error('three identities');
    const foreign = byCertificate(pki.foreign);
    const wrongAttacker = await against(INTACT, [foreign, b, service]);
    expect(wrongAttacker).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'accepted' } });
    const wrongVictim = await against(INTACT, [a, { ...foreign, name: 'other', clientId: 'other' }, service]);
    expect(wrongVictim).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'refused' } });
    expect((await against(INTACT, [a, service])).verdict).toBe('inconclusive');
  });

  it.concurrent('is inconclusive on a stopped server and a silent port', async () => {
    expect(await at(await freePort())).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'unreachable' },
    });
    const silent = await silentPort();
    expect(await at(silent.port)).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'silent' } });
    silent.close();
  });
});
