/**
 * Does the object change its mode for one who may not have it changed? For the same as command-authorisation, where what
 * is commanded stops the object or its communication. That such a change is recorded is for the checks of logs.
 */
import { defineCheck } from '../../../check.ts';
import { refusesOthers } from '../../../probes/commands/authorised.ts';
import { inconclusive } from '../../../verdict.ts';

export const modeAuthorisation = defineCheck({
  id: 'mode-authorisation',
  title: 'Is a change of mode refused whose sender may not ask for it?',
  targets: ['commands'],
  control:
    'the identity that may set the mode of the test object sets two of them, and afterwards the first again; it reports each',
  attack: 'every other enrolled canary sends the same change of mode',
  observer: 'the mode that the test object reports',
  // The one test object, whose mode is declared as harmless to change, by the one who may: like any command.
  effect: 'active',
  budget: { connections: 250, seconds: 60, bytes: 3_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},
  run: async (context) =>
    context.target.commands?.sets === 'mode'
      ? refusesOthers(context, 'the test object from mode to mode')
      : inconclusive('what the target’s commands set is not declared to be a mode (`sets: mode`)'),
});
