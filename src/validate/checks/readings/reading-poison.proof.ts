import { deadEnds } from '../../testing/dead.ts';
import { SOUND_READINGS, declaredReadings, readingPlant } from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingPoison } from './reading-poison.ts';

export const readingPoisonProof = proof(
  readingPoison,
  rowsOn(readingPlant, 'a bad one is set aside', {
    intact: SOUND_READINGS,
    weakened: {
      'a bad one is tried again and again': { ...SOUND_READINGS, badOnes: 'tried again and again' },
      'a bad one stops it': { ...SOUND_READINGS, badOnes: 'stop it' },
    },
    dead: {
      'it says nothing of anything': { ...SOUND_READINGS, speaks: 'not at all' },
    },
  }),
  deadEnds(declaredReadings),
);
