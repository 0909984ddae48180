import { deadEnds } from '../../../testing/dead.ts';
import {
  type CommandPlant,
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandReplay } from './command-replay.ts';

/** What is old counts as well, so that only the number tells. */
const NUMBERED: CommandPlant = { ...SOUND_COMMANDS, age: 'any' };

export const commandReplayProof = proof(
  commandReplay,
  rowsOn(onCommandPlant(), 'each command has a number, and only higher ones count', {
    intact: NUMBERED,
    weakened: {
      'it remembers nothing': { ...NUMBERED, repeats: 'carried out' },
      'it remembers the last one only': { ...NUMBERED, repeats: 'not the last number again' },
    },
    dead: {
      'nobody may command it': { ...NUMBERED, mayCommand: 'nobody' },
      'it takes nothing': { ...NUMBERED, device: 'takes nothing' },
    },
  }),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: NUMBERED,
    weakened: { 'at a broker, it remembers nothing': { ...NUMBERED, repeats: 'carried out' } },
    dead: { 'at a broker, it takes nothing': { ...NUMBERED, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
