/**
 * Known holes in OSV form (ossf/osv-schema 1.x): which versions of which packages they are in, and whether a package is
 * among them. What the ranges leave open by the rules of {@link ./versions.ts} is undecided, and never taken for clear.
 */
import { z } from 'zod';

import { parseJsonQuietly } from '../../../evidence/dsse.ts';
import { type Package, nameIn, orderIn } from './package-url.ts';
import { type Order, bySemver } from './versions.ts';

const Text = z.string().max(4096);
const Range = z.object({
  type: z.string(),
  events: z
    .array(
      z.object({
        introduced: Text.optional(),
        fixed: Text.optional(),
        last_affected: Text.optional(),
        limit: Text.optional(),
      }),
    )
    .max(10_000),
});
const Affected = z.object({
  package: z.object({ ecosystem: Text, name: Text }).nullish(),
  ranges: z.array(Range).max(10_000).nullish(),
  versions: z.array(Text).max(100_000).nullish(),
});
const Advisory = z.object({
  id: Text.min(1),
  modified: z.iso.datetime({ offset: true }),
  withdrawn: z.string().nullish(),
  aliases: z.array(Text).max(10_000).nullish(),
  upstream: z.array(Text).max(10_000).nullish(),
  affected: z.array(Affected).max(10_000).nullish(),
});

/** One hole in one package. */
interface Entry {
  readonly id: string;
  /** Its id and those of the same hole elsewhere. */
  readonly ids: ReadonlySet<string>;
  readonly affected: z.infer<typeof Affected>;
}

export interface Hole {
  readonly id: string;
  readonly ids: ReadonlySet<string>;
  readonly standing: 'affected' | 'undecided';
}

export interface Advisories {
  readonly count: number;
  /** When an advisory on a package of the ecosystem was last changed, in milliseconds; undefined: there is none. */
  newest(ecosystem: string): number | undefined;
  /** The holes that are known in a package, or may be. */
  holesIn(one: Package): readonly Hole[];
  /** A package of the ecosystem that has a known hole, by the advisories; undefined: there is none. */
  known(ecosystem: string): { readonly one: Package; readonly id: string } | undefined;
}

const MOST = 1_000_000;

/** Reads files of advisories. A text: what is wrong with which. Never throws. */
export function readAdvisories(
  files: readonly { readonly name: string; readonly text: string }[],
): Advisories | string {
  const entries = new Map<string, Map<string, Entry[]>>();
  const newest = new Map<string, number>();
  let count = 0;
  for (const { name, text } of files) {
    const records = recordsIn(text);
    if (records === undefined) return `${name} is no JSON, neither whole nor line by line`;
    count += records.length;
    if (count > MOST) return `there are more than ${MOST} advisories`;
    for (const [at, record] of records.entries()) {
      const read = Advisory.safeParse(record).data;
      if (!read) return `number ${at + 1} of ${name} is no advisory in OSV form`;
      const { id, modified, withdrawn, aliases, upstream, affected } = read;
      // One that bundles several holes of others is answered only by its own id.
      const whole = upstream?.length === 1 ? upstream : [];
      const ids = new Set([id, ...(aliases ?? []), ...whole]);
      for (const one of affected ?? []) {
        if (!one.package) continue;
        const { ecosystem } = one.package;
        newest.set(ecosystem, Math.max(newest.get(ecosystem) ?? 0, Date.parse(modified)));
        if (withdrawn !== undefined && withdrawn !== null) continue;
        const byName = entries.get(ecosystem) ?? new Map<string, Entry[]>();
        entries.set(ecosystem, byName);
        const key = nameIn(ecosystem, one.package.name);
        const before = byName.get(key);
        if (before) before.push({ id, ids, affected: one });
        else byName.set(key, [{ id, ids, affected: one }]);
      }
    }
  }
  const holesIn = (one: Package): readonly Hole[] =>
    (entries.get(one.ecosystem)?.get(one.name) ?? []).flatMap(({ id, ids, affected }) => {
      const standing = standingOf(affected, one);
      return standing === 'clear' ? [] : [{ id, ids, standing }];
    });
  return {
    count,
    newest: (ecosystem) => newest.get(ecosystem),
    holesIn,
    known(ecosystem) {
      for (const [name, known] of entries.get(ecosystem) ?? []) {
        for (const { id, affected } of known) {
          const version = candidates(affected).find(
            (candidate) => standingOf(affected, { ecosystem, name, version: candidate }) === 'affected',
          );
          if (version !== undefined) return { one: { ecosystem, name, version }, id };
        }
      }
      return undefined;
    },
  };
}

/** A list, the answer of a query (`vulns`), one advisory, or one on each line. */
function recordsIn(text: string): readonly unknown[] | undefined {
  const whole = parseJsonQuietly(text);
  if (Array.isArray(whole)) return whole;
  if (typeof whole === 'object' && whole !== null)
    return 'vulns' in whole && Array.isArray(whole.vulns) ? whole.vulns : [whole];
  if (whole !== undefined) return undefined;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const records = lines.map((line) => parseJsonQuietly(line));
  return lines.length > 0 && records.every((one) => one !== undefined) ? records : undefined;
}

type Standing = 'affected' | 'undecided' | 'clear';

function standingOf({ ranges, versions }: z.infer<typeof Affected>, one: Package): Standing {
  const order = orderIn(one.ecosystem);
  if (versions?.some((version) => version === one.version || order(version, one.version) === 0))
    return 'affected';
  // What a range of commits says no version shows: it counts only beside versions.
  const ordered = (ranges ?? []).filter(({ type }) => type !== 'GIT');
  if (ordered.length === 0) return (versions ?? []).length > 0 ? 'clear' : 'undecided';
  const found = ordered.map(({ type, events }) =>
    within(events, one.version, type === 'SEMVER' ? bySemver : order),
  );
  return found.includes('affected') ? 'affected' : found.includes('undecided') ? 'undecided' : 'clear';
}

/** As the specification evaluates a range: its events in the order of their versions, up to this version. */
function within(events: z.infer<typeof Range>['events'], version: string, order: Order): Standing {
  const limits = events.flatMap(({ limit }) => limit ?? []);
  const against = limits.map((limit) => (limit === '*' ? -1 : order(version, limit)));
  if (against.includes(undefined)) return 'undecided';
  if (limits.length > 0 && against.every((one) => one !== undefined && one >= 0)) return 'clear';
  const turns = events.flatMap(({ introduced, fixed, last_affected: last }): readonly Turn[] => {
    if (introduced !== undefined) return [{ at: introduced, opens: true, after: false }];
    if (fixed !== undefined) return [{ at: fixed, opens: false, after: false }];
    return last === undefined ? [] : [{ at: last, opens: false, after: true }];
  });
  if (!turns.some(({ opens }) => opens)) return 'undecided';
  let latest: Turn | undefined;
  for (const turn of turns) {
    const beginning = turn.opens && turn.at === '0';
    const reached = beginning ? 1 : order(version, turn.at);
    if (reached === undefined) return 'undecided';
    if (turn.after ? reached <= 0 : reached < 0) continue;
    const newer =
      latest === undefined
        ? 1
        : beginning
          ? -1
          : latest.at === '0' && latest.opens
            ? 1
            : order(turn.at, latest.at);
    if (newer === undefined) return 'undecided';
    // Of two at one version the one that opens counts: the doubt is the package's.
    if (newer > 0 || (newer === 0 && turn.opens)) latest = turn;
  }
  return latest?.opens === true ? 'affected' : 'clear';
}

interface Turn {
  readonly at: string;
  readonly opens: boolean;
  /** It takes effect after the version, not with it. */
  readonly after: boolean;
}

/** Versions that an advisory is likely to mean, to be tried. */
function candidates({ ranges, versions }: z.infer<typeof Affected>): readonly string[] {
  const bounds = (ranges ?? []).flatMap(({ events }) =>
    events.flatMap(({ introduced, last_affected: last }) => [introduced, last].flatMap((one) => one ?? [])),
  );
  return [...(versions ?? []).slice(0, 4), ...bounds.slice(0, 8), '0.0.0', '0'];
}
