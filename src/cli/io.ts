/** The program's way to the outside: streams, clock, environment; handed in, so that tests can stand in for them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { type Source, decodeSource } from '../text/source.ts';
import { type Problem, byPlace, hasErrors } from '../text/problem.ts';
import { codeFrame } from '../text/frame.ts';

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The result goes here. */
  out(text: string): void;
  /** Narration, progress and problems go here. */
  err(text: string): void;
  /** Colours on stderr. */
  readonly color: boolean;
  /** Colours on stdout. */
  readonly resultColor: boolean;
  /** Characters a line on stdout may have. */
  readonly width: number;
  /** True when a person watches stderr: progress may be drawn. */
  readonly watched: boolean;
  readonly signal: AbortSignal;
}

/** Ends the command with an exit code after its message was printed. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number, message = '') {
    super(message);
    this.name = 'Exit';
    this.code = code;
  }
}

/** Exit codes (design section 7). */
export const EXIT = { clean: 0, findings: 1, unusable: 2, interrupted: 130 } as const;

/** Reads a file as text with its name as the user gave it. Problems are returned, never thrown. */
export function readSource(
  io: Io,
  file: string,
  limitBytes?: number,
): { source?: Source; problems: readonly Problem[] } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.cwd, file));
  } catch (error) {
    return {
      problems: [{ code: 'TXT01', severity: 'error', message: `cannot read "${file}": ${reasonOf(error)}` }],
    };
  }
  const { value, problems } = decodeSource(file, bytes, limitBytes);
  return value ? { source: value, problems } : { problems };
}

/** Reads a file, refused by its size before it is read. Ends the command with 2, and says why, when it cannot be. */
export function readBytes(io: Io, file: string, limitBytes: number): Uint8Array {
  const path = resolve(io.cwd, file);
  const refuse = (code: 'TXT01' | 'TXT02', message: string): Exit => {
    printProblems(io, [{ code, severity: 'error', message }], new Map());
    return new Exit(EXIT.unusable);
  };
  try {
    const { size } = statSync(path);
    if (size <= limitBytes) return readFileSync(path);
    throw refuse('TXT02', `"${file}" is ${size} bytes long, more than the ${limitBytes} allowed`);
  } catch (error) {
    if (error instanceof Exit) throw error;
    throw refuse('TXT01', `cannot read "${file}": ${reasonOf(error)}`);
  }
}

/** Writes to a temporary name beside the file, then renames: a crash leaves the old file whole. */
export function writeWhole(path: string, text: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, mode === undefined ? {} : { mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Exit(EXIT.unusable, `cannot write "${path}": ${reasonOf(error)}`);
  }
}

/** Prints problems in the order a reader mends them, each with its code frame; returns whether any is an error. */
export function printProblems(
  io: Io,
  problems: readonly Problem[],
  sources: ReadonlyMap<string, Source>,
): boolean {
  for (const problem of problems.toSorted(byPlace)) {
    const { where } = problem;
    const place = where ? `${where.file}:${where.line}:${where.column} ` : '';
    io.err(`${place}${paint(io, problem.severity)} ${problem.code} ${problem.message}\n`);
    const source = where && sources.get(where.file);
    if (where && source) io.err(`${codeFrame(source.text, where)}\n`);
    if (problem.hint) io.err(`  hint: ${problem.hint}\n`);
  }
  return hasErrors(problems);
}

/** The operating system's short reason, without a stack or a host path. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ERR_FS_FILE_TOO_LARGE: 'it is too large',
  };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return known[code] ?? (code || error.message);
}

function paint(io: Io, severity: Problem['severity']): string {
  if (!io.color) return severity;
  return severity === 'error' ? `\u001b[31m${severity}\u001b[39m` : `\u001b[33m${severity}\u001b[39m`;
}
