/** From bytes to text: the only place where bytes of a person's file become a string. */
import { sha256 } from './digest.ts';
import type { Outcome } from './problem.ts';
import type { ProblemCode } from './codes.ts';
import { lineIndex } from './lines.ts';

/** A text file, read. `file` is the name shown in problems; nothing is opened by it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

const MEBIBYTE = 1024 * 1024;

/** Largest file read unless the caller says otherwise: people write YAML, generators write JSON. */
const SIZE_LIMITS = { yaml: 16 * MEBIBYTE, json: 256 * MEBIBYTE } as const;

/** True for names that end in `.json`: they are read as JSON, everything else as YAML. */
export function isJsonFile(file: string): boolean {
  return /\.json$/i.test(file);
}

/**
 * Decodes a file: UTF-8 only, a byte order mark is dropped, NUL bytes are refused. Problems: TXT02 (too
 * large), TXT03 (not UTF-8 text, with the place of the first bad byte). `limitBytes` defaults to
 * {@link SIZE_LIMITS} for the file's kind.
 */
export function decodeSource(
  file: string,
  bytes: Uint8Array,
  limitBytes: number = isJsonFile(file) ? SIZE_LIMITS.json : SIZE_LIMITS.yaml,
): Outcome<Source> {
  if (bytes.length > limitBytes) {
    return refuse(
      'TXT02',
      `the file is ${bytes.length} bytes long, more than the ${limitBytes} allowed`,
      isJsonFile(file) ? 'Split it.' : 'Write large generated models as JSON, in a file named *.json.',
      { file, line: 1, column: 1 },
    );
  }
  if (looksLikeUtf16(bytes)) {
    return refuse('TXT03', 'the file is UTF-16, not UTF-8', 'Save it as UTF-8.', {
      file,
      line: 1,
      column: 1,
    });
  }
  const text = decode(bytes);
  if (text === undefined) {
    const valid = decode(bytes.subarray(0, lengthOfValidPrefix(bytes)), true) ?? '';
    const where = { file, ...lineIndex(valid).at(valid.length) };
    return refuse('TXT03', 'the file is not UTF-8 text', 'Save it as UTF-8.', where);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const where = { file, ...lineIndex(text).at(nul) };
    return refuse('TXT03', 'the file holds a NUL byte, so it is no text', 'Remove the NUL byte.', where);
  }
  return { value: { file, text }, problems: [] };
}

/** What stands for a file in evidence: the digest of its text, as {@link decodeSource} has it; of its bytes where it is none. */
export function fileDigest(file: string, bytes: Uint8Array): string {
  const { value } = decodeSource(file, bytes);
  return sha256(value?.text ?? bytes);
}

function refuse(
  code: ProblemCode,
  message: string,
  hint: string,
  where: { file: string; line: number; column: number },
): Outcome<Source> {
  return { problems: [{ code, severity: 'error', message, hint, where }] };
}

/** With `partial`, an unfinished sequence at the end is no error. Undefined: not UTF-8. */
function decode(bytes: Uint8Array, partial = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: partial });
  } catch {
    return undefined;
  }
}

function looksLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** A prefix of valid UTF-8 is valid, so the first bad byte can be found by halving. */
function lengthOfValidPrefix(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    if (decode(bytes.subarray(0, middle), true) === undefined) invalid = middle;
    else valid = middle;
  }
  return valid;
}
