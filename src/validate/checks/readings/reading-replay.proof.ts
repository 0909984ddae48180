import { deadEnds } from '../../testing/dead.ts';
import {
  type ReadingPlant,
  SOUND_READINGS,
  declaredReadings,
  onReadingPlant,
  readingPlant,
} from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingReplay } from './reading-replay.ts';

/** What is old counts as well, so that only the number tells. */
const NUMBERED: ReadingPlant = { ...SOUND_READINGS, age: 'any' };

export const readingReplayProof = proof(
  readingReplay,
  rowsOn(readingPlant, 'each reading has a number, and only higher ones count', {
    intact: NUMBERED,
    weakened: {
      'it remembers nothing': { ...NUMBERED, repeats: 'taken in' },
      'it remembers the last one only': { ...NUMBERED, repeats: 'not the last number again' },
      'the last one counts again': { ...NUMBERED, repeats: 'also the last number' },
    },
    dead: {
      'it says that all is well whether they speak or not': { ...NUMBERED, speaks: 'all the time' },
      'it says nothing of anything': { ...NUMBERED, speaks: 'not at all' },
    },
  }),
  rowsOn(readingPlant, 'one that comes again is called odd', {
    intact: { ...NUMBERED, repeats: 'flagged' },
  }),
  rowsOn(readingPlant, 'the same, by a monitor that takes its time', {
    intact: { ...NUMBERED, speaks: 'of each reading, late' },
    weakened: {
      'it remembers nothing, late': { ...NUMBERED, speaks: 'of each reading, late', repeats: 'taken in' },
    },
  }),
  rowsOn(onReadingPlant({ body: '{"device":"canary-a","smoke":{value}}' }), 'readings that are all alike', {
    intact: NUMBERED,
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  deadEnds(declaredReadings),
);
