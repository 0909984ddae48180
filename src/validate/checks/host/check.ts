/** What all checks of a host's report have in common. */
import { type Check, type CheckContext, defineCheck } from '../../check.ts';
import { judgeReport, type Seen } from '../../readers/host/host-report.ts';
import type { HostReport } from '../../readers/host/report.ts';

interface What {
  readonly id: string;
  /** The attack, as a question. */
  readonly title: string;
  readonly attack: string;
  /** The beginning of the reason of a pass. */
  readonly met: string;
  /** Name → property of the covered thing; none where absent. */
  readonly expects?: Readonly<Record<string, string>>;
  readonly look: (report: HostReport, context: CheckContext) => Seen;
}

/** A check of what a host said of itself: a host that was taken over can say, and sign, anything. */
export function hostCheck({ id, title, attack, met, expects = {}, look }: What): Check {
  return defineCheck({
    id,
    title,
    targets: ['host-report'],
    control:
      'the file is a report of collect/host.sh, not older than seven days, signed by the key that the target pins if it pins one',
    attack,
    effect: 'passive',
    budget: { connections: 0, seconds: 10, bytes: 0 },
    strength: 'live-config',
    lifetimeHours: 24 * 7,
    expects,
    run: (context) => judgeReport(context, met, look),
  });
}
