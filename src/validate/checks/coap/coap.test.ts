import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { COAP_SERVER, type CoapServer, startCoapServer } from '../../testing/datagram/coap-server.ts';
import { openDatagrams } from '../../probes/datagrams.ts';
import { type CoapAsk, askCoap } from '../../probes/coap/exchange.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { startCoapResponder } from '../../testing/datagram/coap-responder.ts';
import { coapDiscovery } from './coap-discovery.ts';
import { coapOpen } from './coap-open.ts';
import { coapWrite } from './coap-write.ts';

describe.skipIf(COAP_SERVER === undefined)('CoAP checks', () => {
  let pki: Pki;
  let server: CoapServer;
  beforeAll(async () => {
    pki = await createPki();
    server = await startCoapServer(pki, { args: ['-d 2'], plain: true });
  });
  afterAll(async () => {
    await server.stop();
    await pki.remove();
  });
  const ask = async (request: CoapAsk) => {
    const channel = await openDatagrams({ host: '127.0.0.1', port: server.port }, () => undefined);
    return askCoap(channel, request).finally(() => channel.close());
  };

  it('writes nothing where no canary resource is named', async () => {
    const found = await runAgainst(coapWrite, { port: server.port, identities: [], kind: 'coap' });
    expect(found).toMatchObject({ verdict: 'inconclusive', attack: [], control: null });
  });

  it('gives a canary resource its old content back, and deletes one that it made', async () => {
    const at = { port: server.port, identities: [], kind: 'coap' };
    const made = { contentFormat: Buffer.from([42]), payload: Buffer.from([0, 0xff, 0x80]) };
    await ask({ method: 'PUT', path: 'canary', ...made });
    const found = await runAgainst(coapWrite, { ...at, declares: { coap: { canary: 'canary' } } });
    expect(found).toMatchObject({ verdict: 'fail', observer: { outcome: 'seen' } });
    expect(await ask({ method: 'GET', path: 'canary' })).toMatchObject({ kind: 'answered', ...made });
    await runAgainst(coapWrite, { ...at, declares: { coap: { canary: 'made/by-us' } } });
    expect(await ask({ method: 'GET', path: 'made/by-us' })).toMatchObject({
      kind: 'answered',
      code: '4.04',
    });
  });

  it('leaves alone what it could not put back', async () => {
    const at = { port: server.port, identities: [], kind: 'coap' };
    const found = await runAgainst(coapWrite, { ...at, declares: { coap: { canary: 'example_data' } } });
    expect(found).toMatchObject({ verdict: 'inconclusive', attack: [] });
    expect(found.reason).toContain('longer than one message');
  });

  it('says nothing of plain CoAP where no DTLS is claimed', async () => {
    const found = await runAgainst(coapOpen, { port: server.port, identities: [], kind: 'coap' });
    expect(found).toMatchObject({ verdict: 'inconclusive', attack: [] });
  });
});

it('does not take what cannot be read for what has not changed', async () => {
  const server = await startCoapResponder({ canary: '4.01' }, '</canary>');
  const at = { port: server.port, identities: [], kind: 'coap', declares: { coap: { canary: 'canary' } } };
  const found = await runAgainst(coapWrite, at).finally(() => server.stop());
  expect(found).toMatchObject({ verdict: 'inconclusive', observer: null });
});

it('takes any answer in plain CoAP for one', async () => {
  const server = await startCoapResponder({ '.well-known/core': '4.01' }, '');
  const at = { port: server.port, identities: [], kind: 'coaps', expects: { min: '1.2' } };
  const found = await runAgainst(coapOpen, at).finally(() => server.stop());
  expect(found).toMatchObject({ verdict: 'fail' });
});

const against = async (
  list: string,
  declares: { open?: string[]; resources?: string[] },
  resources: Parameters<typeof startCoapResponder>[0] = { a: '2.05', b: '4.01' },
) => {
  const server = await startCoapResponder(resources, list);
  const at = { port: server.port, identities: [], kind: 'coap', declares: { coap: declares } };
  const found = await runAgainst(coapDiscovery, at).finally(() => server.stop());
  return { found, asked: new Set(server.asked) };
};

describe('looking for resources', () => {
  const open = ['.well-known/core', 'a'];

  it('reports what the list has and nobody declared, and nothing else', async () => {
    const { found } = await against('</a>,</b>;rt="x",</c/d>', { open, resources: ['c/d'] });
    expect(found.seen).toEqual([
      { kind: 'resource', name: 'b', detail: expect.stringContaining('on the list of') },
    ]);
  });

  it('says nothing of strangers where the list is broken, and passes nothing', async () => {
    for (const list of ['</a>,</b', '</a>,</b>;x="', '</a>,</b>,']) {
      const { found } = await against(list, { open, resources: ['b'] });
      expect([found.verdict, found.seen]).toEqual(['inconclusive', undefined]);
      expect(found.reason).toContain('cannot be read from its character');
    }
  });

  it('asks nobody else, and for nothing that is no plain path', async () => {
    const { found, asked } = await against('<coap://192.0.2.1/x>,<//192.0.2.1/x>,</b%2Fc>,</a>', { open });
    expect(found).toMatchObject({ verdict: 'inconclusive' });
    expect(found.reason).toContain('3 of what it lists is elsewhere');
    expect(asked).toEqual(new Set(['.well-known/core']));
  });

  it('reads a list in blocks, and leaves one that does not end', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `meters/number-${index}`);
    const guarded = Object.fromEntries(names.map((name) => [name, '4.01'] as const));
    const { found, asked } = await against(names.map((name) => `</${name}>`).join(','), { open }, guarded);
    expect(found).toMatchObject({ verdict: 'pass' });
    expect(asked.size).toBe(41);
    const endless = await against(`</a>;x="${'y'.repeat(70_000)}"`, { open });
    expect(endless.found.reason).toContain('the list is not whole');
  }, 30_000);
});
