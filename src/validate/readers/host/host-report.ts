/** Reads what the collector (collect/host.sh) reported of a host, and has a check judge it. */
import type { Attempt, Fact, Seen as Thing } from '../../../evidence/run.ts';
import { parseText } from '../../../text/parse.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { ageProblem } from '../taken.ts';
import { inconclusive } from '../../verdict.ts';
import { read, sentence } from '../mosquitto-target.ts';
import { openBundle } from './bundle.ts';
import { HostReport } from './report.ts';

/** What is seen in a report: weaknesses, and what the report does not tell. */
export interface Seen {
  readonly weak: readonly string[];
  readonly untold: readonly string[];
  /** To be said with a pass: which exceptions the target made, what was not looked at. */
  readonly but?: readonly string[];
  /** Everything of its kind on the host that the target does not declare, where it declares the others. */
  readonly strangers?: readonly Thing[];
}

/** A report that may be judged. */
interface Taken {
  readonly report: HostReport;
  readonly signedBy: Fact | null;
}

/**
 * Judges the report of the target. `inconclusive` where it cannot be read, is not what the target asks for (another
 * key, host or nonce), is too old, or does not tell; `met` is the beginning of the reason of a pass.
 *
 * Where the host signed it, or somebody gave their word for it (the target's `taken`), the report shows the running
 * host. Otherwise it is a file of the repository, which anybody who writes there could have written.
 */
export async function judgeReport(
  context: CheckContext,
  met: string,
  look: (report: HostReport, context: CheckContext) => Seen,
): Promise<CheckOutcome> {
  const found = await take(context);
  if (typeof found === 'string') return inconclusive(found);
  const { report, signedBy } = found;
  const { weak, untold, but = [], strangers } = look(report, context);
  const vouched = signedBy !== null || context.target.taken !== undefined;
  const by = signedBy === null ? `reported of ${report.host}` : `signed by ${report.host}`;
  const of = (verdict: CheckOutcome['verdict'], reason: string): CheckOutcome => ({
    verdict,
    reason: `${reason} (as ${by} on ${report.taken})`,
    control: attempt(`reading ${context.target.file ?? ''}`, 'seen', report.taken),
    attack: [
      ...weak.map((one) => attempt(one, 'seen', one)),
      ...(weak.length === 0 ? [attempt(met, untold.length > 0 ? 'silent' : 'not-seen', met)] : []),
    ],
    observer: null,
    refusedBy: null,
    facts: signedBy === null ? [] : [signedBy],
    taken: report.taken,
    validUntil: new Date(Date.parse(report.taken) + COUNTS_MILLIS),
    ...(strangers && { seen: strangers }),
    ...(!vouched && { strength: 'repository-config' }),
  });
  if (weak.length > 0) return of('fail', weak.join('; '));
  return untold.length > 0 ? of('inconclusive', untold.join('; ')) : of('pass', [met, ...but].join('; '));
}

/** For as long as an export does ({@link ../taken.ts}), whoever vouches for it. */
const COUNTS_MILLIS = 7 * 24 * 3_600_000;

/** The report that the target asks for; a text says why it is not to be had. */
async function take(context: CheckContext): Promise<Taken | string> {
  const { file, host = {} } = context.target;
  if (file === undefined) return 'the target names no file';
  const source = await read(context, file);
  if (typeof source === 'string') return source;
  const pinned = host.key === undefined ? undefined : await read(context, host.key);
  if (typeof pinned === 'string') return pinned;
  const outside = parseText(source);
  if (!outside.value) return sentence(outside.problems);
  const opened = openBundle(outside.value.data, source.text, pinned?.text);
  if (typeof opened === 'string') return opened;
  const { value: parsed, problems } = parseText({ file, text: opened.text });
  if (!parsed) return sentence(problems);
  const { data: report, error } = HostReport.safeParse(parsed.data);
  if (!report) {
    const [issue] = error.issues;
    return `${file} is no report of collect/host.sh: ${(issue?.path ?? []).join('.')} is not as it should be`;
  }
  if (host.name !== undefined && report.host !== host.name)
    return `the report is of "${report.host}", the target of "${host.name}" (host.name)`;
  if (host.nonce !== undefined && report.nonce !== host.nonce)
    return 'the report does not hold the nonce of the target (host.nonce): it may have been made before that was chosen';
  return ageProblem(report.taken, context.now) ?? { report, signedBy: opened.signedBy };
}

function attempt(what: string, outcome: Attempt['outcome'], detail: string): Attempt {
  return { what, outcome, refusedBy: null, detail };
}
