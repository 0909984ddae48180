/** What a newcomer reads at the end: in sentences, from what the bestride command reported as JSON. */

/** The part of a register entry that the summary tells of. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly statusReason: string;
  readonly decision?: { readonly owner?: string; readonly reason?: string; readonly until?: string };
}

/** The part of a result that the summary tells of. One check on one target may answer for several mitigations. */
export interface CheckResult {
  readonly check: string;
  readonly target: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly reason: string;
  readonly attack: readonly Attempt[];
}

interface Attempt {
  readonly outcome: string;
  readonly refusedBy: string | null;
}

const STATUSES: readonly (readonly [string, string])[] = [
  ['validated', 'attacked on the running solution, and held'],
  ['partly-validated', 'attacked and held, but not everywhere it applies'],
  ['implemented', 'claimed; nothing shows it, so it is not believed'],
  ['planned', 'promised for later'],
  ['accepted', 'known, and lived with until a date, for a stated reason'],
  ['transferred', 'somebody else must see to it'],
  ['avoided', 'designed away'],
  ['not-applicable', 'does not apply here, for a stated reason'],
  ['needs-investigation', 'not understood yet'],
  ['open', 'not answered, or the answer was broken'],
];

/** The register as lines: how many threats stand how. */
export function statusLines(entries: readonly Entry[]): string[] {
  return STATUSES.flatMap(([status, meaning]) => {
    const count = entries.filter((entry) => entry.status === status).length;
    return count === 0 ? [] : [`${String(count).padStart(4)}  ${status.padEnd(19)} ${meaning}`];
  });
}

/** Step 4 as lines: what was tried on each target, and what came of it. */
export function attackLines(results: readonly CheckResult[]): string[] {
  const tried = new Map(results.map((result) => [`${result.check} ${result.target}`, result]));
  const lines = [...tried.values()].map(({ check, target, verdict, attack, reason }) => {
    const what = `${check} on ${target}`.padEnd(40);
    if (verdict !== 'pass') return wrapped(`  ${verdict === 'fail' ? '✖' : '?'} ${what} ${reason}`, '      ');
    const attacks = attack.filter(isAttack);
    const refused = `${attacks.filter(wasRefused).length} of ${attacks.length} attacks refused`;
    return `  ✔ ${what} ${attacks.length > 0 ? refused : 'looked for defects, found none'}`;
  });
  const attacks = [...tried.values()].flatMap(({ attack }) => attack.filter(isAttack));
  const checks = tried.size === 1 ? '1 check' : `${tried.size} checks`;
  const refused = attacks.filter(wasRefused).length;
  return [
    ...lines,
    `  In all ${checks}, ${attacks.length} attacks tried, ${refused} refused by the solution.`,
  ];
}

/** Looking is no attack; and a protocol version that a listener does not speak at all shows nothing, either way. */
function isAttack({ outcome, refusedBy }: Attempt): boolean {
  if (outcome === 'seen' || outcome === 'not-seen') return refusedBy !== null;
  return outcome !== 'not-spoken';
}

/** Refused by the thing under attack, not by an accident or by our own side. */
function wasRefused({ refusedBy }: Attempt): boolean {
  return refusedBy === 'server' || refusedBy === 'device' || refusedBy === 'firewall';
}

const LEFT = ['open', 'needs-investigation', 'planned', 'implemented', 'partly-validated'];

/** Reasons that are told; the register tells the others. */
const MOST_LEFT = 8;
const MOST_ACCEPTED = 16;
/** Characters of a reason: what failed in detail, step 4 has said. */
const MOST_REASON = 160;

/** What is open or only claimed, with why; and how many are accepted for which reason. Short: `register` has all. */
export function leftLines(entries: readonly Entry[], register: string): string[] {
  const left = grouped(
    LEFT.flatMap((status) => entries.filter((entry) => entry.status === status)),
    ({ id, title, status, statusReason }) =>
      `${status}: ${ruleOf(id)}, ${title}: ${cut(statusReason.replaceAll(`"${subjectOf(id)}"`, 'it'), MOST_REASON)}`,
  );
  const accepted = grouped(
    entries.filter(({ status, decision }) => status === 'accepted' && decision),
    ({ decision }) => decision?.reason ?? '',
  ).toSorted(([, one], [, other]) => other.length - one.length);
  const all = accepted.flatMap(([, those]) => those);
  const owners = [...new Set(all.map(({ decision }) => decision?.owner ?? 'nobody'))].join(', ');
  const until = all.map(({ decision }) => decision?.until ?? '').toSorted()[0];
  return [
    ...left
      .slice(0, MOST_LEFT)
      .map(([what, those]) =>
        wrapped(`  ${what} (at ${those.map(({ id }) => subjectOf(id)).join(', ')})`, '    '),
      ),
    ...more(left.slice(MOST_LEFT), 'like these'),
    ...(all.length > 0 ? [`  ${all.length} accepted, by ${owners}, the first of them until ${until}:`] : []),
    ...accepted
      .slice(0, MOST_ACCEPTED)
      .map(([reason, those]) =>
        cut(`  ${String(those.length).padStart(4)}  ${firstSentence(reason)}`, WIDTH),
      ),
    ...more(accepted.slice(MOST_ACCEPTED), 'accepted for other reasons'),
    `  The register has them all, one by one: ${register}`,
  ];
}

type Groups = readonly (readonly [string, readonly Entry[]])[];

/** The entries by what `key` makes of each, in the order in which the keys come up. */
function grouped(entries: readonly Entry[], key: (entry: Entry) => string): Groups {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(key(entry), [...(groups.get(key(entry)) ?? []), entry]);
  return [...groups];
}

function more(rest: Groups, what: string): string[] {
  const count = rest.flatMap(([, those]) => those).length;
  return count === 0 ? [] : [`  and ${count} more ${what}.`];
}

const ruleOf = (id: string): string => id.split('@')[0] ?? id;
const subjectOf = (id: string): string => id.split('@')[1] ?? id;

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?]) /)[0] ?? text;
}

const WIDTH = 110;

/** The text in lines of at most {@link WIDTH} characters where its words allow; all but the first are indented. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= WIDTH || line.trim() === '') line = longer;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line].join('\n');
}

/** The text in at most so many characters, cut between words. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/\W*\s\S*$/, '')} …`;
}
