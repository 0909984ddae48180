import { deadEnds } from '../../../testing/dead.ts';
import { SOUND_PLANT, declared, onHttpsPlant } from '../../../testing/plant/https-plant.ts';
import { SOUND_MQTT, onMqttPlant } from '../../../testing/plant/mqtt-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandRange } from './command-range.ts';

const SLOW = { ...SOUND_PLANT, moves: 'by 10 in a second' } as const;

export const commandRangeProof = proof(
  commandRange,
  rowsOn(onHttpsPlant('commands'), 'cut off at 60', {
    intact: SOUND_PLANT,
    weakened: { 'no limit': { ...SOUND_PLANT, limit: 'none' } },
    dead: { 'nobody may move it': { ...SOUND_PLANT, commandsFrom: 'nobody' } },
  }),
  rowsOn(onHttpsPlant('commands'), 'refused above 60', {
    intact: { ...SOUND_PLANT, limit: '60, refused' },
    weakened: { 'no limit': { ...SOUND_PLANT, limit: 'none' } },
  }),
  rowsOn(
    onHttpsPlant('commands', () => ({ direct: false })),
    'somebody before it refuses above 60, and it was not asked',
    { intact: { ...SOUND_PLANT, limit: '60, refused' } },
  ).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(
    onHttpsPlant('commands', () => ({ permitted: [20, 22] })),
    'cut off at 60, where it takes its time to get there',
    {
      intact: SLOW,
      weakened: { 'no limit, which takes its time to show': { ...SLOW, limit: 'none' } },
    },
  ),
  rowsOn(onMqttPlant('commands'), 'the valve cuts off at 60', {
    intact: SOUND_MQTT,
    weakened: { 'the valve has no limit': { ...SOUND_MQTT, limit: 'none' } },
    dead: { 'the valve is off': { ...SOUND_MQTT, programs: 'off' } },
  }),
  deadEnds((bench) => declared('commands', bench)),
);
