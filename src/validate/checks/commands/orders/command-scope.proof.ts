import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandScope } from './command-scope.ts';

/** The sender is not the one who signs. */
const TURNED = {
  by: 'canary-a',
  send: '/second',
  observe: '/second',
  outside: { by: 'service', send: '/valve', observe: '/valve' },
} as const;

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
  rowsOn(onCommandPlant(TURNED), 'who commands one has what it sends signed by the service', {
    intact: SOUND_COMMANDS,
    weakened: {
      'whoever has it signed may command both': { ...SOUND_COMMANDS, mayCommand: 'everybody both' },
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
