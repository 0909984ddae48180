/** JSON as people keep deployments in: with comments and with commas before the end. */
import { parseText, type Parsed } from '../../../text/parse.ts';
import type { Outcome } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';

/**
 * Parses JSON in which comments and trailing commas stand. Places are those of the text as it is. Problems as
 * {@link parseText} has them for JSON.
 */
export function parseLooseJson({ file, text }: Source): Outcome<Parsed> {
  // Named so that it is read as JSON whatever the file is called; places are given the true name.
  const { value, problems } = parseText({ file: `${file}.json`, text: strict(text) });
  const named = problems.map((one) => (one.where ? { ...one, where: { ...one.where, file } } : one));
  if (!value) return { problems: named };
  const where: Parsed['where'] = (path, part) => {
    const found = value.where(path, part);
    return found && { ...found, file };
  };
  return { value: { source: { file, text }, data: value.data, where }, problems: named };
}

/** Comments and needless commas made blank, everything else where it was. */
function strict(text: string): string {
  // Code units, not characters: places count those.
  const out = text.split('');
  if (out[0] === '\uFEFF') out[0] = ' ';
  let comma: number | undefined;
  let before = '';
  for (let at = 0; at < out.length; at += 1) {
    const char = out[at] ?? '';
    if (char === '/' && (out[at + 1] === '/' || out[at + 1] === '*')) {
      const end = endOfComment(text, at);
      for (let inside = at; inside < end; inside += 1) if (!/\s/.test(out[inside] ?? '')) out[inside] = ' ';
      at = end - 1;
    } else if (char === ',') {
      // A comma that follows nothing is a fault, wherever it stands.
      comma = /[{[,]/.test(before) ? undefined : at;
      before = char;
    } else if (!/\s/.test(char)) {
      if ((char === '}' || char === ']') && comma !== undefined) out[comma] = ' ';
      comma = undefined;
      before = char;
      if (char === '"') at = endOfString(out, at);
    }
  }
  return out.join('');
}

function endOfString(out: readonly string[], from: number): number {
  let at = from + 1;
  while (at < out.length && out[at] !== '"' && out[at] !== '\n') at += out[at] === '\\' ? 2 : 1;
  return at;
}

function endOfComment(text: string, from: number): number {
  const block = text[from + 1] === '*';
  const end = text.indexOf(block ? '*/' : '\n', from + 2);
  return end < 0 ? text.length : end + (block ? 2 : 0);
}

/**
 * Names without quotes and texts in single ones, as the agent of IoT Edge takes them in createOptions (Newtonsoft's
 * JSON), in double quotes. What is JSON already stays as it is.
 */
export function inDoubleQuotes(text: string): string {
  const token = /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)(?=\s*:)/gs;
  return text.replaceAll(token, (whole, single: string | undefined, name: string | undefined) => {
    if (name !== undefined) return `"${name}"`;
    if (single === undefined) return whole;
    return `"${single.replaceAll(String.raw`\'`, "'").replaceAll(/(\\.)|"/gs, (one) => (one === '"' ? '\\"' : one))}"`;
  });
}
