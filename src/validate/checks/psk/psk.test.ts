import { afterAll, beforeAll, expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { BOTH, KEYS, byPsk, hex } from '../../testing/datagram/psk.ts';
import { describeWithMosquitto } from '../../testing/describe.ts';
import { type Broker, startBroker } from '../../testing/mosquitto.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { pskForwardSecrecy } from './psk-forward-secrecy.ts';
import { pskKey } from './psk-key.ts';
import { pskUnknownIdentity } from './psk-unknown-identity.ts';

describeWithMosquitto('pre-shared keys on mosquitto', () => {
  let pki: Pki;
  let broker: Broker;
  beforeAll(async () => {
    pki = await createPki();
    broker = await startBroker(pki, {
      settings: {
        psk_hint: 'hint',
        psk_file: 'DIR/psk',
        use_identity_as_username: 'true',
        tls_version: 'tlsv1.2',
      },
      psk: { 'canary-a': hex(KEYS['canary-a']), 'canary-b': hex(KEYS['canary-b']) },
    });
  });
  afterAll(async () => {
    await broker.stop();
    await pki.remove();
  });

  it('finds that mosquitto tells unknown identities from wrong keys, in both versions', async () => {
    const found = await runAgainst(pskUnknownIdentity, { port: broker.port, identities: BOTH });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('TLS 1.3: alert 47 (illegal_parameter) for a wrong key, alert 40');
    expect(found.reason).toContain('TLS 1.2: alert 20 (bad_record_mac) for a wrong key, alert 115');
  });

  it('never puts a key into its outcome', async () => {
    for (const check of [pskKey, pskUnknownIdentity, pskForwardSecrecy]) {
      const expects = { suites: 'aead' };
      const text = JSON.stringify(
        await runAgainst(check, { port: broker.port, identities: BOTH, expects }),
      ).toLowerCase();
      for (const key of Object.values(KEYS)) {
        expect(text).not.toContain(key);
        expect(text).not.toContain(hex(key));
      }
    }
  });

  it('asks for what it needs: a canary with a key of hexadecimal digits, and a claim', async () => {
    const nobody = await runAgainst(pskKey, { port: broker.port, identities: [] });
    expect(nobody).toMatchObject({ verdict: 'inconclusive', control: null });
    const broken = { ...byPsk('canary-a'), psk: 'not hexadecimal' };
    const found = await runAgainst(pskKey, { port: broker.port, identities: [broken] });
    expect(found.reason).toContain('no enrolled identity with a psk');
    const unclaimed = await runAgainst(pskForwardSecrecy, { port: broker.port, identities: BOTH });
    expect(unclaimed.reason).toContain('claims no forward secrecy');
  });

  it('is inconclusive where the canary’s own key is wrong', async () => {
    const wrong = byPsk('canary-a', 'some-other-key-01');
    const found = await runAgainst(pskKey, { port: broker.port, identities: [wrong] });
    expect(found).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'refused' } });
  });
});
