import { deadEnds } from '../../../testing/dead.ts';
import { SOUND_PLANT, declared, onHttpsPlant } from '../../../testing/plant/https-plant.ts';
import { SOUND_RECORDING, recordingBroker } from '../../../testing/plant/recording-broker.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { auditTrail } from './audit-trail.ts';

export const auditTrailProof = proof(
  auditTrail,
  rowsOn(onHttpsPlant('audit'), 'every command is recorded', {
    intact: SOUND_PLANT,
    weakened: {
      'refused commands are not recorded': { ...SOUND_PLANT, recorded: 'accepted ones' },
      'accepted commands are not recorded': { ...SOUND_PLANT, recorded: 'refused ones' },
      'entries have no names': { ...SOUND_PLANT, recorded: 'without names' },
      'entries have no times': { ...SOUND_PLANT, recorded: 'without times' },
    },
    dead: { 'nobody may move it': { ...SOUND_PLANT, commandsFrom: 'nobody' } },
  }),
  rowsOn(onHttpsPlant('audit'), 'every command is recorded, and the oldest entry goes', {
    intact: { ...SOUND_PLANT, editor: 'removes the oldest at each entry' },
  }),
  rowsOn(recordingBroker, 'over MQTT, every command is recorded', {
    intact: SOUND_RECORDING,
    weakened: {
      'over MQTT, refused commands are not recorded': { ...SOUND_RECORDING, recorded: 'accepted ones' },
      'over MQTT, accepted commands are not recorded': { ...SOUND_RECORDING, recorded: 'refused ones' },
      'over MQTT, entries have no names': { ...SOUND_RECORDING, recorded: 'without names' },
      'over MQTT, entries have no times': { ...SOUND_RECORDING, recorded: 'without times' },
    },
    dead: {
      'over MQTT, nobody may read the log': { ...SOUND_RECORDING, readers: 'nobody' },
      'over MQTT, nobody may command': { ...SOUND_RECORDING, commandsFrom: 'nobody' },
    },
  }),
  deadEnds((bench) => declared('audit', bench)),
);
