import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, certified, KNOWN_BY_PASSWORD, runAgainst } from '../../../testing/context.ts';
import { hangingUp, silentPort } from '../../../testing/dead.ts';
import { startLaxBroker } from '../../../testing/brokers/lax-broker.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import {
  type BrokerSetup,
  freePort,
  INTACT,
  startBroker,
  twin,
  twinDiff,
  WITH_PASSWORDS,
} from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { mqttAnonymous } from './mqtt-anonymous.ts';

describeWithMosquitto('mqtt-anonymous', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const PLAIN = twin(WITH_PASSWORDS, { cafile: null, certfile: null, keyfile: null, tls_version: null });
  const against = async (setup: BrokerSetup, identities = KNOWN_BY_PASSWORD, tls = true) => {
    const broker = await startBroker(pki, setup);
    const found = await runAgainst(mqttAnonymous, {
      port: broker.port,
      identities,
      ...(tls && { ca: pki.ca.cert }),
    }).finally(() => broker.stop());
    return { ...found, broker };
  };

  it.concurrent('passes on intact listeners: passwords over TLS, passwords in the clear, client certificates', async () => {
    const overTls = await against(WITH_PASSWORDS);
    expect(overTls).toMatchObject({ verdict: 'pass', refusedBy: 'server', control: { outcome: 'accepted' } });
    expect(overTls.attack).toHaveLength(8);
    expect(overTls.facts.map((fact) => fact.ref)).toEqual(['server certificate']);
    expect((await against(PLAIN, KNOWN_BY_PASSWORD, false)).verdict).toBe('pass');
    expect((await against(INTACT, certified(pki))).verdict).toBe('pass');
  });

  it.concurrent('fails on the twin that allows anonymous clients, over TLS and in the clear', async () => {
    const intact = await against(WITH_PASSWORDS);
    const weak = await against(twin(WITH_PASSWORDS, { allow_anonymous: 'true' }));
    expect(twinDiff(intact.broker, weak.broker)).toBe('- allow_anonymous false\n+ allow_anonymous true');
    expect(weak.verdict).toBe('fail');
    expect(weak.reason).toContain('CONNACK 0');
    expect((await against(twin(PLAIN, { allow_anonymous: 'true' }), KNOWN_BY_PASSWORD, false)).verdict).toBe(
      'fail',
    );
  });

  it.concurrent('does not call the holder of a certificate anonymous', async () => {
    const found = await against(twin(INTACT, { allow_anonymous: 'true' }), certified(pki));
    expect(found.verdict).toBe('pass');
  });

  it.concurrent('is inconclusive on a stopped server, a silent port and one that hangs up', async () => {
    const identities = KNOWN_BY_PASSWORD;
    const stopped = await runAgainst(mqttAnonymous, { port: await freePort(), identities, ca: pki.ca.cert });
    expect(stopped).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'unreachable' } });
    for (const dead of [await silentPort(), await hangingUp()]) {
      const found = await runAgainst(mqttAnonymous, { port: dead.port, identities, ca: pki.ca.cert });
      dead.close();
      expect(found.verdict).toBe('inconclusive');
      expect(found.control?.outcome).not.toBe('accepted');
    }
  });

  it.concurrent('is inconclusive when the control is broken: a wrong canary, none, one that shows nothing', async () => {
    expect((await against(INTACT, [byCertificate(pki.foreign)])).verdict).toBe('inconclusive');
    expect((await against(WITH_PASSWORDS, [])).verdict).toBe('inconclusive');
    const showsNothing = await against(PLAIN, [byCertificate(pki.canaryA)], false);
    expect(showsNothing).toMatchObject({ verdict: 'inconclusive' });
    expect(showsNothing.reason).toContain('neither a user name nor a certificate');
  });

  it.concurrent('records a version that is not spoken, and does not count it', async () => {
    const old = await startLaxBroker(pki, { takes: [], only311: true });
    const at = { port: old.port, identities: certified(pki), ca: pki.ca.cert };
    const found = await runAgainst(mqttAnonymous, at).finally(() => old.close());
    expect(found.verdict).toBe('pass');
    expect(found.reason).toMatch(/^MQTT 3\.1\.1: /);
    expect(found.attack.map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
      'refused',
      'refused',
      'not-spoken',
    ]);
  });

  it.concurrent('takes hanging up, between uses that work, for a refusal, and says that it was wordless', async () => {
    const wordless = await startLaxBroker(pki, { takes: [], wordless: true });
    const at = { port: wordless.port, identities: certified(pki), ca: pki.ca.cert };
    const found = await runAgainst(mqttAnonymous, at).finally(() => wordless.close());
    expect(found).toMatchObject({ verdict: 'pass', control: { outcome: 'accepted' } });
    expect(found.reason).toContain('hung up without a word');
  });

  it.concurrent('never puts a secret into its outcome', async () => {
    const text = JSON.stringify(await against(WITH_PASSWORDS));
    expect(text).not.toContain('a-secret');
    expect(text).not.toContain('PRIVATE KEY');
  });
});
