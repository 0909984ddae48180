import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { COAP_SERVER, type CoapServer, startCoapServer } from '../../testing/datagram/coap-server.ts';
import { openDatagrams } from '../../probes/datagrams.ts';
import { type CoapAsk, askCoap } from '../../probes/coap/exchange.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
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
