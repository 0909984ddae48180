/** Files of a project as a stand: for checks that read instead of probing. */
import type { CheckContext, Credentials } from '../check.ts';
import type { Target } from '../targets/targets.ts';
import { runAgainst } from './context.ts';
import { type Row, type Stand, deadRow } from './proof.ts';

/** Paths in the project and the texts there. */
export type Files = Readonly<Record<string, string>>;

interface How {
  /** The target's kind. */
  readonly kind: string;
  /** The file that the target is. */
  readonly file: string;
  readonly declares?: Partial<Target>;
  readonly expects?: CheckContext['expects'];
  readonly identities?: readonly Credentials[];
}

/** Files of one form, `software` being what reads them in earnest. */
export function onFiles(software: string, how: How): Stand<Files> {
  const { kind, file, declares = {}, expects, identities = [] } = how;
  return {
    software: `files for ${software}`,
    text: (files) => Object.values(files).join('\n'),
    judge: (check, files) =>
      runAgainst(check, {
        port: 0,
        kind,
        identities,
        files,
        declares: { file, ...declares },
        ...(expects && { expects }),
      }),
  };
}

/** The rows that every reader owes: the file is not there, and it holds something else. */
export function unreadable(
  stand: Stand<Files>,
  how: { readonly file: string; readonly nonsense: string },
): readonly Row[] {
  return [
    deadRow('the file is not there', stand.software, (check, bench) => stand.judge(check, {}, bench)),
    deadRow('the file holds something else', stand.software, (check, bench) =>
      stand.judge(check, { [how.file]: how.nonsense }, bench),
    ),
  ];
}

/** The text with one line replaced by another, left out (null), or a line added where none is replaced. */
export function changed(text: string, line: string | null, by: string | null): string {
  const lines = text.split('\n');
  if (line === null) return [...lines, ...(by === null ? [] : [by])].join('\n');
  if (!lines.includes(line)) throw new RangeError(`there is no line "${line}"`);
  return lines.flatMap((one) => (one === line ? (by === null ? [] : [by]) : [one])).join('\n');
}
