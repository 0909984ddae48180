import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import { addressesOf, inEveryForm, inPatterns } from '../../probes/amqp/addresses.ts';
import { PEER_ADDRESSES, SOUND_PEER, startPeer } from '../../testing/brokers/amqp-peer.ts';
import type { PeerSetup } from '../../testing/brokers/amqp-conversation.ts';
import { KNOWN_BY_PASSWORD, byCertificate, runAgainst } from '../../testing/context.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';
import { amqpAddressReceive } from './access/amqp-address-receive.ts';
import { amqpAddressSend } from './access/amqp-address-send.ts';
import { amqpAnonymous } from './access/amqp-anonymous.ts';
import { amqpClientCertificate } from './access/amqp-client-certificate.ts';
import { amqpMessageLimit } from './limits/amqp-message-limit.ts';
import { amqpQueueLimit } from './limits/amqp-queue-limit.ts';
import { amqpSlowOpen } from './limits/amqp-slow-open.ts';
import { amqpWrongPassword } from './access/amqp-wrong-password.ts';
import { amqpChecks } from './index.ts';

let pki: Pki;
beforeAll(async () => {
  pki = await createPki();
});
afterAll(() => pki.remove());

async function against(
  check: Check,
  {
    setup = SOUND_PEER,
    identities = KNOWN_BY_PASSWORD,
    amqp = PEER_ADDRESSES,
  }: {
    readonly setup?: PeerSetup;
    readonly identities?: typeof KNOWN_BY_PASSWORD;
    readonly amqp?: AmqpTarget | null;
  } = {},
) {
  const peer = await startPeer(setup);
  const declares = amqp === null ? {} : { amqp };
  return runAgainst(check, { kind: 'amqp', port: peer.port, identities, declares }).finally(() =>
    peer.stop(),
  );
}

describe('what is not declared is not tried', () => {
  it.each(amqpChecks.map((check) => [check.id, check] as const))('%s: no identities', async (_, check) => {
    expect(await against(check, { identities: [] })).toMatchObject({ verdict: 'inconclusive', attack: [] });
  });

  it.each([amqpAddressReceive, amqpAddressSend, amqpMessageLimit, amqpQueueLimit, amqpSlowOpen])(
    '$id: no addresses and limits',
    async (check) => {
      const found = await against(check, { amqp: null });
      expect(found).toMatchObject({ verdict: 'inconclusive', attack: [] });
      expect(found.reason).toContain('amqp');
    },
  );

  it.each([amqpAddressReceive, amqpAddressSend, amqpMessageLimit, amqpQueueLimit])(
    '$id: a service that is no identity',
    async (check) => {
      const amqp = { ...PEER_ADDRESSES, service: 'nobody', messageBytes: 2000, queuedMessages: 5 };
      expect((await against(check, { amqp })).reason).toBe('the target declares no identity nobody');
    },
  );

  it('limits that are more than a check may try', async () => {
    const amqp = { ...PEER_ADDRESSES, messageBytes: 10_000_000, queuedMessages: 100_000, openSeconds: 3600 };
    for (const check of [amqpMessageLimit, amqpQueueLimit, amqpSlowOpen])
      expect(await against(check, { amqp })).toMatchObject({ verdict: 'inconclusive', attack: [] });
  });

  it('a certificate that could not be shown', async () => {
    const mute = [byCertificate(pki.canaryA)];
    expect((await against(amqpAnonymous, { identities: mute })).reason).toContain('canary-a has neither');
    expect((await against(amqpClientCertificate)).reason).toContain('declares no TLS');
  });
});

describe('amqp-anonymous', () => {
  it('does not decide where strangers get a session and no address is declared', async () => {
    const setup: PeerSetup = { ...SOUND_PEER, strangers: 'let in without SASL' };
    const found = await against(amqpAnonymous, { setup, amqp: null });
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('no address is declared');
  });
});

describe('amqp-wrong-password', () => {
  it('tries names of canaries and made-up ones, and nobody else’s', async () => {
    const { attack } = await against(amqpWrongPassword);
    for (const { what } of attack) expect(what).toMatch(/canary-a|made-up|a known name/);
  });
});

describe('amqp-message-limit', () => {
  it('takes no refusal for one of size before anything was sent', async () => {
    const amqp = { ...PEER_ADDRESSES, send: 'commands.{identity}', messageBytes: 2000 };
    expect((await against(amqpMessageLimit, { amqp })).verdict).toBe('inconclusive');
  });
});

describe('the address checks', () => {
  it('try forms that the target declares beside their own', async () => {
    const amqp = { ...PEER_ADDRESSES, forms: ['place/{name}'] };
    const found = await against(amqpAddressSend, { amqp });
    expect(found.verdict).toBe('pass');
    const tried = found.attack.map(({ what }) => what);
    expect(tried).toContain('canary-a sends to place/messages.canary-b');
    expect(tried).toContain('canary-b sends to /amq/queue/commands.canary-a');
    expect(tried).toContain('canary-a sends a message to messages.canary-b on a link without address');
  });

  it('name a place from the segment that names the identity to its end', () => {
    const amqp: AmqpTarget = {
      send: '/devices/{identity}/messages/events',
      receive: '/amq/queue/to.{identity}',
    };
    const identity = { name: 'canary-a' };
    const { send, receive } = addressesOf(amqp, identity);
    expect(inEveryForm(amqp, identity, [send])).toContain('/queue/canary-a/messages/events');
    const forms = inEveryForm(amqp, identity, [receive]);
    expect(forms[0]).toBe('/amq/queue/to.canary-a');
    expect(forms).toContain('to.canary-a');
    expect(new Set(forms).size).toBe(forms.length);
  });

  it('read by patterns for all only where everybody gets a copy', () => {
    const patterns = inPatterns({ name: 'canary-a' }, ['/amq/queue/to.canary-a', '/devices/canary-a/events']);
    expect(patterns).toEqual(
      expect.arrayContaining(['*.canary-a', '#.canary-a', 'to.canary-a.#', '/topic/to.*', 'topic://to.>']),
    );
    const queues = patterns.filter((pattern) => !/^(\/topic\/|topic:\/\/)/.test(pattern));
    for (const pattern of queues) expect(pattern).toContain('canary-a');
  });
});

it('no secret gets into an outcome', async () => {
  for (const check of [amqpAnonymous, amqpWrongPassword, amqpAddressSend]) {
    for (const setup of [SOUND_PEER, { ...SOUND_PEER, passwords: 'any will do' } as const]) {
      const text = JSON.stringify(await against(check, { setup }));
      for (const secret of ['a-secret', 'b-secret', 's-secret']) expect(text).not.toContain(secret);
    }
  }
});
