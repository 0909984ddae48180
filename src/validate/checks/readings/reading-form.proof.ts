import { deadEnds } from '../../testing/dead.ts';
import { SOUND_READINGS, declaredReadings, readingPlant } from '../../testing/plant/reading-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingForm } from './reading-form.ts';

export const readingFormProof = proof(
  readingForm,
  rowsOn(readingPlant, 'what is not of the right form is set aside', {
    intact: SOUND_READINGS,
    weakened: {
      'texts do for numbers': { ...SOUND_READINGS, form: 'texts for numbers' },
      'it takes the first number it finds': { ...SOUND_READINGS, form: 'the first number found' },
      'no range': { ...SOUND_READINGS, range: 'any' },
      'no range but that of numbers': { ...SOUND_READINGS, range: 'any that is finite' },
    },
    dead: {
      'it says that all is well whether they speak or not': { ...SOUND_READINGS, speaks: 'all the time' },
      'it says nothing of anything': { ...SOUND_READINGS, speaks: 'not at all' },
      'a bad one stops it': { ...SOUND_READINGS, badOnes: 'stop it' },
    },
  }),
  rowsOn(readingPlant, 'the same, by a monitor that takes its time', {
    intact: { ...SOUND_READINGS, speaks: 'of each reading, late' },
    weakened: {
      'texts do for numbers, late': {
        ...SOUND_READINGS,
        speaks: 'of each reading, late',
        form: 'texts for numbers',
      },
    },
  }),
  deadEnds(declaredReadings),
);
