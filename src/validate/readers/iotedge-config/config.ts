/** Reads config.toml of Azure IoT Edge: how the gateway proves itself, by which keys, and what its runtime lets in. */
import { type Parsed, type Path, placeOf } from '../../../text/parse.ts';
import type { Outcome, Problem, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import { suggestion } from '../../../text/suggest.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { cloudServicesIn, type Text } from '../cloud-services.ts';
import { outcomeOf, readSource, type Row, unreadable } from '../rows.ts';
import { isMapping, pairs, textOf, through } from '../tree.ts';
import { KNOWN, type KnownTable } from './keys.ts';
import { parseToml } from './toml.ts';

export interface EdgeConfig {
  readonly file: string;
  /**
   * It says how the gateway is provisioned, so it is a whole config.toml, in which what is left out has its
   * default. Otherwise nothing follows from what is left out.
   */
  readonly whole: boolean;
  get(...keys: readonly string[]): unknown;
  /** A text, number or truth value as a text. */
  text(...keys: readonly string[]): string | undefined;
  where(...keys: readonly string[]): Where;
  /** Every text in it. */
  readonly texts: readonly Text[];
}

/**
 * Reads one file. Problems: TXT04 where it is no TOML, CFG02 where it is the configuration of another program
 * (errors); CFG01 for settings IoT Edge does not have, CFG02 for the settings that the runtime makes for itself out
 * of config.toml (warnings). Never throws.
 */
export function readEdgeConfig(source: Source): Outcome<EdgeConfig> {
  const start = { file: source.file, line: 1, column: 1 };
  if (/^\s*(\{|\[\s*\{)/.test(source.text.slice(0, 200))) {
    const message = 'this is JSON, and no config.toml of IoT Edge';
    return { problems: [{ code: 'CFG02', severity: 'error', message, where: start }] };
  }
  if (/^(provisioning|certificates|connect|listen|moby_runtime):\s*(#.*)?$/m.test(source.text)) {
    const message = 'this is the config.yaml of IoT Edge 1.1 or earlier, which nobody supports any more';
    const hint = '"iotedge config import" makes the config.toml of later versions of it.';
    return { problems: [{ code: 'CFG02', severity: 'error', message, hint, where: start }] };
  }
  const { value: parsed, problems } = parseToml(source);
  if (!parsed) return { problems };
  const keys = pairs(parsed.data).map(([key]) => key);
  if (keys.length > 0 && !keys.some((key) => Object.hasOwn(KNOWN, key))) {
    const message = 'this is the configuration of another program: IoT Edge has none of its settings';
    return { problems: [{ code: 'CFG02', severity: 'error', message, where: start }] };
  }
  const config: EdgeConfig = {
    file: source.file,
    whole: isMapping(through(parsed.data, 'provisioning')) && !keys.includes('homedir'),
    get: (...path) => through(parsed.data, ...path),
    text: (...path) => textOf(through(parsed.data, ...path)),
    where: (...path) => placeOf(parsed, path),
    texts: textsIn(parsed, parsed.data, []),
  };
  return { value: config, problems: [...unknown(parsed, parsed.data, KNOWN, []), ...made(keys, config)] };
}

/** Reads the target's file and judges what `rows` makes of it. `met` is what a pass says. */
export async function judgeEdgeConfig(
  context: CheckContext,
  met: string,
  rows: (config: EdgeConfig) => readonly Row[],
): Promise<CheckOutcome> {
  const { file } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const source = await readSource(context, file);
  if ('code' in source) return unreadable(file, [source]);
  const { value: config, problems } = readEdgeConfig(source);
  if (!config) return unreadable(file, problems);
  const found = config.whole ? 'a whole config.toml' : 'a part of a config.toml';
  const outcome = outcomeOf(rows(config), { files: [file], found, problems, doubts: [] }, met);
  return config.whole && problems.length === 0
    ? { ...outcome, seen: cloudServicesIn(config.texts) }
    : outcome;
}

/** `[edge_ca] (deploy/config.toml:12)`. */
export function setting(config: EdgeConfig, ...keys: readonly string[]): string {
  const { file, line } = config.where(...keys);
  return `${keys.join('.')} (${file}:${line})`;
}

function textsIn(parsed: Parsed, value: unknown, path: Path): Text[] {
  if (typeof value === 'string') return [{ text: value, where: placeOf(parsed, path) }];
  const inside = Array.isArray(value) ? [...value.entries()] : pairs(value);
  return inside.flatMap(([key, one]) => textsIn(parsed, one, [...path, key]));
}

function made(keys: readonly string[], config: EdgeConfig): readonly Problem[] {
  if (!keys.includes('homedir')) return [];
  return [
    {
      code: 'CFG02',
      severity: 'warning',
      message: 'these are settings that the runtime made for itself',
      hint: 'Point the target at the config.toml they were made of.',
      where: config.where('homedir'),
    },
  ];
}

function unknown(parsed: Parsed, table: unknown, known: KnownTable, path: Path): Problem[] {
  return pairs(table).flatMap(([key, value]): Problem[] => {
    const inside = Object.hasOwn(known, key) ? known[key] : undefined;
    if (inside === 'value' || inside === 'any') return [];
    if (inside !== undefined) return unknown(parsed, value, inside, [...path, key]);
    const hint = suggestion(key, Object.keys(known));
    const name = [...path, key].join('.').slice(0, 80);
    return [
      {
        code: 'CFG01',
        severity: 'warning',
        message: `IoT Edge has no setting "${name}"`,
        ...(hint !== undefined && { hint }),
        where: placeOf(parsed, [...path, key], 'key'),
      },
    ];
  });
}
