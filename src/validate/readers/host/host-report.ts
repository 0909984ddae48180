/** Reads what the collector (collect/host.sh) reported of a host, and has a check judge it. */
import { z } from 'zod';

import type { Attempt } from '../../../evidence/run.ts';
import { parseText } from '../../../text/parse.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { read, sentence } from '../mosquitto-target.ts';

const Policy = z.enum(['drop', 'accept']).nullable();

const HostReport = z.strictObject({
  report: z.literal('bestride-host-1'),
  /** By the clock of the host. */
  taken: z.iso.datetime(),
  host: z.string(),
  listeners: z.array(
    z.strictObject({
      protocol: z.enum(['tcp', 'udp']),
      port: z.int().min(1).max(65_535),
      /** It is reached from the host itself only. */
      loopback: z.boolean(),
      /** The users whose processes hold it; null where the collector could not see them. */
      uids: z.array(z.int().min(0)).nullable(),
    }),
  ),
  mounts: z.array(
    z.strictObject({
      target: z.string(),
      type: z.string(),
      writable: z.boolean(),
      /** A layer below it encrypts; null where that cannot be seen. */
      encrypted: z.boolean().nullable(),
    }),
  ),
  secureBoot: z.boolean().nullable(),
  firewall: z.strictObject({ ipv4: Policy, ipv6: Policy }),
});
export type HostReport = z.infer<typeof HostReport>;

/** What is seen in a report: weaknesses, and what the report does not tell. */
export interface Seen {
  readonly weak: readonly string[];
  readonly untold: readonly string[];
}

/** How long a report counts. */
const LIFETIME_MILLIS = 7 * 24 * 3600 * 1000;
/** How far the clocks of the host and of this machine may be apart. */
const CLOCKS_MILLIS = 5 * 60 * 1000;

/**
 * Judges the report of the target. `inconclusive` where it cannot be read, is older than seven days or from the
 * future, or does not tell; `met` is the beginning of the reason of a pass.
 */
export async function judgeReport(
  context: CheckContext,
  met: string,
  look: (report: HostReport, context: CheckContext) => Seen,
): Promise<CheckOutcome> {
  const { file } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const source = await read(context, file);
  if (typeof source === 'string') return inconclusive(source);
  const { value: parsed, problems } = parseText(source);
  if (!parsed) return inconclusive(sentence(problems));
  const { data: report, error } = HostReport.safeParse(parsed.data);
  if (!report) {
    const [issue] = error.issues;
    return inconclusive(
      `${file} is no report of collect/host.sh: ${(issue?.path ?? []).join('.')} is not as it should be`,
    );
  }
  const taken = Date.parse(report.taken);
  const age = context.now.getTime() - taken;
  if (age > LIFETIME_MILLIS) return inconclusive(`the report is too old: it was taken on ${report.taken}`);
  if (age < -CLOCKS_MILLIS)
    return inconclusive(`the report is from the future (${report.taken}): a clock is wrong`);
  const { weak, untold } = look(report, context);
  const of = (verdict: CheckOutcome['verdict'], reason: string): CheckOutcome => ({
    verdict,
    reason: `${reason} (as reported of ${report.host} on ${report.taken})`,
    control: attempt(`reading ${file}`, 'seen', report.taken),
    attack: [
      ...weak.map((one) => attempt(one, 'seen', one)),
      ...(weak.length === 0 ? [attempt(met, untold.length > 0 ? 'silent' : 'not-seen', met)] : []),
    ],
    observer: null,
    refusedBy: null,
    facts: [],
    validUntil: new Date(taken + LIFETIME_MILLIS),
  });
  if (weak.length > 0) return of('fail', weak.join('; '));
  return untold.length > 0 ? of('inconclusive', untold.join('; ')) : of('pass', met);
}

function attempt(what: string, outcome: Attempt['outcome'], detail: string): Attempt {
  return { what, outcome, refusedBy: null, detail };
}
