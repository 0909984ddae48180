import { deadEnds } from '../../../testing/dead.ts';
import {
  type CommandPlant,
  SOUND_COMMANDS,
  commandsAtBroker,
  declaredCommands,
  onCommandPlant,
} from '../../../testing/plant/command-plant.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { modeAuthorisation } from './mode-authorisation.ts';

/** It looks for a signature of anybody's, so that only who may reach it keeps others out. */
const LOOSE: CommandPlant = { ...SOUND_COMMANDS, signature: 'looked for' };
const OPEN: CommandPlant = { ...SOUND_COMMANDS, mayCommand: 'everybody both' };

export const modeAuthorisationProof = proof(
  modeAuthorisation,
  rowsOn(onCommandPlant(), 'only the service reaches it', {
    intact: LOOSE,
    weakened: { 'whoever has a certificate': { ...LOOSE, mayCommand: 'everybody both' } },
    dead: { 'nobody may command it': { ...LOOSE, mayCommand: 'nobody' } },
  }),
  rowsOn(commandsAtBroker, 'everybody reaches it, and it verifies who signed', {
    intact: OPEN,
    weakened: { 'any signature will do': { ...OPEN, signature: 'looked for' } },
    dead: { 'it takes nothing': { ...OPEN, device: 'takes nothing' } },
  }),
  deadEnds(declaredCommands),
);
