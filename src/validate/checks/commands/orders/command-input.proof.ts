import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandInput } from './command-input.ts';

export const commandInputProof = proof(
  commandInput,
  rowsOn(onCommandPlant(), 'it knows one command, and looks at its form', {
    intact: SOUND_COMMANDS,
    weakened: {
      'it takes texts for numbers': { ...SOUND_COMMANDS, form: 'texts for numbers' },
      'it takes the first number it finds': { ...SOUND_COMMANDS, form: 'the first number found' },
      'it stops at what it cannot read': { ...SOUND_COMMANDS, form: 'stops at what it cannot read' },
      'it carries out any command': { ...SOUND_COMMANDS, unknownCommands: 'carried out' },
    },
    dead: { 'it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  rowsOn(onCommandPlant({ direct: false }), 'a service before it refuses, and nothing gets there', {
    intact: { ...SOUND_COMMANDS, before: 'a service that refuses other forms' },
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: SOUND_COMMANDS,
    weakened: {
      'at a broker, it takes texts for numbers': { ...SOUND_COMMANDS, form: 'texts for numbers' },
      'at a broker, it stops at what it cannot read': {
        ...SOUND_COMMANDS,
        form: 'stops at what it cannot read',
      },
      'at a broker, it carries out any command': { ...SOUND_COMMANDS, unknownCommands: 'carried out' },
    },
    dead: { 'at a broker, it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
