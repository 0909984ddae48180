/** What all checks of a host's report have in common. */
import { type Check, type CheckContext, defineCheck } from '../../check.ts';
import { type HostReport, judgeReport, type Seen } from '../../readers/host/host-report.ts';

interface What {
  readonly id: string;
  /** The attack, as a question. */
  readonly title: string;
  readonly attack: string;
  /** The beginning of the reason of a pass. */
  readonly met: string;
  readonly look: (report: HostReport, context: CheckContext) => Seen;
}

/** A check of what a host said of itself: a host that was taken over can say anything. */
export function hostCheck({ id, title, attack, met, look }: What): Check {
  return defineCheck({
    id,
    title,
    targets: ['host-report'],
    control: 'the file is a report of collect/host.sh, not older than seven days',
    attack,
    effect: 'passive',
    budget: { connections: 0, seconds: 10, bytes: 0 },
    strength: 'live-config',
    lifetimeHours: 24 * 7,
    expects: {},
    run: (context) => judgeReport(context, met, look),
  });
}
