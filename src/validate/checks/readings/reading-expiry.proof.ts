import { deadEnds } from '../../testing/dead.ts';
import {
  SOUND_READINGS,
  declaredReadings,
  onReadingPlant,
  readingPlant,
} from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingExpiry } from './reading-expiry.ts';

export const readingExpiryProof = proof(
  readingExpiry,
  rowsOn(readingPlant, 'readings hold a time, and count for 8 seconds', {
    intact: SOUND_READINGS,
    weakened: {
      'it does not look at the time': { ...SOUND_READINGS, age: 'any' },
      'it wants a later time than the last, however late it is': {
        ...SOUND_READINGS,
        age: 'later than the last',
      },
    },
    dead: {
      'it says that all is well whether they speak or not': { ...SOUND_READINGS, speaks: 'all the time' },
      'it says nothing of anything': { ...SOUND_READINGS, speaks: 'not at all' },
    },
  }),
  rowsOn(onReadingPlant({ expireSeconds: 90 }), 'a limit too long to wait for', {
    intact: SOUND_READINGS,
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(onReadingPlant({ expireSeconds: 90 }), 'a limit too long to wait for, and', {
    intact: SOUND_READINGS,
    weakened: { 'not looked at either': { ...SOUND_READINGS, age: 'any' } },
  }).filter(({ kind }) => kind === 'weakened'),
  deadEnds(declaredReadings),
);
