import { deadEnds } from '../../../testing/dead.ts';
import { READERS_GET, atStore, onStore } from '../../../testing/http/store.ts';
import { SOUND_PORTAL, onPortal } from '../../../testing/http/portal.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpReadersApart } from './http-readers-apart.ts';

export const httpReadersApartProof = proof(
  httpReadersApart,
  rowsOn(onPortal(), 'viewers look, operators change', {
    intact: SOUND_PORTAL,
    weakened: {
      'the page alone hides the button': { ...SOUND_PORTAL, changes: 'whoever is signed in' },
      'who is not signed in is taken for an operator': { ...SOUND_PORTAL, changes: 'all but viewers' },
      'it says no and does it all the same': { ...SOUND_PORTAL, refusal: 'after it is done' },
    },
    dead: { 'nobody may change anything': { ...SOUND_PORTAL, changes: 'nobody' } },
  }),
  rowsOn(onStore, 'a store: one writes, others read', {
    intact: READERS_GET,
    weakened: {
      'any token writes': { ...READERS_GET, writers: 'ingest|report' },
      'who shows nothing writes': { ...READERS_GET, writers: 'ingest|' },
    },
    dead: {
      'nobody writes': { ...READERS_GET, writers: 'nobody' },
      'the reader is not known': { ...READERS_GET, readers: 'ingest' },
    },
  }),
  deadEnds(({ pki }) => atStore(pki)),
);
