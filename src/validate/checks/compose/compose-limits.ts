/** Is what each service takes of memory and processor bounded, in a compose file or where it runs? */
import { defineCheck } from '../../check.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeLimits } from '../../readers/containers/limits.ts';
import { KINDS, readServices } from './read.ts';

export const composeLimits = defineCheck({
  id: 'compose-limits',
  title:
    'Are the memory and the processor time of every service bounded, in the compose file or where it runs?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers',
  attack:
    'look for a service without a bound on memory, or without one on processor time; disks and logs are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readServices, {
      met: ({ noun }) => `memory and processor time of every ${noun} are bounded`,
      judge: judgeLimits,
      ignoresUnread: true,
    }),
});
