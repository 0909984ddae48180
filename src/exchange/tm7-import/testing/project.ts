/** Test support: imports drawings and takes the projects through the steps, as the command line would. */
import { extendCatalogue } from '../../../catalogue/extend.ts';
import { builtinCatalogue } from '../../../catalogue/testing/builtin.ts';
import { enumerate, type HandThreat, readThreats } from '../../../enumerate/index.ts';
import {
  type Decisions,
  mitigate,
  NO_DECISIONS,
  NO_EVIDENCE,
  readDecisions,
} from '../../../mitigate/index.ts';
import type { Register } from '../../../mitigate/register.ts';
import { model } from '../../../model/index.ts';
import type { System } from '../../../model/system.ts';
import type { Problem } from '../../../text/problem.ts';
import { BASE_FILE, type EarlierImport, type ImportReport } from '../../imported.ts';
import { readTm7 } from '../../tmt/read-tm7.ts';
import { bytesOf, drawing, type DrawingSpec } from '../../tmt/testing/drawing.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import { importTm7 } from '../index.ts';

export const builtin = builtinCatalogue();
const NOW = new Date('2026-11-22T12:00:00Z');

/** The files of a project on no disk. */
export type Files = Map<string, string>;

/** What the steps make of a project. */
export interface Stepped {
  readonly system: System;
  readonly hand: readonly HandThreat[];
  readonly decisions: Decisions;
  readonly register: Register;
  /** Everything that any step had to say. */
  readonly problems: readonly Problem[];
}

/** Steps 1 to 3. Throws where a file cannot be read. */
export function steps(files: ReadonlyMap<string, string>): Stepped {
  const source = (file: string) => ({ file, text: files.get(file) ?? '' });
  const own = [...files.keys()].filter((file) => file.startsWith('catalogue/')).map(source);
  const extended = extendCatalogue(builtin, own);
  const catalogue = extended.value ?? builtin;
  const system = model(source('system.yaml'), catalogue);
  if (!system.value) throw new Error(JSON.stringify(system.problems, null, 1));
  const hand = readThreats(source('threats.yaml'), system.value, catalogue);
  if (!hand.value) throw new Error(JSON.stringify(hand.problems, null, 1));
  const decisions = readDecisions(source('decisions.yaml'));
  const threats = enumerate(system.value, catalogue, { handWritten: hand.value });
  const register = mitigate(threats, decisions.value, NO_EVIDENCE, catalogue, NOW);
  return {
    system: system.value,
    hand: hand.value,
    decisions: decisions.value ?? NO_DECISIONS,
    register,
    problems: [
      ...extended.problems,
      ...system.problems,
      ...hand.problems,
      ...decisions.problems,
      ...register.problems,
    ],
  };
}

export interface ImportedProject extends Stepped {
  readonly files: Files;
  readonly report: ImportReport;
}

/** Imports a model, over `files` where given, as the command does. */
export function importInto(tm7: Tm7, files: Files = new Map(), adopt = false): ImportedProject {
  const { value, problems } = importTm7(tm7, builtin, earlierOf(files), adopt);
  if (!value) throw new Error(JSON.stringify(problems));
  const written: Files = new Map([...files, ...value.files]);
  return { files: written, report: value.report, ...steps(written) };
}

/** Imports a drawing of a few words. */
export function importDrawing(spec: DrawingSpec, files?: Files, adopt?: boolean): ImportedProject {
  const { value, problems } = readTm7(bytesOf(drawing(spec)), 'model.tm7', {});
  if (!value) throw new Error(JSON.stringify(problems));
  return importInto(value, files, adopt);
}

function earlierOf(files: Files): EarlierImport | undefined {
  const source = (file: string) => ({ file, text: files.get(file) ?? '' });
  if (!files.has('system.yaml')) return undefined;
  return {
    system: source('system.yaml'),
    ...(files.has('threats.yaml') && { threats: source('threats.yaml') }),
    ...(files.has('decisions.yaml') && { decisions: source('decisions.yaml') }),
    ...(files.has(BASE_FILE) && { base: source(BASE_FILE) }),
    catalogueFiles: [...files.keys()].filter((file) => file.startsWith('catalogue/')),
  };
}

/** A person edits a file. */
export function edit(files: Files, file: string, from: string, to: string): Files {
  const text = files.get(file) ?? '';
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${file}:\n${text}`);
  return new Map([...files, [file, text.replace(from, to)]]);
}
