import { deadEnds } from '../../../testing/dead.ts';
import { withAcl } from '../../../testing/mosquitto.ts';
import { SOUND_PLANT, declared, onHttpsPlant } from '../../../testing/plant/https-plant.ts';
import { SOUND_MQTT, onMqttPlant } from '../../../testing/plant/mqtt-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandAuthorisation } from './command-authorisation.ts';

export const commandAuthorisationProof = proof(
  commandAuthorisation,
  rowsOn(onHttpsPlant('commands'), 'only the service moves the valve', {
    intact: SOUND_PLANT,
    weakened: {
      'whoever has a certificate': { ...SOUND_PLANT, commandsFrom: 'anybody with a certificate' },
      'it says no and moves all the same': { ...SOUND_PLANT, refusal: 'after it moved' },
    },
    dead: {
      'nobody may move it': { ...SOUND_PLANT, commandsFrom: 'nobody' },
      'it says that it does not know who asks': { ...SOUND_PLANT, says: 401 },
      'it says that they ask too often': { ...SOUND_PLANT, says: 429 },
      'where it stands is not to be seen after it said no': { ...SOUND_PLANT, shows: 'not after a refusal' },
    },
  }),
  rowsOn(
    onHttpsPlant('commands', ({ pki }) => ({ strangers: pki.foreign })),
    'the others’ certificates are of another authority',
    { intact: { ...SOUND_PLANT, commandsFrom: 'anybody with a certificate' } },
  ).map((row) => ({ ...row, kind: 'dead' as const })),
  ...([403, 400] as const).map((strangers) =>
    rowsOn(
      onHttpsPlant('commands', ({ pki }) => ({ strangers: pki.foreign })),
      `the same, and it says ${strangers} to those`,
      { intact: { ...SOUND_PLANT, commandsFrom: 'anybody with a certificate', strangers } },
    ).map((row) => ({ ...row, kind: 'dead' as const })),
  ),
  rowsOn(onHttpsPlant('commands'), 'only the service moves the valve, and who is not known gets a 403', {
    intact: { ...SOUND_PLANT, strangers: 403 },
    weakened: {
      'whoever is known': { ...SOUND_PLANT, strangers: 403, commandsFrom: 'anybody with a certificate' },
    },
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
