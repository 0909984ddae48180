import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, byPassword, certified, runAgainst } from '../../testing/context.ts';
import { silentPort } from '../../testing/dead.ts';
import { startLaxBroker } from '../../testing/lax-broker.ts';
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
import { mqttClientCertificate } from './mqtt-client-certificate.ts';

describeWithMosquitto('mqtt-client-certificate', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const at = (port: number, identities = certified(pki)) =>
    runAgainst(mqttClientCertificate, { port, identities, ca: pki.ca.cert });
  const against = async (setup: BrokerSetup, identities = certified(pki)) => {
    const broker = await startBroker(pki, setup);
    const found = await at(broker.port, identities).finally(() => broker.stop());
    return { ...found, broker };
  };
  /** Both factors: a certificate and a password. Without the first the second alone would do. */
  const BOTH = twin(WITH_PASSWORDS, { require_certificate: 'true' });
  const both = () => [byPassword('canary-a', 'a-secret', pki.canaryA)];

  it.concurrent('passes on an intact listener, and says that no expired certificate was tried', async () => {
    const found = await against(INTACT);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server', control: { outcome: 'accepted' } });
    expect(found.attack.map((attempt) => attempt.outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(found.reason).toContain('expired certificate was not tried');
  });

  it.concurrent('tries an expired certificate where there is one', async () => {
    const found = await against(INTACT, [...certified(pki), byCertificate(pki.expired, 'expired')]);
    expect(found.verdict).toBe('pass');
    expect(found.attack).toHaveLength(4);
    expect(found.attack[3]).toMatchObject({
      outcome: 'refused',
      detail: 'TLS alert 45 (certificate_expired)',
    });
    const lie = await against(INTACT, [...certified(pki), byCertificate(pki.canaryB, 'expired')]);
    expect(lie.reason).toContain('declared expired and is valid until');
  });

  it.concurrent('fails on the twin that does not require a certificate', async () => {
    const intact = await against(BOTH, both());
    const weak = await against(twin(BOTH, { require_certificate: 'false' }), both());
    expect(intact.verdict).toBe('pass');
    expect(twinDiff(intact.broker, weak.broker)).toBe(
      '- require_certificate true\n+ require_certificate false',
    );
    expect(weak.verdict).toBe('fail');
    expect(weak.reason).toContain('without certificate');
  });

  it.concurrent('fails on a listener that does not ask who signed the certificate, or takes expired ones', async () => {
    const identities = [...certified(pki), byCertificate(pki.expired, 'expired')];
    const strict = await startLaxBroker(pki, { takes: [] });
    const signature = await startLaxBroker(pki, {
      takes: ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_SIGNATURE_FAILURE'],
    });
    const dates = await startLaxBroker(pki, { takes: ['CERT_HAS_EXPIRED'] });
    try {
      expect((await at(strict.port, identities)).verdict).toBe('pass');
      const anySigner = await at(signature.port, identities);
      expect(anySigner.verdict).toBe('fail');
      expect(anySigner.attack.map((attempt) => attempt.outcome)).toContain('accepted');
      const anyDate = await at(dates.port, identities);
      expect(anyDate.verdict).toBe('fail');
      expect(anyDate.reason).toContain('expired');
    } finally {
      for (const broker of [strict, signature, dates]) broker.close();
    }
  });

  it.concurrent('is inconclusive on a stopped server, a silent port, a wrong canary and a canary without certificate', async () => {
    expect((await at(await freePort())).verdict).toBe('inconclusive');
    const silent = await silentPort();
    expect((await at(silent.port)).verdict).toBe('inconclusive');
    silent.close();
    expect(await against(INTACT, [byCertificate(pki.foreign)])).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'refused' },
      attack: [],
    });
    expect((await against(WITH_PASSWORDS, [byPassword('canary-a', 'a-secret')])).verdict).toBe(
      'inconclusive',
    );
  });
});
