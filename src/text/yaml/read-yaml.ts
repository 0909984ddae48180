/**
 * YAML 1.2 to plain data. The `yaml` package reads the text into nodes; the step from nodes to data is ours,
 * because its own is quadratic in the keys of a mapping and in the anchors of a file, and because we keep places.
 */
import { Composer, Lexer, Parser, type Document, type YAMLError } from 'yaml';

import { visible } from '../frame.ts';
import { lineIndex, type LineIndex } from '../lines.ts';
import type { Parsed } from '../parse.ts';
import type { Outcome, Problem, Where } from '../problem.ts';
import type { ProblemCode } from '../codes.ts';
import type { Source } from '../source.ts';
import { anchorTargets, readNodes, type Complaint } from './nodes.ts';
import { yamlPlaces } from './places.ts';

/** Syntax problems told of one file: after the first few, each follows from the one before. */
const MOST = 20;

/** Parses one YAML document; see {@link parseText}. */
export function parseYaml(source: Source, maxDepth: number): Outcome<Parsed> {
  const lines = lineIndex(source.text);
  const problems: Problem[] = [];
  const document = compose(source, maxDepth, lines, problems);
  if (!document || problems.length > 0) return { problems };
  const targets = anchorTargets(document);
  const data = readNodes(document, targets, maxDepth, (complaint) => {
    problems.push(problemOf(complaint, source, lines));
  });
  if (problems.length > 0) return { problems };
  const find = yamlPlaces(document, targets);
  const where: Parsed['where'] = (path, part = 'value') => {
    const range = find(path, part);
    return range && place(source, lines, range);
  };
  return { value: { source, data, where }, problems };
}

/** The nodes of the first document; problems are added to `problems`. */
function compose(
  source: Source,
  maxDepth: number,
  lines: LineIndex,
  problems: Problem[],
): Document | undefined {
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, logLevel: 'silent' });
  const depth: { exceededAt?: number } = {};
  const documents: Document[] = [];
  try {
    const tokens = tokensTo(source.text, maxDepth, depth);
    for (const document of composer.compose(tokens, true, source.text.length)) {
      documents.push(document);
      if (documents.length > 1) break;
    }
  } catch (error) {
    const message = `the text is not well-formed YAML: ${error instanceof Error ? error.message : String(error)}`;
    problems.push({
      code: 'TXT04',
      severity: 'error',
      message,
      where: { file: source.file, line: 1, column: 1 },
    });
    return undefined;
  }
  if (depth.exceededAt !== undefined) {
    problems.push(tooDeep(maxDepth, place(source, lines, [depth.exceededAt, depth.exceededAt + 1])));
    return undefined;
  }
  const [document, second] = documents;
  if (document) {
    for (const error of document.errors.concat(document.warnings).slice(0, MOST)) {
      problems.push(composeProblem(error, source, lines, maxDepth));
    }
    const { explicit, version } = document.directives?.yaml ?? {};
    if (explicit && version !== '1.2') {
      problems.push(
        problemOf({ code: 'TXT04', message: `YAML ${version} is not read, only YAML 1.2` }, source, lines),
      );
    }
  }
  if (second) {
    const message = 'the file holds more than one YAML document';
    const hint = 'Keep one document a file.';
    problems.push(problemOf({ code: 'TXT04', message, hint, range: second.range ?? [0, 1] }, source, lines));
  }
  return document;
}

/**
 * The package's own parser, stopped once the text nests deeper than `maxDepth`: composing recurses, and a
 * megabyte of `[` would fill the memory before it came to that.
 */
function* tokensTo(text: string, maxDepth: number, depth: { exceededAt?: number }) {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // The document itself and the scalar being read are on the stack too.
    if (parser.stack.length > maxDepth + 2) {
      depth.exceededAt = Math.min(parser.offset, text.length) - 1;
      return;
    }
  }
  yield* parser.end();
}

function composeProblem(error: YAMLError, source: Source, lines: LineIndex, maxDepth: number): Problem {
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep(maxDepth, place(source, lines, error.pos));
  const [first = '', ...rest] = error.message.split('\n')[0] ?? '';
  const message = shortened(first.toLowerCase() + rest.join(''));
  const hint = error.code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : undefined;
  return problemOf({ code: 'TXT04', message, ...(hint && { hint }), range: error.pos }, source, lines);
}

/** The package quotes file text in its messages: keep them harmless and short. */
function shortened(message: string): string {
  const plain = visible(message).replace(/\.$/, '');
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}

function tooDeep(maxDepth: number, where: Where): Problem {
  return {
    code: 'TXT05',
    severity: 'error',
    message: `the text is nested more than ${maxDepth} levels deep`,
    where,
  };
}

function problemOf(complaint: Complaint & { code: ProblemCode }, source: Source, lines: LineIndex): Problem {
  const { code, message, hint, range = [0, 1] } = complaint;
  return { code, severity: 'error', message, ...(hint && { hint }), where: place(source, lines, range) };
}

/** Ranges may span lines; the length is that on the first line. */
function place(source: Source, lines: LineIndex, range: readonly number[]): Where {
  const [rawStart = 0, rawEnd = rawStart + 1] = range;
  const start = Math.max(0, Math.min(rawStart, source.text.length));
  const newline = source.text.indexOf('\n', start);
  const end = Math.min(rawEnd, newline < 0 ? source.text.length : newline);
  return { file: source.file, ...lines.at(start), length: Math.max(1, end - start) };
}
