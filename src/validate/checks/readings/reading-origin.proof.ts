import { deadEnds } from '../../testing/dead.ts';
import { SOUND_READINGS, declaredReadings, readingPlant } from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingOrigin } from './reading-origin.ts';

export const readingOriginProof = proof(
  readingOrigin,
  rowsOn(readingPlant, 'the sender is taken from the topic', {
    intact: SOUND_READINGS,
    weakened: {
      'the sender is taken from the message': { ...SOUND_READINGS, sender: 'from the message' },
    },
    dead: {
      'it says that all is well whether they speak or not': { ...SOUND_READINGS, speaks: 'all the time' },
      'it says nothing of anything': { ...SOUND_READINGS, speaks: 'not at all' },
    },
  }),
  deadEnds(declaredReadings),
);
