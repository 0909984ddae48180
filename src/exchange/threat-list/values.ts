/** What the words and numbers of a list mean: as its mapping says, otherwise as they read. */
import type { Letter } from '../../catalogue/schema.ts';
import type { SeverityLevel } from '../../enumerate/threat.ts';
import type { Plain } from '../../model/writing/change.ts';
import type { Proposal } from '../imported.ts';
import { oneLine } from '../into-project/names.ts';
import { cellsOf, type Column } from './columns.ts';
import type { StoredMapping } from './mapping-file.ts';
import type { Row } from './table/table.ts';
import type { Worded } from './words/headings.ts';
import { levelOfScore, numberOf, type Scale, scaleOf, scoreOfWords } from './words/levels.ts';
import { type State, stateOf } from './words/states.ts';
import { strideOf } from './words/stride.ts';

/** The words of all columns: what each means, undefined where that is not understood. */
export interface Values {
  stride(text: string): readonly Letter[] | undefined;
  severity(text: string): SeverityLevel | undefined;
  /** 1 to 5. */
  score(field: 'likelihood' | 'impact', text: string): number | undefined;
  status(text: string): State | undefined;
  /** By field and word, for the mapping file; null: not understood. */
  readonly all: Readonly<Partial<Record<Worded, Readonly<Record<string, Plain>>>>>;
  readonly proposals: readonly Proposal[];
}

/** More different words than this are no words but texts; those not understood are then left out of the mapping. */
const MOST_WORDS = 100;

export function readValues(
  columns: readonly Column[],
  rows: readonly Row[],
  stored: StoredMapping | undefined,
): Values {
  const all: Partial<Record<Worded, Readonly<Record<string, Plain>>>> = {};
  const proposals: Proposal[] = [];

  /** The words of one column, as given, otherwise as `guess` says. */
  function wordsOf<T extends Plain>(
    field: Worded,
    given: Readonly<Record<string, T | null>> = {},
    guess: (word: string, scale: Scale | undefined) => T | undefined,
  ): (text: string) => T | undefined {
    const known = new Map<string, T>();
    const column = columns.find((one) => one.field === field);
    if (!column) return () => undefined;
    const words = [...new Set(cellsOf(rows, column.index).map(oneLine))].filter(
      (word) => word !== '__proto__',
    );
    const scale = scaleOf(words, column.label);
    const meanings: Record<string, Plain> = {};
    for (const word of words) {
      const meaning = (Object.hasOwn(given, word) ? given[word] : undefined) ?? guess(word, scale);
      if (meaning !== undefined) known.set(word, meaning);
      if (meaning !== undefined || words.length <= MOST_WORDS) meanings[word] = meaning ?? null;
    }
    // What the list does not say today it may say again.
    all[field] = { ...given, ...meanings };
    const isGuess = words.some((word) => numberOf(word) !== undefined && !Object.hasOwn(given, word));
    if (scale && isGuess && field !== 'stride' && field !== 'status') {
      proposals.push({
        what: `the numbers of "${column.label}" are ${scale.assumed}`,
        why: 'the numbers fit',
      });
    }
    return (text) => known.get(oneLine(text));
  }

  const given = stored?.list.values;
  const stride = wordsOf<readonly Letter[]>('stride', given?.stride, strideOf);
  const severity = wordsOf('severity', given?.severity, severityOf);
  const likelihood = wordsOf('likelihood', given?.likelihood, scoreOf);
  const impact = wordsOf('impact', given?.impact, scoreOf);
  const status = wordsOf('status', given?.status, stateOf);
  return {
    stride,
    severity,
    score: (field, text) => (field === 'likelihood' ? likelihood(text) : impact(text)),
    status,
    all,
    proposals,
  };
}

function severityOf(word: string, scale: Scale | undefined): SeverityLevel | undefined {
  const number = numberOf(word);
  if (number !== undefined) return scale?.severity(number);
  const score = scoreOfWords(word);
  return score === undefined ? undefined : levelOfScore(score);
}

function scoreOf(word: string, scale: Scale | undefined): number | undefined {
  const number = numberOf(word);
  return number === undefined ? scoreOfWords(word) : scale && Math.round(scale.score(number));
}
