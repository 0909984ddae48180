import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, byPassword, certified, runAgainst } from '../../../testing/context.ts';
import { startLaxBroker } from '../../../testing/brokers/lax-broker.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { type BrokerSetup, INTACT, startBroker, twin, WITH_PASSWORDS } from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { mqttClientCertificate } from './mqtt-client-certificate.ts';

describeWithMosquitto('mqtt-client-certificate', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const against = async (setup: BrokerSetup, identities = certified(pki)) => {
    const broker = await startBroker(pki, setup);
    return runAgainst(mqttClientCertificate, { port: broker.port, identities, ca: pki.ca.cert }).finally(() =>
      broker.stop(),
    );
  };

  it.concurrent('says that no expired certificate was tried where the target declares none', async () => {
    const found = await against(INTACT);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server', control: { outcome: 'accepted' } });
    expect(found.attack.map((attempt) => attempt.outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(found.reason).toContain('expired certificate was not tried');
  });

  it.concurrent('tries an expired certificate where there is one, and not one that is not expired', async () => {
    const found = await against(INTACT, [...certified(pki), byCertificate(pki.expired, 'expired')]);
    expect(found.attack[3]).toMatchObject({
      outcome: 'refused',
      detail: 'TLS alert 45 (certificate_expired)',
    });
    const lie = await against(INTACT, [...certified(pki), byCertificate(pki.canaryB, 'expired')]);
    expect(lie.reason).toContain('declared expired and is valid until');
  });

  it.concurrent('does not count an expired certificate as refused where the server hangs up without a word', async () => {
    const wordless = await startLaxBroker(pki, { takes: [], wordless: true });
    const identities = [...certified(pki), byCertificate(pki.expired, 'expired')];
    const at = { port: wordless.port, identities, ca: pki.ca.cert };
    const found = await runAgainst(mqttClientCertificate, at).finally(() => wordless.close());
    expect(found).toMatchObject({ verdict: 'pass' });
    expect(found.attack).toHaveLength(3);
    expect(found.reason).toContain('perhaps as unknown');
  });

  it.concurrent('passes with anonymous suites where a certificate is asked for all the same', async () => {
    const open = twin(INTACT, { ciphers: 'ALL:aNULL:@SECLEVEL=0' });
    expect((await against(open)).verdict).toBe('pass');
  });

  it.concurrent('is inconclusive with a wrong canary, and with one without certificate', async () => {
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
