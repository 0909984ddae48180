/** The ways in which the solution can be started weaker by one setting, to show that validation notices. */

/** What each part then leaves out. */
export const WEAKNESSES = {
  'trusts-any-server': 'who dials takes whoever answers for its server',
  'anonymous-hub': 'the cloud gateway lets clients without a certificate in',
  'open-commands': 'the command service takes commands from every device',
  'no-limits': 'the valve goes as far as it is told',
  'unsigned-config': 'the valve takes a configuration that nobody signed',
  'no-config-bounds': 'the valve takes a configuration out of its bounds',
  'older-config': 'the valve takes a configuration that is older than its own',
  'unsigned-update': 'the valve takes software that nobody signed',
  'older-update': 'the valve takes software that is older than its own',
  'other-update': 'the valve takes software of another device',
  'no-recovery': 'the valve stays with software that does not work',
  'no-command-audit': 'the cloud gateway writes down no commands',
  'unsigned-audit': 'audit logs are neither chained nor signed',
  'no-plausibility': 'the monitor believes every reading',
  'sender-in-message': 'the monitor takes a reading for that of whom it names',
  'any-form': 'the monitor makes a reading of whatever it gets',
  'no-loss-alarm': 'the monitor says nothing of a device that falls silent',
} as const;

export type Weakness = keyof typeof WEAKNESSES;

export function isWeakness(text: string | undefined): text is Weakness {
  return text !== undefined && Object.hasOwn(WEAKNESSES, text);
}
