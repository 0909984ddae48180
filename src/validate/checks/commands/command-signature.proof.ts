import { deadEnds } from '../../testing/dead.ts';
import {
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { commandSignature } from './command-signature.ts';

export const commandSignatureProof = proof(
  commandSignature,
  rowsOn(onCommandPlant(), 'commands are signed, and it verifies that', {
    intact: SOUND_COMMANDS,
    weakened: {
      'it looks at no signature': { ...SOUND_COMMANDS, signature: 'not looked at' },
      'any signature will do': { ...SOUND_COMMANDS, signature: 'looked for' },
      'what is commanded is not part of what is signed': {
        ...SOUND_COMMANDS,
        signature: 'over all but the value',
      },
    },
    dead: {
      'nobody may command it': { ...SOUND_COMMANDS, mayCommand: 'nobody' },
      'it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' },
    },
  }),
  rowsOn(commandsAtBroker, 'the same at a broker', {
    intact: SOUND_COMMANDS,
    weakened: { 'at a broker, any signature will do': { ...SOUND_COMMANDS, signature: 'looked for' } },
    dead: { 'at a broker, it takes nothing': { ...SOUND_COMMANDS, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
