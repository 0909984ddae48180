/** What all checks of a template have in common. */
import { type Check, defineCheck } from '../../check.ts';
import { judgeTemplate } from '../../readers/arm/arm-target.ts';
import type { Demand } from '../../readers/arm/judge.ts';

interface What {
  readonly id: string;
  /** The attack, as a question. */
  readonly title: string;
  /** What is looked for. */
  readonly attack: string;
  readonly demand: Demand;
}

/**
 * A check of what an ARM template in the repository would deploy, or of what an export says that there is
 * ({@link ../../readers/taken.ts} tells the strengths of the two apart).
 */
export function templateCheck({ id, title, attack, demand }: What): Check {
  return defineCheck({
    id,
    title,
    targets: ['arm'],
    control:
      'the file is an ARM template, every expression of which is understood, or an export of what runs',
    attack,
    effect: 'passive',
    budget: { connections: 0, seconds: 20, bytes: 0 },
    strength: 'live-config',
    lifetimeHours: 24 * 90,
    expects: {},
    run: (context) => judgeTemplate(context, demand),
  });
}
