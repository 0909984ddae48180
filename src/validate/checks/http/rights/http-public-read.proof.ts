import { deadEnds } from '../../../testing/dead.ts';
import { READERS_GET, atStore, onStore } from '../../../testing/http/store.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpPublicRead } from './http-public-read.ts';

export const httpPublicReadProof = proof(
  httpPublicRead,
  rowsOn(onStore, 'a store for those it knows', {
    intact: READERS_GET,
    weakened: {
      'everybody reads': { ...READERS_GET, readers: '.*' },
      'everybody sees what there is': { ...READERS_GET, list: 'to everybody' },
    },
    dead: { 'nobody reads': { ...READERS_GET, readers: 'nobody' } },
  }),
  deadEnds(({ pki }) => atStore(pki)),
);
