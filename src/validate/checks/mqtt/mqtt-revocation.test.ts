import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Credentials } from '../../check.ts';
import { byCertificate, certified, runAgainst } from '../../testing/context.ts';
import { silentPort } from '../../testing/dead.ts';
import { describeWithMosquitto } from '../../testing/describe.ts';
import { type BrokerSetup, freePort, INTACT, startBroker, twin, twinDiff } from '../../testing/mosquitto.ts';
import { createPki, type Pki } from '../../testing/pki.ts';
import { mqttRevocation } from './mqtt-revocation.ts';

describeWithMosquitto('mqtt-revocation', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  const withRevoked = (): readonly Credentials[] => [
    ...certified(pki),
    byCertificate(pki.revoked, 'revoked'),
  ];
  const at = (port: number, identities = withRevoked()) =>
    runAgainst(mqttRevocation, { port, identities, ca: pki.ca.cert });
  const against = async (setup: BrokerSetup, identities = withRevoked()) => {
    const broker = await startBroker(pki, setup);
    const found = await at(broker.port, identities).finally(() => broker.stop());
    return { ...found, broker };
  };

  it.concurrent('passes on a listener that reads the CRL, fails on the twin that does not', async () => {
    const intact = await against(INTACT);
    const weak = await against(twin(INTACT, { crlfile: null }));
    expect(twinDiff(intact.broker, weak.broker)).toBe('- crlfile PKI/crl.pem');
    expect(intact).toMatchObject({ verdict: 'pass', refusedBy: 'server' });
    expect(intact.reason).toContain('alert 44 (certificate_revoked)');
    expect(weak.verdict).toBe('fail');
  });

  it.concurrent('is inconclusive without a revoked canary, and with one that is bad in another way', async () => {
    expect((await against(INTACT, certified(pki))).reason).toContain('no revoked canary');
    for (const [bad, why] of [
      [pki.expired, 'expired on'],
      [pki.foreign, 'different issuers'],
      [pki.weak, 'different kinds'],
    ] as const) {
      const found = await against(INTACT, [...certified(pki), byCertificate(bad, 'revoked')]);
      expect(found.verdict).toBe('inconclusive');
      expect(found.reason).toContain(why);
    }
  });

  it.concurrent('is inconclusive on a stopped server, a silent port and a wrong canary', async () => {
    expect((await at(await freePort())).verdict).toBe('inconclusive');
    const silent = await silentPort();
    expect((await at(silent.port)).verdict).toBe('inconclusive');
    silent.close();
    const wrong = await against(INTACT, [
      byCertificate(await pki.issue({ name: 'stranger', key: 'rsa1024' })),
      byCertificate(pki.revoked, 'revoked'),
    ]);
    expect(wrong.verdict).toBe('inconclusive');
  });
});
