import { deadEnds } from '../../../testing/dead.ts';
import { SOUND_PORTAL, atPortal, onPortal } from '../../../testing/http/portal.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpOutputEncoded } from './http-output-encoded.ts';

const SHORT = { ...SOUND_PORTAL, takes: 'up to 40 characters' } as const;
const WITHOUT_TAGS = { ...SOUND_PORTAL, takes: 'none with <' } as const;

export const httpOutputEncodedProof = proof(
  httpOutputEncoded,
  rowsOn(onPortal(), 'a note in a text and in an attribute', {
    intact: SOUND_PORTAL,
    weakened: {
      'it stands there as it came': { ...SOUND_PORTAL, shown: 'as it came' },
      'quotes end the attribute': { ...SOUND_PORTAL, shown: 'tags encoded, quotes not' },
    },
    dead: {
      'script shows it': { ...SOUND_PORTAL, shown: 'by script' },
      'it is encoded where script runs it': { ...SOUND_PORTAL, shown: 'encoded, in a handler' },
      'the page does not show it': { ...SOUND_PORTAL, shown: 'not at all' },
    },
  }),
  rowsOn(onPortal(), 'a note of up to 40 characters', {
    intact: SHORT,
    weakened: { 'a short one stands there as it came': { ...SHORT, shown: 'as it came' } },
  }),
  rowsOn(onPortal(), 'a note without <', {
    intact: WITHOUT_TAGS,
    weakened: {
      'without <, quotes end the attribute': { ...WITHOUT_TAGS, shown: 'tags encoded, quotes not' },
    },
  }),
  deadEnds(({ pki }) => atPortal(pki)),
);
