import { deadEnds } from '../../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { commandSignature } from './command-signature.ts';

export const commandSignatureProof = proof(
  commandSignature,
  rowsOn(onCommandPlant(), 'commands are signed, and it verifies that', {
    intact: SOUND_COMMANDS,
    weakened: {
      'it looks at no signature': { ...SOUND_COMMANDS, signature: 'not looked at' },
      'any signature will do': { ...SOUND_COMMANDS, signature: 'looked for' },
      'whoever is enrolled may sign': { ...SOUND_COMMANDS, signature: 'of anybody enrolled' },
      'what is commanded is not part of what is signed': {
        ...SOUND_COMMANDS,
        signature: 'over all but the value',
      },
      'its number is not part of what is signed': {
        ...SOUND_COMMANDS,
        signature: 'over all but the number',
      },
    },
    dead: {
      'nobody may command it': { ...SOUND_COMMANDS, mayCommand: 'nobody' },
      'it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' },
    },
  }),
  rowsOn(onCommandPlant(), 'it verifies that, and hears of commands a second late', {
    intact: { ...SOUND_COMMANDS, before: 'a queue, which takes a second' },
    weakened: {
      'any signature will do, a second late': {
        ...SOUND_COMMANDS,
        before: 'a queue, which takes a second',
        signature: 'looked for',
      },
    },
  }),
  rowsOn(onCommandPlant({ direct: false }), 'a service before it verifies, and it does not', {
    intact: { ...SOUND_COMMANDS, before: 'a service that verifies signatures', signature: 'not looked at' },
  }).map((row) => ({ ...row, kind: 'dead' as const })),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: SOUND_COMMANDS,
    weakened: { 'at a broker, any signature will do': { ...SOUND_COMMANDS, signature: 'looked for' } },
    dead: { 'at a broker, it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
