/** nginx as a store (WebDAV): who may read and who may write is told by the token. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type ContextOptions, runAgainst } from '../context.ts';
import { startNginx } from '../nginx.ts';
import type { Pki } from '../pki.ts';
import { type Stand, asLines } from '../proof.ts';

export interface Store {
  /** A regular expression for names; `.*` takes those who show nothing as well. */
  readonly readers: string;
  readonly writers: string;
  /** Whether the list of what is kept is shown to everybody. */
  readonly list: 'as the rest' | 'to everybody';
}

export const READERS_GET: Store = { readers: 'ingest|report', writers: 'ingest', list: 'as the rest' };

const TOKENS = { ingest: 'a-token-that-writes-0123456789', report: 'a-token-that-reads-0123456789' };

/** What a check is told of it. */
export function atStore(pki: Pki): Omit<ContextOptions, 'port'> {
  return {
    identities: Object.entries(TOKENS).map(([name, token]) => ({
      name,
      clientId: name,
      state: 'enrolled',
      token,
    })),
    ca: pki.ca.cert,
    kind: 'http',
    declares: {
      http: {
        store: ['/store/note.json', '/store/'],
        changes: [
          {
            by: 'ingest',
            method: 'PUT',
            path: '/store/note.json',
            body: '{"note":"{text}"}',
            read: '/store/note.json',
          },
        ],
      },
    },
  };
}

export const onStore: Stand<Store> = {
  software: 'nginx, as a WebDAV store',
  text: asLines,
  async judge(check, setup, { pki }) {
    const dir = await mkdtemp(join(tmpdir(), 'bestride-store-'));
    await writeFile(join(dir, 'note.json'), '{"note":"none yet"}');
    const server = await startNginx(pki, config(setup, dir));
    return runAgainst(check, { ...atStore(pki), port: server.port }).finally(async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    });
  },
};

function config({ readers, writers, list }: Store, dir: string): readonly string[] {
  const names = Object.entries(TOKENS).map(([name, token]) => `"Bearer ${token}" ${name};`);
  return [
    `http: map $http_authorization $caller { default ""; ${names.join(' ')} }`,
    `http: map "$request_method $caller" $may { default 0; "~^(GET|HEAD) (${readers})$" 1; "~^PUT (${writers})$" 1; }`,
    `location /store/ { if ($may = 0) { return 403; } alias ${dir}/; autoindex on; dav_methods PUT; }`,
    ...(list === 'to everybody' ? [`location = /store/ { alias ${dir}/; autoindex on; }`] : []),
  ];
}
