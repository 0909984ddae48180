/**
 * An HTTPS service of ours for tests, with Node's own server: JSON Web Tokens (HS256), things that belong to one caller
 * each, and a page. Each of its protections can be left out.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';

import type { Credentials } from '../../check.ts';
import { readJwt } from '../../probes/http/tokens.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import type { Pki } from '../pki.ts';
import { type Stand, asLines } from '../proof.ts';

/** What it takes, and whose thing it gives to whom. */
export interface ServiceSetup {
  /** Paths that are served to everybody. */
  readonly open?: readonly string[];
  /** `none`: signatures are not looked at; `alg none taken`: only where the token says that there is one. */
  readonly signature?: 'HS256' | 'none' | 'alg none taken';
  /** Whether a token must name its key; it is not looked at where absent. */
  readonly keyName?: 'wanted';
  /** Seconds after its end for which a token is still taken; `Infinity`: its end is not looked at. */
  readonly leeway?: number;
  /** Whether the name in the path must be the token's. */
  readonly owner?: 'the token’s' | 'anybody';
  /** What an identity who may not have it is told. */
  readonly denial?: 403 | 404 | 500;
  /** The status alone says no, what was asked for is sent. */
  readonly leaks?: true;
  /** How many connections it has at most. */
  readonly connections?: number;
  /** Who is known at all; everybody who has a token where absent. */
  readonly knows?: readonly string[];
}

/** The key of all tokens of one test run. */
const KEY = randomBytes(32);
const KEY_NAME = 'key-1';

/** A token as the service issues it; `seconds` from now it ends. */
export function issueToken(name: string, seconds: number): string {
  const iat = Math.floor(Date.now() / 1000) - 7200;
  const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: KEY_NAME })}.${part({ sub: name, iss: 'bestride-test', iat, exp: iat + 7200 + seconds })}`;
  return `${signed}.${signatureOf(signed)}`;
}

/** Canaries with tokens: two that are enrolled, and the first one’s token of before, which ended an hour ago. */
export function tokenCanaries(): readonly Credentials[] {
  return [
    canary('canary-a', 'enrolled', 3600),
    canary('canary-b', 'enrolled', 3600),
    canary('canary-old', 'expired', -3600, 'canary-a'),
  ];
}

function canary(name: string, state: Credentials['state'], seconds: number, subject = name): Credentials {
  return { name, clientId: name, state, token: issueToken(subject, seconds) };
}

/** What a check is told of the service. */
export function atService(pki: Pki): Omit<ContextOptions, 'port'> {
  return {
    identities: tokenCanaries(),
    ca: pki.ca.cert,
    kind: 'http',
    declares: {
      http: {
        routes: [
          { method: 'GET', path: '/devices' },
          { method: 'GET', path: '/devices/{identity}' },
          { method: 'POST', path: '/devices/{identity}/commands', body: '{"position":10}' },
        ],
      },
    },
  };
}

/** Where the service is the software. */
export const onService: Stand<ServiceSetup> = {
  software: 'an HTTPS service of ours on node:https',
  text: asLines,
  async judge(check, setup, { pki }) {
    const service = await startService(pki, setup);
    return runAgainst(check, { ...atService(pki), port: service.port }).finally(() => service.stop());
  },
};

/** Starts it on a free port of 127.0.0.1. */
export async function startService(
  pki: Pki,
  setup: ServiceSetup,
): Promise<{ readonly port: number; readonly requests: readonly string[]; stop(): Promise<void> }> {
  const requests: string[] = [];
  const { cert, key } = pki.server;
  const server = createServer({ cert, key }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(setup, request, response);
  });
  server.on('tlsClientError', () => undefined);
  if (setup.connections !== undefined) server.maxConnections = setup.connections;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(setup: ServiceSetup, request: IncomingMessage, response: ServerResponse): void {
  const { open = [], owner = 'the token’s', denial = 403 } = setup;
  const path = request.url ?? '/';
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  request.resume();
  if (open.includes(path)) return say(200, { path });
  const who = callerOf(setup, request.headers.authorization);
  if (who === undefined) return say(401, { error: 'no valid token' });
  if (setup.knows && !setup.knows.includes(who)) return say(403, { error: 'unknown' });
  const thing = /^\/devices\/([^/]+)/.exec(path)?.[1];
  if (thing === undefined) return say(200, { devices: [who] });
  if (thing !== who && owner === 'the token’s')
    return say(denial, setup.leaks ? { device: thing, secretOf: thing } : { error: 'not yours' });
  return say(200, { device: thing, secretOf: thing });
}

function callerOf(setup: ServiceSetup, authorization: string | undefined): string | undefined {
  const { signature = 'HS256', leeway = 0 } = setup;
  const token = /^Bearer ([^ ]+)$/.exec(authorization ?? '')?.[1] ?? '';
  const jwt = readJwt(`${token}${token.endsWith('.') ? '-' : ''}`);
  const [header = '', claims = '', signed = ''] = token.split('.');
  if (!jwt) return undefined;
  const { alg, kid } = jwt.header;
  if (setup.keyName === 'wanted' && kid !== KEY_NAME) return undefined;
  const { sub, exp } = jwt.claims;
  const excused = signature === 'none' || (signature === 'alg none taken' && alg === 'none');
  const wanted = Buffer.from(signatureOf(`${header}.${claims}`));
  const given = Buffer.from(signed);
  const genuine = wanted.length === given.length && timingSafeEqual(wanted, given);
  if (!excused && (alg !== 'HS256' || !genuine)) return undefined;
  return typeof sub === 'string' && Number(exp) + leeway > Date.now() / 1000 ? sub : undefined;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signatureOf(text: string): string {
  return createHmac('sha256', KEY).update(text).digest('base64url');
}
