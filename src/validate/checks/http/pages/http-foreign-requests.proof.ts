import { deadEnds } from '../../../testing/dead.ts';
import { SOUND_PORTAL, atPortal, onPortal } from '../../../testing/http/portal.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpForeignRequests } from './http-foreign-requests.ts';

const BY_ORIGIN = { ...SOUND_PORTAL, proof: 'not wanted' } as const;
const BY_TYPE = { ...BY_ORIGIN, origin: 'any', type: 'JSON only' } as const;

export const httpForeignRequestsProof = proof(
  httpForeignRequests,
  rowsOn(onPortal(), 'a token of the session with each change', {
    intact: SOUND_PORTAL,
    weakened: {
      'no token is wanted': { ...SOUND_PORTAL, proof: 'not wanted' },
      'every origin may read': { ...SOUND_PORTAL, readable: 'by every origin' },
      'whichever origin asks may read': { ...SOUND_PORTAL, readable: 'by the one that asks' },
      'an origin that ends like its own may read': { ...SOUND_PORTAL, readable: 'by what ends like its own' },
    },
    dead: { 'nobody may change anything': { ...SOUND_PORTAL, changes: 'nobody' } },
  }),
  rowsOn(onPortal(false), 'by the origin alone', {
    intact: BY_ORIGIN,
    weakened: {
      'the origin is not looked at': { ...BY_ORIGIN, origin: 'any' },
      'a page without an origin is taken': { ...BY_ORIGIN, origin: 'its own or null' },
    },
  }),
  rowsOn(onPortal(false), 'JSON alone, for which a browser asks first', {
    intact: BY_TYPE,
    weakened: {
      'any type is taken': { ...BY_TYPE, type: 'any' },
      'what says no type is taken for JSON': { ...BY_TYPE, type: 'JSON, or no type' },
      'forms are taken as well': { ...BY_TYPE, type: 'JSON and forms' },
    },
  }),
  deadEnds(({ pki }) => atPortal(pki)),
);
