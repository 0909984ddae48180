import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { weaknessesOf } from '../../probes/http/page-policy.ts';
import { readResponse } from '../../probes/http/response.ts';
import { expiryOf, forgedTokens, readJwt } from '../../probes/http/tokens.ts';
import { runAgainst } from '../../testing/context.ts';
import { atService, issueToken, startService, tokenCanaries } from '../../testing/http/service.ts';
import { startTcp } from '../../testing/listeners.ts';
import { createPki, type Pki } from '../../testing/pki.ts';
import { httpExpiredToken } from './rights/http-expired-token.ts';
import { httpRateLimit } from './limits/http-rate-limit.ts';
import { httpTokenRequired } from './rights/http-token-required.ts';
import { httpWrongToken } from './rights/http-wrong-token.ts';

const read = (text: string, ended = true, method = 'GET') => readResponse(Buffer.from(text), ended, method);
const why = (policy: string): string | undefined =>
  weaknessesOf(new Map([['content-security-policy', policy]]))[0]?.weakness;
const of = (name: string, value: string): string | undefined =>
  weaknessesOf(new Map([[name, value]])).find(({ looked }) =>
    looked.startsWith(name === 'set-cookie' ? 'cookies' : 'content'),
  )?.weakness;
/** A service that answers its canary with data, and everybody else with this status and the same data. */
async function answeringOthers(other: string) {
  const server = await startTcp((socket) =>
    socket.on('data', (bytes) => {
      const own = bytes.toString('latin1').includes('Bearer t-o-k-e-n');
      socket.end(`HTTP/1.1 ${own ? '200 OK' : other}\r\nContent-Length: 9\r\n\r\n{"of":42}`);
    }),
  );
  return runAgainst(httpTokenRequired, {
    port: server.port,
    kind: 'http',
    identities: [{ name: 'a', clientId: 'a', state: 'enrolled', token: 't-o-k-e-n' }],
    declares: { http: { routes: [{ method: 'GET', path: '/' }] } },
  }).finally(() => server.stop());
}

/** The enrolled canaries, and an expired one with this token. */
const withOld = (token: string) => [
  ...tokenCanaries().filter(({ state }) => state === 'enrolled'),
  { name: 'old', clientId: 'old', state: 'expired' as const, token },
];

describe('reading an answer', () => {
  it('reads the status, the headers and where the body ends', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\nhi';
    expect(read(text, false)).toMatchObject({
      status: 200,
      headers: new Map([
        ['content-length', '2'],
        ['set-cookie', 'a\nb'],
      ]),
    });
    expect(read(text.slice(0, -1), false)).toBe('more');
    expect(read('HTTP/1.1 204 \r\n\r\n', false)).toMatchObject({ status: 204, body: undefined });
    expect(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n', false)).toBe('more');
    expect(
      read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n', false),
    ).toMatchObject({ status: 200 });
  });

  it('passes over an interim answer, but not over one after the other', () => {
    expect(read('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 No\r\n\r\n')).toMatchObject({ status: 401 });
    expect(read('HTTP/1.1 100 \r\n\r\n'.repeat(60_000))).toBe('not-http');
  });

  it('takes nothing else for HTTP', () => {
    for (const text of ['SSH-2.0-x\r\n\r\n', 'HTTP/2 200\r\n\r\n', 'HTTP/1.1 2000\r\n\r\n', 'HTTP/1.1 200'])
      expect(read(text)).toBe('not-http');
  });

  it('copes with anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, ended) => {
        const begun = Buffer.concat([Buffer.from('HTTP/1.1 200 '), bytes]);
        for (const one of [begun, Buffer.from(bytes)])
          expect(() => readResponse(one, ended, 'GET')).not.toThrow();
      }),
    );
  });
});

describe('forging tokens', () => {
  it('leaves a shared access signature one but for what it changes', () => {
    const token = 'SharedAccessSignature sr=hub%2Fdevices%2Fa&sig=Zm9vYmFyYmF6%2Bcc%3D&se=1700000000';
    const forged = new Map(forgedTokens(token, new Date(0)).map((one) => [one.how, one.token]));
    expect(forged.get('one character of its signature changed')).toMatch(
      /^SharedAccessSignature sr=hub%2Fdevices%2Fa&sig=Zm9v[^Y]mFyYmF6%2Bcc%3D&se=1700000000$/,
    );
    expect(forged.get('a later end under its signature')).toBe(token.replace('1700000000', '31536000'));
  });

  it('never makes the token itself, nor one that decodes to it', () => {
    const tokens = fc.oneof(
      fc.string({ minLength: 4, maxLength: 80, unit: fc.constantFrom(...'abcXYZ0189+/=-_. %&'.split('')) }),
      fc.constant(issueToken('canary-a', 60)),
    );
    fc.assert(
      fc.property(tokens, (token) => {
        for (const forged of forgedTokens(token, new Date())) expect(forged.token).not.toBe(token);
      }),
    );
    const good = issueToken('canary-a', 60);
    const same = forgedTokens(good, new Date()).filter(({ token }) => {
      const [one, other] = [readJwt(token ?? '')?.parts, readJwt(good)?.parts];
      return (
        one &&
        other &&
        one.every((part, at) =>
          Buffer.from(part, 'base64url').equals(Buffer.from(other[at] ?? '', 'base64url')),
        )
      );
    });
    expect(same).toEqual([]);
  });

  it('reads when a token ends', () => {
    expect(expiryOf('SharedAccessSignature sr=h&sig=x%3D&se=1700000000')?.toISOString()).toBe(
      '2023-11-14T22:13:20.000Z',
    );
    expect(expiryOf('opaque')).toBeUndefined();
    expect(expiryOf('a.b.c')).toBeUndefined();
  });
});

it('reads policies as a browser does', () => {
  expect(why("script-src 'self' 'nonce-abc' 'unsafe-inline'")).toBeUndefined();
  expect(why("script-src 'nonce-abc' 'strict-dynamic' https: 'unsafe-inline'")).toBeUndefined();
  expect(why("default-src *; script-src 'none'")).toBeUndefined();
  expect(why("default-src 'self'\ndefault-src *")).toBeUndefined();
  expect(why("script-src 'self' 'unsafe-eval'")).toContain('unsafe-eval');
  expect(why("script-src 'self'; script-src 'none'; default-src *")).toBeUndefined();
  expect(why("script-src *; script-src 'none'")).toContain('anywhere');
  expect(why("default-src 'self'; script-src-elem *")).toContain('anywhere');
  expect(why("script-src 'self'; script-src-attr 'unsafe-inline'")).toContain('unsafe-inline');
  expect(why("script-src 'self' https://*:443")).toContain('anywhere');
  expect(why("script-src 'self' https://*.example.com")).toBeUndefined();
});

it('reads the other headers as a browser does', () => {
  expect(of('x-content-type-options', 'nosniff\nnosniff')).toBeUndefined();
  expect(of('set-cookie', 'XSRF-TOKEN=1; Secure; SameSite=Lax')).toBeUndefined();
  expect(of('set-cookie', 'sid=1; Secure; SameSite=Lax')).toContain('httponly');
});

describe('checks of tokens', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());

  it('never put a token into their outcome, and send nothing but the declared requests', async () => {
    const service = await startService(pki, { signature: 'none' });
    const told = { ...atService(pki), identities: tokenCanaries(), port: service.port };
    const found = await runAgainst(httpWrongToken, told).finally(() => service.stop());
    expect(found.verdict).toBe('fail');
    for (const { token = '' } of told.identities)
      for (const part of token.split('.')) expect(JSON.stringify(found)).not.toContain(part);
    expect(new Set(service.requests)).toEqual(
      new Set(['GET /devices', 'GET /devices/canary-a', 'POST /devices/canary-a/commands']),
    );
  });

  it('do not take a token that is refused for something else for an expired one', async () => {
    const service = await startService(pki, {});
    const against = (token: string) =>
      runAgainst(httpExpiredToken, { ...atService(pki), identities: withOld(token), port: service.port });
    try {
      expect((await against(issueToken('somebody', -60))).reason).toContain(
        'differs from that of canary-a in sub',
      );
      expect((await against('opaque')).reason).toContain('does not say when it ends');
      expect(await against(issueToken('canary-a', -60))).toMatchObject({ verdict: 'pass' });
      expect(await against(issueToken('canary-a', 60))).toMatchObject({ verdict: 'fail' });
    } finally {
      await service.stop();
    }
  });

  it('take neither a redirect nor a page that is gone for a refusal', async () => {
    for (const status of [
      '302 Found\r\nLocation: /login',
      '404 Not Found',
      '429 Too Many',
      '503 Busy',
      '400 Bad',
    ]) {
      const server = await startTcp((socket) =>
        socket.on('data', (bytes) => {
          const own = bytes.toString('latin1').includes('Bearer t-o-k-e-n');
          socket.end(`HTTP/1.1 ${own ? '200 OK' : status}\r\nContent-Length: 0\r\n\r\n`);
        }),
      );
      const found = await runAgainst(httpTokenRequired, {
        port: server.port,
        kind: 'http',
        identities: [{ name: 'a', clientId: 'a', state: 'enrolled', token: 't-o-k-e-n' }],
        declares: { http: { routes: [{ method: 'GET', path: '/' }] } },
      }).finally(() => server.stop());
      expect([status, found.verdict]).toEqual([status, 'inconclusive']);
    }
  });

  it('do not take a refusal for one that sends what it refuses, nor a page for what it asks for', async () => {
    for (const [other, doubt] of [
      ['401 Unauthorized', 'with the body that is served'],
      // As many a page for people does instead of a redirect.
      ['200 OK\r\nContent-Type: text/html', 'a page for people'],
    ] as const) {
      const found = await answeringOthers(other);
      expect(found.verdict).toBe('inconclusive');
      expect(found.reason).toContain(doubt);
    }
  });

  it('do not take a limit of requests at the same time for one in a time', async () => {
    let open = 0;
    const server = await startTcp((socket) => {
      open += 1;
      const status = open > 2 ? '429 Too Many' : '200 OK';
      socket.on('close', () => (open -= 1));
      socket.once('data', () =>
        setTimeout(() => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`), 30),
      );
    });
    const found = await runAgainst(httpRateLimit, {
      port: server.port,
      kind: 'http',
      identities: ['a', 'b'].map((name) => ({
        name,
        clientId: name,
        state: 'enrolled',
        token: `token-${name}`,
      })),
      declares: {
        http: { routes: [{ method: 'GET', path: '/' }], requestLimit: { requests: 12, seconds: 1 } },
      },
    }).finally(() => server.stop());
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('at the same time');
  });

  it('are inconclusive where nothing is declared, and where a token cannot be sent', async () => {
    const service = await startService(pki, {});
    const { ca } = atService(pki);
    const bare = {
      port: service.port,
      kind: 'http',
      identities: tokenCanaries(),
      ...(ca !== undefined && { ca }),
    };
    const routes = atService(pki).declares ?? {};
    try {
      expect((await runAgainst(httpTokenRequired, bare)).reason).toContain('no routes');
      expect((await runAgainst(httpRateLimit, { ...bare, declares: routes })).reason).toContain(
        'requestLimit',
      );
      const broken = [{ name: 'a', clientId: 'a', state: 'enrolled' as const, token: 'x\r\nHost: y' }];
      const found = await runAgainst(httpTokenRequired, { ...bare, declares: routes, identities: broken });
      expect(found).toMatchObject({ verdict: 'inconclusive', control: { outcome: 'local-failure' } });
      expect(service.requests).toEqual([]);
    } finally {
      await service.stop();
    }
  });
});
