import { afterAll, beforeAll, expect, it } from 'vitest';

import { byCertificate, certified, runAgainst } from '../../../testing/context.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { INTACT, startBroker } from '../../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../../testing/pki.ts';
import { mqttRevocation } from './mqtt-revocation.ts';

describeWithMosquitto('mqtt-revocation', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const against = async (identities: ReturnType<typeof certified>) => {
    const broker = await startBroker(pki, INTACT);
    return runAgainst(mqttRevocation, { port: broker.port, identities, ca: pki.ca.cert }).finally(() =>
      broker.stop(),
    );
  };

  it.concurrent('names the alert by which the revoked certificate was refused', async () => {
    const found = await against([...certified(pki), byCertificate(pki.revoked, 'revoked')]);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server' });
    expect(found.reason).toContain('alert 44 (certificate_revoked)');
  });

  it.concurrent('is inconclusive without a revoked canary, and with one that is bad in another way', async () => {
    expect((await against(certified(pki))).reason).toContain('no revoked canary');
    for (const [bad, why] of [
      [pki.expired, 'expired on'],
      [pki.foreign, 'different issuers'],
      [pki.weak, 'different kinds'],
    ] as const) {
      const found = await against([...certified(pki), byCertificate(bad, 'revoked')]);
      expect(found.verdict).toBe('inconclusive');
      expect(found.reason).toContain(why);
    }
  });

  it.concurrent('is inconclusive with a wrong canary', async () => {
    const wrong = await against([
      byCertificate(await pki.issue({ name: 'stranger', key: 'rsa1024' })),
      byCertificate(pki.revoked, 'revoked'),
    ]);
    expect(wrong.verdict).toBe('inconclusive');
  });
});
