import { deadEnds } from '../../../testing/dead.ts';
import { SOUND_PLANT, declared, onHttpsPlant } from '../../../testing/plant/https-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { auditTamperEvident } from './audit-tamper-evident.ts';

export const auditTamperEvidentProof = proof(
  auditTamperEvident,
  rowsOn(onHttpsPlant('audit'), 'each line holds the hash of the one before, and is signed', {
    intact: SOUND_PLANT,
    weakened: {
      'no chain': { ...SOUND_PLANT, log: 'plain' },
      'a chain without signatures': { ...SOUND_PLANT, log: 'chained' },
      'somebody changed a line': { ...SOUND_PLANT, editor: 'changed a line' },
      'somebody removed a line': { ...SOUND_PLANT, editor: 'removed a line' },
      'the oldest entry goes when one comes': { ...SOUND_PLANT, editor: 'removes the oldest at each entry' },
    },
    dead: { 'nobody may move it': { ...SOUND_PLANT, commandsFrom: 'nobody' } },
  }),
  deadEnds((bench) => declared('audit', bench)),
);
