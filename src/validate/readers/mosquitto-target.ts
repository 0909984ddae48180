/** What the four checks of a mosquitto configuration share: reading the target's files, and judging each listener. */
import type { Attempt, Verdict } from '../../evidence/run.ts';
import type { Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import type { CheckContext, CheckOutcome } from '../check.ts';
import { inconclusive } from '../verdict.ts';
import { type Listener, type MosquittoConf, readMosquittoConf } from './mosquitto-conf.ts';
import { dialectsOf, nameOf, speaksMqtt } from './mosquitto-effect.ts';
import type { Dialect } from './mosquitto-options.ts';

/**
 * What is to be said of one listener under one dialect: `good`, or what is `weak` about it, or why it
 * `cannot` be told from the files.
 */
export type Judgement =
  | { readonly is: 'good'; readonly why: string }
  /** `leftOut`: no line says so, and a file that was not read might say otherwise. */
  | { readonly is: 'weak'; readonly why: string; readonly leftOut?: boolean }
  | { readonly is: 'untold'; readonly why: string };

export interface Demand {
  /** For the reason of a pass: `no listener takes anonymous clients`. */
  readonly met: string;
  judge(conf: MosquittoConf, listener: Listener, dialect: Dialect): Judgement | Promise<Judgement>;
}

/**
 * Reads the target's configuration and judges every MQTT listener in it. `fail` when a listener is weak in
 * each dialect that may hold, `pass` when all are good in each of them and every line was understood.
 */
export async function judgeConfiguration(context: CheckContext, demand: Demand): Promise<CheckOutcome> {
  const { file, version, includes } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const dialects = dialectsOf(version);
  if (dialects.length === 0) return inconclusive(`"${version ?? ''}" is no version of mosquitto`);
  const main = await read(context, file);
  if (typeof main === 'string') return inconclusive(main);
  const included: Source[] = [];
  for (const path of includes ?? []) {
    const one = await read(context, path);
    if (typeof one === 'string') return inconclusive(one);
    included.push(one);
  }
  const { value: conf, problems } = readMosquittoConf(main, includes && included);
  const control: Attempt = {
    what: `reading ${[file, ...(includes ?? [])].join(', ')}`,
    outcome: conf ? 'seen' : 'local-failure',
    refusedBy: null,
    detail: conf ? `${conf.listeners.length} listeners` : sentence(problems),
  };
  if (!conf) return inconclusive(sentence(problems), { control });
  const rows = await judgeListeners(conf, able(dialects, conf, version), demand);
  const attack = rows.map(toAttempt);
  const { verdict, reason } = verdictOf(
    rows,
    conf,
    [...problems, ...tooNew(dialects, conf)],
    demand,
    version,
  );
  return { verdict, reason, control, attack, observer: null, refusedBy: null, facts: [] };
}

/** The source of a file of the project, or why it cannot be read. */
export async function read(context: CheckContext, path: string): Promise<Source | string> {
  try {
    return { file: path, text: await context.readFile(path) };
  } catch (error) {
    return error instanceof Error ? error.message : `the file "${path}" cannot be read`;
  }
}

/** `deploy/mosquitto.conf:3: mosquitto has no setting "lisener"`. */
export function sentence(problems: readonly Problem[]): string {
  return problems
    .slice(0, 3)
    .map(({ message, where }) => `${where?.file ?? ''}:${where?.line ?? 1}: ${message}`)
    .join('; ');
}

/** Without a declared version: those that have all of the settings. */
function able(
  dialects: readonly Dialect[],
  { since }: MosquittoConf,
  version: string | undefined,
): readonly Dialect[] {
  return version === undefined ? dialects.filter((dialect) => dialect >= since.dialect) : dialects;
}

/** The declared version stops at a setting of a later one: file or version is not what runs. */
function tooNew(dialects: readonly Dialect[], { since: { dialect, setting } }: MosquittoConf): Problem[] {
  if (!setting || dialects.some((one) => one >= dialect)) return [];
  const message = `"${setting.name}" is of mosquitto ${dialect}, and the target says an earlier version`;
  return [{ code: 'CFG01', severity: 'warning', message, where: setting.where }];
}

interface Row {
  readonly listener: Listener;
  readonly judgements: readonly Judgement[];
}

async function judgeListeners(
  conf: MosquittoConf,
  dialects: readonly Dialect[],
  demand: Demand,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const listener of conf.listeners.filter(speaksMqtt)) {
    const judgements: Judgement[] = [];
    for (const dialect of dialects)
      judgements.push(unlessUnread(conf, listener, await demand.judge(conf, listener, dialect)));
    rows.push({ listener, judgements });
  }
  return rows;
}

/** What no line says, a line in a file that was not read may say. */
function unlessUnread(conf: MosquittoConf, listener: Listener, judgement: Judgement): Judgement {
  const [unread] = conf.unread;
  if (!unread || judgement.is !== 'weak') return judgement;
  if (conf.localOnly) return { is: 'untold', why: `is there unless a file in ${unread.value} opens another` };
  const isOpen = judgement.leftOut === true || listener.byDefault;
  return isOpen
    ? { is: 'untold', why: `${judgement.why}, unless a file in ${unread.value} says otherwise` }
    : judgement;
}

function verdictOf(
  rows: readonly Row[],
  conf: MosquittoConf,
  problems: readonly Problem[],
  demand: Demand,
  version: string | undefined,
): { readonly verdict: Verdict; readonly reason: string } {
  const weak = rows.filter((row) => row.judgements.every(({ is }) => is === 'weak'));
  if (weak.length > 0) return { verdict: 'fail', reason: weak.map(said).join('; ') };
  const doubts = [
    ...rows.filter((row) => row.judgements.some(({ is }) => is !== 'good')).map((row) => doubt(row, version)),
    ...(problems.length > 0 ? [`not every line was understood (${sentence(problems)})`] : []),
    ...conf.unread.map(
      ({ value }) => `the files in ${value} were not read: name them as "includes" of the target`,
    ),
    ...(rows.length === 0 ? ['there is no MQTT listener in it'] : []),
  ];
  if (doubts.length > 0) return { verdict: 'inconclusive', reason: doubts.join('; ') };
  const where = rows.map(({ listener }) => nameOf(listener)).join(', ');
  return { verdict: 'pass', reason: `as configured, ${demand.met}: ${where}` };
}

function doubt(row: Row, version: string | undefined): string {
  const differs = new Set(row.judgements.map(({ is }) => is)).size > 1;
  return differs && version === undefined
    ? `${said(row)}, or not, as the version has it: declare the target's version`
    : said(row);
}

function said({ listener, judgements }: Row): string {
  const telling = judgements.find(({ is }) => is !== 'good') ?? judgements[0];
  return `${nameOf(listener)} ${telling?.why ?? ''}`;
}

/** A listener's row in the record: `seen` is the weakness that was looked for. */
function toAttempt(row: Row): Attempt {
  const weak = row.judgements.every(({ is }) => is === 'weak');
  const good = row.judgements.every(({ is }) => is === 'good');
  return {
    what: nameOf(row.listener),
    outcome: weak ? 'seen' : good ? 'not-seen' : 'silent',
    refusedBy: null,
    detail: [...new Set(row.judgements.map(({ why }) => why))].join('; or ').trim(),
  };
}
