import { deadEnds } from '../../testing/dead.ts';
import { withAcl } from '../../testing/mosquitto.ts';
import { SOUND_PLANT, declared, onHttpsPlant } from '../../testing/plant/https-plant.ts';
import { SOUND_MQTT, onMqttPlant } from '../../testing/plant/mqtt-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { commandAuthorisation } from './command-authorisation.ts';

export const commandAuthorisationProof = proof(
  commandAuthorisation,
  rowsOn(onHttpsPlant('commands'), 'only the service moves the valve', {
    intact: SOUND_PLANT,
    weakened: {
      'whoever has a certificate': { ...SOUND_PLANT, commandsFrom: 'anybody with a certificate' },
      'it says no and moves all the same': { ...SOUND_PLANT, refusal: 'after it moved' },
    },
    dead: { 'nobody may move it': { ...SOUND_PLANT, commandsFrom: 'nobody' } },
  }),
  rowsOn(onMqttPlant('commands'), 'only the service sends commands', {
    intact: SOUND_MQTT,
    weakened: {
      'every device sends commands to every device': {
        ...SOUND_MQTT,
        broker: {
          ...SOUND_MQTT.broker,
          acl: ['pattern write devices/+/commands', ...(SOUND_MQTT.broker.acl ?? [])],
        },
      },
    },
    dead: {
      'the valve is off': { ...SOUND_MQTT, programs: 'off' },
      'the service may send nothing': {
        ...SOUND_MQTT,
        broker: { ...withAcl(SOUND_MQTT.broker, ''), acl: [] },
      },
    },
  }),
  deadEnds((bench) => declared('commands', bench)),
);
