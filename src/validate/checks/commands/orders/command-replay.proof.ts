import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandReplay } from './command-replay.ts';

export const commandReplayProof = proof(
  commandReplay,
  rowsOn(onCommandPlant(), 'each command has a number, and only higher ones count', {
    intact: SOUND_COMMANDS,
    weakened: {
      'it remembers nothing': { ...SOUND_COMMANDS, repeats: 'carried out' },
      'it remembers the last one only': { ...SOUND_COMMANDS, repeats: 'not the last number again' },
    },
    dead: {
      'nobody may command it': { ...SOUND_COMMANDS, mayCommand: 'nobody' },
      'it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' },
    },
  }),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: SOUND_COMMANDS,
    weakened: { 'at a broker, it remembers nothing': { ...SOUND_COMMANDS, repeats: 'carried out' } },
    dead: { 'at a broker, it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
