/**
 * Does a command move the object when its sender is known, but may not give it? What the server says is
 * recorded, where the object stands decides: a refusal can come too late, and MQTT 3.1.1 acknowledges what it drops.
 */
import { defineCheck } from '../../../check.ts';
import { refusesOthers } from '../../../probes/commands/authorised.ts';

export const commandAuthorisation = defineCheck({
  id: 'command-authorisation',
  title: 'Is a command refused whose sender may not give it?',
  targets: ['commands'],
  control:
    'the identity that may command the test object moves it to two values, and afterwards back to the first; it reports each',
  attack: 'every other enrolled canary sends the same command',
  observer: 'the position that the test object reports',
  effect: 'active',
  budget: { connections: 250, seconds: 60, bytes: 3_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},
  run: (context) => refusesOthers(context, 'the test object'),
});
