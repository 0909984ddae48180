/**
 * What a listener takes, found by hand-made hellos: of each version offer all suites, strike out the one that was
 * chosen, and offer the rest, until the listener refuses. What it then refuses is everything it was not seen to take.
 * Needs no client certificate and no TLS library, which would refuse old suites by itself.
 */
import { LEGACY_SUITES, TLS13_SUITES } from './wire/suites.ts';
import type { Dialler } from '../dial.ts';
import { type HelloOutcome, offerHello } from './wire/tls-hello.ts';
import { type ServerChoice, TLS_VERSIONS, type TlsVersion } from './wire/tls-wire.ts';
import { ALL_GROUPS, WEAK_GROUPS, isFiniteField } from './groups.ts';

/** Everything one listener takes, and how it refused the rest. */
export interface Sweep {
  /** Newest version first. Shorter than five when the listener did not answer, or was lost. */
  readonly versions: readonly SweptVersion[];
  /** What weak groups met, in TLS 1.3 and in the newest older version that takes elliptic curves. */
  readonly weakGroups: readonly SweptGroups[];
  /**
   * What finite fields were chosen where no group of them was offered: a server that knows those (RFC 7919) keeps the
   * prime that it was given for clients that do not, which are most.
   */
  readonly ownPrimes: readonly SweptVersion[];
  /** The first hello that was answered, asked again at the end; absent when none was. */
  readonly again?: HelloOutcome;
  readonly connections: number;
}

export interface SweptVersion {
  readonly version: TlsVersion;
  /** In the order in which the listener chose them. */
  readonly taken: readonly ServerChoice[];
  /**
   * What became of the hellos in which nothing of that was offered: the first that was no clear refusal, or else the
   * last. Absent when all was taken.
   */
  readonly end?: HelloOutcome;
}

/** The same of groups: in `taken` the listener's choices name one each. */
export interface SweptGroups extends SweptVersion {
  /**
   * `only`: nothing else was offered. `first`: before curves that a server's own certificate may be on, without which a
   * server of TLS 1.2 may not show it (RFC 8422 section 5.1) and refuses for that.
   */
  readonly how: 'only' | 'first';
}

/** More connections than this are not made: no listener takes so many suites, and what takes all is none. */
export const MOST_CONNECTIONS = 360;

/** Some servers look only at so many suites of a hello. */
const CHUNK = 128;

/** Sweeps all versions, one connection at a time. Never rejects. */
export async function sweepTls(dial: Dialler): Promise<Sweep> {
  const asker = new Asker(dial);
  const versions: SweptVersion[] = [];
  for (const version of TLS_VERSIONS.toReversed()) {
    const swept = await sweepVersion(asker, version);
    versions.push(swept);
    if (isLost(swept.end)) break;
    // What says nothing at all, twice, is asked no more: each question costs seconds.
    if (versions.length === 2 && versions.every(({ end }) => isMute(end))) break;
  }
  const spoken = versions.filter(({ taken }) => taken.length > 0);
  const modern = spoken.find(({ version }) => version === 'TLS 1.3');
  const older = spoken.find(
    ({ version, taken }) => version !== 'TLS 1.3' && version !== 'SSL 3.0' && ellipticOf(taken).length > 0,
  );
  const weakGroups: SweptGroups[] = [];
  if (modern) weakGroups.push(await weakOnly(asker, modern));
  if (older) weakGroups.push(await weakOnly(asker, older), await weakFirst(asker, older));
  const ownPrimes: SweptVersion[] = [];
  for (const one of spoken) if (finiteOf(one).length > 0) ownPrimes.push(await ownPrime(asker, one));
  const [chosen] = spoken[0]?.taken ?? [];
  const again = chosen && (await asker.ask(chosen.version, [chosen.suiteId]));
  return { versions, weakGroups, ownPrimes, ...(again && { again }), connections: asker.connections };
}

type Swept = Pick<SweptVersion, 'taken' | 'end'>;

/** Asks, and counts. */
class Asker {
  readonly #dial: Dialler;
  connections = 0;

  constructor(dial: Dialler) {
    this.#dial = dial;
  }

  /** A connection may end for many reasons once; asked again, it is an answer. */
  async ask(
    version: TlsVersion,
    suites: readonly number[],
    groups?: readonly number[],
  ): Promise<HelloOutcome> {
    const offer = { suites, ...(groups && { groups }) };
    const first = await this.#once(version, offer);
    return first.kind === 'closed' ? this.#once(version, offer) : first;
  }

  #once(version: TlsVersion, offer: Parameters<typeof offerHello>[2]): Promise<HelloOutcome> {
    if (this.connections >= MOST_CONNECTIONS) {
      const detail = `the listener was still taking more after ${MOST_CONNECTIONS} connections`;
      return Promise.resolve({ kind: 'stopped', detail });
    }
    this.connections += 1;
    return offerHello(this.#dial, version, offer);
  }
}

async function sweepVersion(asker: Asker, version: TlsVersion): Promise<SweptVersion> {
  const taken: ServerChoice[] = [];
  let end: HelloOutcome | undefined;
  for (const chunk of chunks(suitesOf(version))) {
    const swept = await strikeOut(asker, version, chunk);
    taken.push(...swept.taken);
    if (swept.end && (!end || isClearRefusal(end))) ({ end } = swept);
    if (isLost(swept.end)) break;
    // The version itself is refused, or meets silence: so would the other suites.
    if (taken.length === 0 && (saysVersion(swept.end) || isMute(swept.end))) break;
  }
  return { version, taken, ...(end && { end }) };
}

async function strikeOut(asker: Asker, version: TlsVersion, suites: readonly number[]): Promise<Swept> {
  const taken: ServerChoice[] = [];
  for (let left = suites; left.length > 0;) {
    const outcome = await asker.ask(version, left);
    const isNew =
      outcome.kind === 'accepted' && outcome.version === version && left.includes(outcome.suiteId);
    if (!isNew) return { taken, end: outcome };
    taken.push(outcome);
    left = left.filter((id) => id !== outcome.suiteId);
  }
  return { taken };
}

async function weakOnly(asker: Asker, { version, taken: known }: SweptVersion): Promise<SweptGroups> {
  const suites = version === 'TLS 1.3' ? known.map(({ suiteId }) => suiteId) : ellipticOf(known);
  const taken: ServerChoice[] = [];
  const base = { version, how: 'only' as const, taken };
  for (let left = WEAK_GROUPS; left.length > 0;) {
    const outcome = await asker.ask(version, suites, left);
    const { group } = outcome.kind === 'accepted' ? outcome : {};
    // A server that uses a group it was not offered will do so again.
    if (outcome.kind !== 'accepted' || group === undefined || !left.includes(group))
      return { ...base, end: outcome };
    taken.push(outcome);
    left = left.filter((id) => id !== group);
  }
  return base;
}

async function weakFirst(asker: Asker, { version, taken: known }: SweptVersion): Promise<SweptGroups> {
  const outcome = await asker.ask(version, ellipticOf(known), [...WEAK_GROUPS, ...CERTIFICATE_CURVES]);
  const base = { version, how: 'first' as const };
  const isWeak = outcome.kind === 'accepted' && WEAK_GROUPS.includes(outcome.group ?? 0);
  return isWeak ? { ...base, taken: [outcome] } : { ...base, taken: [], end: outcome };
}

/** The first suite that it chooses, of those with an ephemeral finite field that it took before. */
async function ownPrime(asker: Asker, swept: SweptVersion): Promise<SweptVersion> {
  const { version } = swept;
  const curves = ALL_GROUPS.filter((group) => !isFiniteField(group));
  const outcome = await asker.ask(version, finiteOf(swept), curves);
  return outcome.kind === 'accepted' && outcome.version === version && outcome.primeBits !== undefined
    ? { version, taken: [outcome] }
    : { version, taken: [], end: outcome };
}

function finiteOf({ taken }: SweptVersion): number[] {
  return taken.filter(({ primeBits }) => primeBits !== undefined).map(({ suiteId }) => suiteId);
}

/** P-256, P-384, P-521, and the Brainpool curves of the same sizes. */
const CERTIFICATE_CURVES = [0x0017, 0x0018, 0x0019, 0x001a, 0x001b, 0x001c];

/** The suites that were taken and need a curve. */
function ellipticOf(taken: readonly ServerChoice[]): number[] {
  return taken.filter(({ suite }) => /^TLS_ECDH(E_|_anon_)/.test(suite)).map(({ suiteId }) => suiteId);
}

/**
 * Whether a listener, by its own policy, takes nothing of what was offered: it says so (RFC 5246 section 7.2.2), ends
 * the connection twice, or answers with an older version. Alert 80 (internal_error) is an accident of its platform.
 */
export function isClearRefusal(outcome: HelloOutcome): boolean {
  if (outcome.kind === 'alert') return outcome.after === undefined && [40, 70, 71].includes(outcome.alert);
  if (outcome.kind === 'closed') return outcome.after === undefined;
  return outcome.kind === 'accepted';
}

function saysVersion(end: HelloOutcome | undefined): boolean {
  return end?.kind === 'alert' && end.alert === 70;
}

function isMute(end: HelloOutcome | undefined): boolean {
  return end?.kind === 'silent' || end?.kind === 'not-tls';
}

function isLost(end: HelloOutcome | undefined): boolean {
  return end?.kind === 'stopped' || end?.kind === 'unreachable';
}

function suitesOf(version: TlsVersion): readonly number[] {
  return version === 'TLS 1.3' ? TLS13_SUITES : LEGACY_SUITES;
}

function chunks(suites: readonly number[]): number[][] {
  const found: number[][] = [];
  for (let at = 0; at < suites.length; at += CHUNK) found.push(suites.slice(at, at + CHUNK));
  return found;
}
