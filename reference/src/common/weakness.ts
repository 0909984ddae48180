/** The ways in which the solution can be started weaker by one setting, to show that validation notices. */

/** What each part then leaves out. */
export const WEAKNESSES = {
  'anonymous-hub': 'the cloud gateway lets clients without a certificate in',
  'open-commands': 'the command service takes commands from every device',
  'no-limits': 'the valve goes as far as it is told',
  'unsigned-config': 'the valve takes a configuration that nobody signed',
  'no-config-bounds': 'the valve takes a configuration out of its bounds',
  'older-config': 'the valve takes a configuration that is older than its own',
  'no-command-audit': 'the cloud gateway writes down no commands',
  'unsigned-audit': 'audit logs are neither chained nor signed',
  'no-plausibility': 'the monitor believes every reading',
  'no-loss-alarm': 'the monitor says nothing of a device that falls silent',
} as const;

export type Weakness = keyof typeof WEAKNESSES;

export function isWeakness(text: string | undefined): text is Weakness {
  return text !== undefined && Object.hasOwn(WEAKNESSES, text);
}
