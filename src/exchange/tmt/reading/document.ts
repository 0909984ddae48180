/** From the bytes of a `.tm7` or `.tb7` file to a tree of XML. */
import type { Outcome, Problem } from '../../../text/problem.ts';
import { decodeSource, type Source } from '../../../text/source.ts';
import { parseXml, type XmlDocument } from '../../xml/tree.ts';
import type { Findings } from './findings.ts';

/** Real files have 0.4 to 4 MB, pictures of stencils mostly. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file as XML: UTF-8, or UTF-16 with a byte order mark. Undefined: it is unreadable; the findings say
 * why, by TXT02 (larger than 64 MiB), TXT03 (no text), TMT01 (a ZIP), XML01, XML02, XML03 or XML04.
 */
export function openDocument(bytes: Uint8Array, findings: Findings): XmlDocument | undefined {
  const { value: source, problems } = textOf(bytes, findings);
  findings.add(...problems);
  if (!source) return undefined;
  const document = parseXml(source, { lenient: findings.lenient });
  findings.add(...document.problems);
  return document.value;
}

function textOf(bytes: Uint8Array, { file, lenient }: Findings): Outcome<Source> {
  if (isZip(bytes)) {
    return refuse({
      code: 'TMT01',
      severity: 'error',
      message: 'the file is a ZIP archive, not a file of the Threat Modeling Tool',
      hint: 'Unpack it, and give the .tm7 or .tb7 file that is in it.',
      where: { file, line: 1, column: 1 },
    });
  }
  const encoding = bytes.length <= LARGEST_BYTES ? utf16Of(bytes) : undefined;
  const { value, problems } = encoding
    ? decodeUtf16(bytes, encoding, file)
    : decodeSource(file, bytes, LARGEST_BYTES);
  const [problem] = problems;
  if (value || !problem) return { ...(value && { value }), problems };
  if (problem.code === 'TXT02') return refuse({ ...problem, hint: 'No real file of this kind is so large.' });
  if (!lenient) return { problems };
  const text = new TextDecoder(encoding).decode(bytes);
  const hint = 'What could not be read of it is replaced by "\u{FFFD}".';
  return { value: { file, text }, problems: [{ ...problem, hint, severity: 'warning' }] };
}

function decodeUtf16(bytes: Uint8Array, encoding: string, file: string): Outcome<Source> {
  try {
    return { value: { file, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }, problems: [] };
  } catch {
    return refuse({
      code: 'TXT03',
      severity: 'error',
      message: 'the file starts as UTF-16, but is not UTF-16 to its end',
      hint: 'Save it as UTF-8.',
      where: { file, line: 1, column: 1 },
    });
  }
}

function refuse(problem: Problem): Outcome<Source> {
  return { problems: [problem] };
}

function isZip([p, k, third]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && (third === 0x03 || third === 0x05 || third === 0x07);
}

function utf16Of([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
