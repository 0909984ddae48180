/** What the rows of the checks that change something do not show: what is left behind, and what is never tried. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { runAgainst } from '../../testing/context.ts';
import { SOUND_PORTAL, atPortal, startPortal } from '../../testing/http/portal.ts';
import { atStore } from '../../testing/http/store.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { httpForeignRequests } from './pages/http-foreign-requests.ts';
import { httpOutputEncoded } from './pages/http-output-encoded.ts';
import { httpPlaintext } from './pages/http-plaintext.ts';
import { httpPublicRead } from './rights/http-public-read.ts';
import { httpReadersApart } from './rights/http-readers-apart.ts';

let pki: Pki;
beforeAll(async () => {
  pki = await createPki();
});
afterAll(() => pki.remove());

it('leave a harmless text behind, also where the attack got through', async () => {
  for (const [check, twin] of [
    [httpOutputEncoded, { ...SOUND_PORTAL, shown: 'as it came' }],
    [httpReadersApart, { ...SOUND_PORTAL, changes: 'whoever is signed in' }],
    [httpForeignRequests, { ...SOUND_PORTAL, proof: 'not wanted' }],
  ] as const) {
    const portal = await startPortal(pki, twin);
    const found = await runAgainst(check, { ...atPortal(pki), port: portal.port }).finally(() =>
      portal.stop(),
    );
    expect(found.verdict).toBe('fail');
    expect(portal.note()).toMatch(/^bestride-[0-9a-f]{16}$/);
  }
});

it('change nothing where nothing is declared, or nobody who may', async () => {
  const portal = await startPortal(pki, SOUND_PORTAL);
  const told = { ...atPortal(pki), port: portal.port };
  const http = told.declares?.http;
  const [change] = http?.changes ?? [];
  try {
    for (const declared of [{}, ...(change ? [{ ...http, changes: [{ ...change, by: 'nobody' }] }] : [])])
      for (const check of [httpOutputEncoded, httpReadersApart, httpForeignRequests])
        expect(await runAgainst(check, { ...told, declares: { http: declared } })).toMatchObject({
          verdict: 'inconclusive',
          attack: [],
        });
    const { store: _, ...rest } = atStore(pki).declares?.http ?? {};
    for (const check of [httpPublicRead, httpPlaintext])
      expect(await runAgainst(check, { ...told, declares: { http: rest } })).toMatchObject({
        verdict: 'inconclusive',
        attack: [],
      });
    expect(portal.note()).toBe('none yet');
  } finally {
    await portal.stop();
  }
});

it('do not take a refusal for want of the proof for one of the reader', async () => {
  const portal = await startPortal(pki, { ...SOUND_PORTAL, changes: 'whoever is signed in' });
  const told = { ...atPortal(pki), port: portal.port };
  const http = { ...told.declares?.http, proof: { header: 'X-Proof', from: '/session', pointer: '/none' } };
  // Nobody gets it: then not even the one who may change it does.
  try {
    expect(await runAgainst(httpReadersApart, { ...told, declares: { http } })).toMatchObject({
      verdict: 'inconclusive',
      attack: [],
    });
  } finally {
    await portal.stop();
  }
});

it('do not take a token for one that a browser sends by itself', async () => {
  const portal = await startPortal(pki, { ...SOUND_PORTAL, origin: 'any', proof: 'not wanted' });
  const told = { ...atPortal(pki, false), port: portal.port };
  const http = { ...told.declares?.http, token: { header: 'X-Session', scheme: '' } };
  // The portal knows nobody by that header, so the control fails; with the cookie it is another site's to use.
  try {
    expect(await runAgainst(httpForeignRequests, { ...told, declares: { http } })).toMatchObject({
      verdict: 'inconclusive',
    });
    expect(await runAgainst(httpForeignRequests, told)).toMatchObject({ verdict: 'fail' });
  } finally {
    await portal.stop();
  }
});
