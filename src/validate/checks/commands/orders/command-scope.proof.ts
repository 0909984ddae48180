import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandScope } from './command-scope.ts';

export const commandScopeProof = proof(
  commandScope,
  rowsOn(onCommandPlant(), 'each commands its own device', {
    intact: SOUND_COMMANDS,
    weakened: {
      'whoever may command one may command both': { ...SOUND_COMMANDS, mayCommand: 'everybody both' },
    },
    dead: {
      'nobody may command any': { ...SOUND_COMMANDS, mayCommand: 'nobody' },
      'they take nothing': { ...SOUND_COMMANDS, device: 'takes nothing' },
    },
  }),
  rowsOn(commandsAtBroker, 'the same at a broker, by its list of rights', {
    intact: SOUND_COMMANDS,
    weakened: {
      'at a broker, whoever may command one may command both': {
        ...SOUND_COMMANDS,
        mayCommand: 'everybody both',
      },
    },
    dead: { 'at a broker, nobody may command any': { ...SOUND_COMMANDS, mayCommand: 'nobody' } },
  }),
  deadEnds(declaredCommands),
);
