import { deadEnds } from '../../testing/dead.ts';
import { SOUND_READINGS, declaredReadings, readingPlant } from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingSignature } from './reading-signature.ts';

export const readingSignatureProof = proof(
  readingSignature,
  rowsOn(readingPlant, 'readings are signed, and it verifies that', {
    intact: SOUND_READINGS,
    weakened: {
      'it looks at no signature': { ...SOUND_READINGS, signature: 'not looked at' },
      'any signature will do': { ...SOUND_READINGS, signature: 'looked for' },
      'whoever is enrolled may sign': { ...SOUND_READINGS, signature: 'of anybody enrolled' },
      'the value is not part of what is signed': { ...SOUND_READINGS, signature: 'over all but the value' },
    },
    dead: {
      'it says that all is well whether they speak or not': { ...SOUND_READINGS, speaks: 'all the time' },
      'it says nothing of anything': { ...SOUND_READINGS, speaks: 'not at all' },
    },
  }),
  rowsOn(readingPlant, 'the same, by a monitor that takes its time', {
    intact: { ...SOUND_READINGS, speaks: 'of each reading, late' },
    weakened: {
      'any signature will do, late': {
        ...SOUND_READINGS,
        speaks: 'of each reading, late',
        signature: 'looked for',
      },
    },
  }),
  deadEnds(declaredReadings),
);
