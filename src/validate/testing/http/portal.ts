/**
 * A small portal of ours for tests, with Node's own server: notes that some may change and others read, and a page that
 * shows them. Who calls is known by a cookie of the session. Each of its protections can be left out.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';

import type { Credentials } from '../../check.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import type { Pki } from '../pki.ts';
import { type Stand, asLines } from '../proof.ts';

export interface Portal {
  /** Who may change a note. */
  readonly changes: 'operator' | 'whoever is signed in' | 'all but viewers' | 'nobody';
  readonly refusal: 'before it is done' | 'after it is done';
  /** Which origin a change may come from. */
  readonly origin: 'its own' | 'its own or null' | 'any';
  /** Which may read answers. */
  readonly readable: 'by none' | 'by every origin' | 'by the one that asks' | 'by what ends like its own';
  /** Whether a change needs the token of the session that the own pages get. */
  readonly proof: 'wanted' | 'not wanted';
  readonly type: 'JSON only' | 'JSON, or no type' | 'JSON and forms' | 'any';
  /** Which notes it takes at all. */
  readonly takes: 'any text' | 'up to 40 characters' | 'none with <';
  /** How the page shows a note. */
  readonly shown:
    | 'encoded'
    | 'encoded, in a handler'
    | 'as it came'
    | 'tags encoded, quotes not'
    | 'by script'
    | 'not at all';
}

export const SOUND_PORTAL: Portal = {
  changes: 'operator',
  refusal: 'before it is done',
  origin: 'its own',
  readable: 'by none',
  proof: 'wanted',
  type: 'any',
  takes: 'any text',
  shown: 'encoded',
};

const SESSIONS = { operator: randomBytes(12).toString('hex'), viewer: randomBytes(12).toString('hex') };
const PROOF = randomBytes(12).toString('hex');
const OWN = 'https://localhost';

const people: readonly Credentials[] = Object.entries(SESSIONS).map(([name, session]) => ({
  name,
  clientId: name,
  state: 'enrolled',
  token: `session=${session}`,
}));

/** What a check is told of it. */
export function atPortal(pki: Pki, proof = true): Omit<ContextOptions, 'port'> {
  return {
    identities: people,
    ca: pki.ca.cert,
    kind: 'http',
    declares: {
      http: {
        token: { header: 'Cookie', scheme: '' },
        changes: [
          {
            by: 'operator',
            method: 'POST',
            path: '/notes',
            body: '{"note":"{text}"}',
            read: '/notes',
            page: '/',
          },
        ],
        ...(proof && { proof: { header: 'X-Proof', from: '/session', pointer: '/proof' } }),
      },
    },
  };
}

/** The portal as a stand; `proof`: whether the target says that changes need one. */
export function onPortal(proof = true): Stand<Portal> {
  return {
    software: 'a portal of ours on node:https',
    text: asLines,
    async judge(check, setup, { pki }) {
      const portal = await startPortal(pki, setup);
      return runAgainst(check, { ...atPortal(pki, proof), port: portal.port }).finally(() => portal.stop());
    },
  };
}

export async function startPortal(
  pki: Pki,
  setup: Portal,
): Promise<{ readonly port: number; note(): string; stop(): Promise<void> }> {
  const state = { note: 'none yet' };
  const { cert, key } = pki.server;
  const server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(setup, state, request, Buffer.concat(chunks).toString('utf8'), response));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    note: () => state.note,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  setup: Portal,
  state: { note: string },
  { method, url, headers }: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const { origin, cookie = '' } = headers;
  const allowed = readerOf(setup, origin);
  if (allowed !== undefined) response.setHeader('access-control-allow-origin', allowed);
  const say = (status: number, text = '', type = 'application/json'): void => {
    response.writeHead(status, { 'content-type': type }).end(text);
  };
  const session = /(?:^|; )session=([0-9a-f]+)/.exec(cookie)?.[1];
  const who = Object.entries(SESSIONS).find(([, one]) => one === session)?.[0];
  if (method === 'OPTIONS') return say(204);
  // Whoever is nobody it knows is taken for one who may.
  const isOpen = setup.changes === 'all but viewers' && (method === 'POST' || url === '/session');
  if (who === undefined && !isOpen) return say(401);
  if (method === 'GET' && url === '/session') return say(200, JSON.stringify({ proof: PROOF }));
  if (method === 'GET' && url === '/notes') return say(200, JSON.stringify({ note: state.note }));
  if (method === 'GET' && url === '/') return say(200, page(setup, state.note), 'text/html; charset=utf-8');
  if (method !== 'POST' || url !== '/notes') return say(404);
  const type = headers['content-type'] ?? '';
  if (setup.type !== 'any' && !TYPES[setup.type].includes(type)) return say(415);
  if (!originTaken(setup, origin)) return say(403);
  if (setup.proof === 'wanted' && headers['x-proof'] !== PROOF) return say(403);
  const note = noteIn(body, type);
  if (!isTaken(setup, note)) return say(400);
  const may = {
    operator: who === 'operator',
    'whoever is signed in': true,
    'all but viewers': who !== 'viewer',
    nobody: false,
  }[setup.changes];
  if (may || (setup.refusal === 'after it is done' && setup.changes !== 'nobody')) state.note = note;
  return say(may ? 204 : 403);
}

function originTaken({ origin: taken }: Portal, origin: string | undefined): boolean {
  if (origin === undefined || origin === OWN || taken === 'any') return true;
  return taken === 'its own or null' && origin === 'null';
}

function isTaken({ takes }: Portal, note: string): boolean {
  if (takes === 'up to 40 characters') return note.length <= 40;
  return takes === 'any text' || !note.includes('<');
}

function readerOf({ readable }: Portal, origin: string | undefined): string | undefined {
  if (readable === 'by every origin') return '*';
  if (readable === 'by the one that asks') return origin;
  return readable === 'by what ends like its own' && origin?.endsWith('localhost') ? origin : undefined;
}

const FORM = 'application/x-www-form-urlencoded';
const TYPES = {
  'JSON only': ['application/json'],
  'JSON, or no type': ['application/json', ''],
  'JSON and forms': ['application/json', FORM],
};

function noteIn(body: string, type: string): string {
  if (type === FORM && !body.startsWith('{')) return new URLSearchParams(body).get('note') ?? '';
  const note: unknown = Object.entries(JSON.parse(body)).find(([name]) => name === 'note')?.[1];
  return typeof note === 'string' ? note : '';
}

function page({ shown }: Portal, note: string): string {
  const tags = note.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const whole = tags.replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  const inside = {
    encoded: `<p title="${whole}">${whole}</p>`,
    'encoded, in a handler': `<p onclick="show('${whole}')">a note</p>`,
    'as it came': `<p>${note}</p>`,
    'tags encoded, quotes not': `<p title="${tags}">${tags}</p>`,
    'by script': `<script>show(${JSON.stringify(note).replaceAll('<', '\\u003c')})</script>`,
    'not at all': '<div id="notes"></div>',
  }[shown];
  return `<!doctype html><title>Notes</title>${inside}`;
}
