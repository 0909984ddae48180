import { deadEnds } from '../../testing/dead.ts';
import { SOUND_MQTT, declaredMqtt, onMqttPlant } from '../../testing/plant/mqtt-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { readingPlausibility } from './reading-plausibility.ts';

export const readingPlausibilityProof = proof(
  readingPlausibility,
  rowsOn(onMqttPlant('readings'), 'what leaps is flagged', {
    intact: SOUND_MQTT,
    weakened: { 'every reading is believed': { ...SOUND_MQTT, flags: 'nothing' } },
    dead: {
      'every reading is flagged': { ...SOUND_MQTT, flags: 'everything' },
      'the monitor is off': { ...SOUND_MQTT, programs: 'off' },
    },
  }),
  deadEnds((bench) => declaredMqtt('readings', bench)),
);
