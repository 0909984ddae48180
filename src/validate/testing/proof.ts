/**
 * The proof that a check can tell a protected target from an unprotected one. Each check has its rows: an intact
 * target passes, each weakened twin (one setting changed, which the row shows) fails, and where nothing
 * answers or the legitimate use does not work, it is inconclusive. Rows run against real software; the check
 * is given its context and never learns which row it is in.
 */
import type { Verdict } from '../../evidence/run.ts';
import type { Check, CheckOutcome } from '../check.ts';
import type { Pki } from './pki.ts';

/** What all rows may use. */
export interface Bench {
  readonly pki: Pki;
}

/** Something real to run a check against, in any setup of one form. */
export interface Stand<Setup> {
  /** What answers: `mosquitto`, `node:tls`, `a byte-level responder of ours`. */
  readonly software: string;
  /** The setup as lines of text, by which a weakened twin shows its one difference. */
  text(setup: Setup): string;
  /** Starts it, runs the check against it, and ends it, whatever comes. */
  judge(check: Check, setup: Setup, bench: Bench): Promise<CheckOutcome>;
}

/** What most stands have for a text: a line for each of their settings. */
export function asLines(setup: object): string {
  return Object.entries(setup)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
}

export interface Row {
  readonly kind: 'intact' | 'weakened' | 'dead';
  readonly name: string;
  readonly software: string;
  /** Of a weakened twin: the lines that differ from the intact one, `-` and `+`. */
  readonly diff: string;
  run(check: Check, bench: Bench): Promise<CheckOutcome>;
}

export interface Proof {
  readonly check: Check;
  readonly rows: readonly Row[];
}

/** The verdict that a row must come to. */
const EXPECTED: Readonly<Record<Row['kind'], Verdict>> = {
  intact: 'pass',
  weakened: 'fail',
  dead: 'inconclusive',
};

/** The rows of one check, in order. */
export function proof(check: Check, ...groups: readonly (readonly Row[])[]): Proof {
  return { check, rows: groups.flat() };
}

/** Setups to try on one stand. Names say in a few words what is the matter. */
export interface Setups<Setup> {
  /** The protected one, from which each twin differs in one setting. */
  readonly intact: Setup;
  readonly weakened?: Readonly<Record<string, Setup>>;
  /** Set up so that the legitimate use cannot work. */
  readonly dead?: Readonly<Record<string, Setup>>;
}

/** Rows on one stand: the intact setup, its weakened twins, and those in which the control must fail. */
export function rowsOn<Setup>(
  stand: Stand<Setup>,
  name: string,
  { intact, weakened = {}, dead = {} }: Setups<Setup>,
): readonly Row[] {
  const row = (kind: Row['kind'], title: string, setup: Setup): Row => ({
    kind,
    name: title,
    software: stand.software,
    diff: kind === 'weakened' ? differing(stand.text(intact), stand.text(setup)) : '',
    run: (check, bench) => stand.judge(check, setup, bench),
  });
  return [
    row('intact', name, intact),
    ...Object.entries(weakened).map(([title, setup]) => row('weakened', title, setup)),
    ...Object.entries(dead).map(([title, setup]) => row('dead', title, setup)),
  ];
}

/** A row in which nothing useful answers. */
export function deadRow(name: string, software: string, run: Row['run']): Row {
  return { kind: 'dead', name, software, diff: '', run };
}

function differing(before: string, after: string): string {
  const left = before.split('\n');
  const right = after.split('\n');
  return [
    ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

/** What a row came to. `surprise` says what is wrong with it; absent when it is as it must be. */
export interface Tried {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly surprise?: string;
}

/** Runs one row. Never rejects: a row that cannot be run is a surprise. */
export async function tryRow(check: Check, row: Row, bench: Bench): Promise<Tried> {
  try {
    const { verdict, reason } = await row.run(check, bench);
    const expected = EXPECTED[row.kind];
    const surprise =
      verdict !== expected
        ? `${verdict} instead of ${expected}: ${reason}`
        : row.kind === 'weakened' && row.diff === ''
          ? 'the weakened twin does not differ from the intact one'
          : undefined;
    return { row, verdict, reason, ...(surprise !== undefined && { surprise }) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { row, verdict: 'inconclusive', reason: said, surprise: `the row could not be run: ${said}` };
  }
}

/** Which kinds of rows a proof lacks. */
export function missingKinds({ rows }: Proof): readonly Row['kind'][] {
  return (['intact', 'weakened', 'dead'] as const).filter((kind) => rows.every((row) => row.kind !== kind));
}
