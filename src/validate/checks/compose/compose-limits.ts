/** Does a compose file bound what each service takes of memory and processor? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeLimits } from '../../readers/containers/limits.ts';

export const composeLimits = defineCheck({
  id: 'compose-limits',
  title: 'Does the compose file bound the memory and the processor time of every service?',
  targets: ['compose'],
  control: 'the file is a compose file, every key of which is understood',
  attack:
    'look for a service without a bound on memory, or without one on processor time; disks and logs are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readComposeTarget, {
      met: () => 'memory and processor time of every service are bounded',
      judge: judgeLimits,
      ignoresUnread: true,
    }),
});
