import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandExpiry } from './command-expiry.ts';

export const commandExpiryProof = proof(
  commandExpiry,
  rowsOn(onCommandPlant(), 'commands hold a time, and count for 8 seconds', {
    intact: SOUND_COMMANDS,
    weakened: {
      'it does not look at the time': { ...SOUND_COMMANDS, age: 'any' },
      'it wants a later time than the last, however late it is': {
        ...SOUND_COMMANDS,
        age: 'later than the last',
      },
    },
    dead: { 'it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  rowsOn(
    onCommandPlant({ body: '{"set":"valve","to":{value},"number":{number}}' }),
    'commands without a time',
    {
      intact: SOUND_COMMANDS,
    },
  ).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(onCommandPlant({ expireSeconds: 90 }), 'a limit too long to wait for', {
    intact: SOUND_COMMANDS,
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: SOUND_COMMANDS,
    weakened: { 'at a broker, it does not look at the time': { ...SOUND_COMMANDS, age: 'any' } },
  }),
  deadEnds(declaredCommands),
);
