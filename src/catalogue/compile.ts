/** From the catalogue's files to its data, checked: the same for the one we ship and for a project's own. */
import { byPlace, hasErrors, type Outcome } from '../text/problem.ts';
import type { Source } from '../text/source.ts';
import { type Entry, readEntries } from './entries.ts';
import { type CatalogueData, CheckInfo } from './schema.ts';
import { verifyEntries } from './verify/verify.ts';

/**
 * Compiles catalogue files, told apart by their paths ({@link readEntries}). `checks` are those that mitigations
 * may name. Rules, mitigations, chains and standards come out sorted by id, properties, types and the matrix in
 * their order. Problems: TXT… (not readable, wrong shape), CAT01 (an id twice), CAT02 (a reference that leads
 * nowhere), CAT03 (a condition that cannot be asked), CAT05 (file name), CAT09 (a step that does not follow).
 */
export function compileCatalogue(
  sources: readonly Source[],
  checks: readonly CheckInfo[],
): Outcome<CatalogueData> {
  const entries = readEntries(sources);
  // References into a file that could not be read would all be wrong, and say nothing new.
  const problems = (
    hasErrors(entries.problems.filter(({ code }) => code !== 'CAT05'))
      ? [...entries.problems]
      : [...entries.problems, ...verifyEntries(entries, checks)]
  ).toSorted(byPlace);
  if (hasErrors(problems)) return { problems };
  return {
    value: {
      properties: entries.properties.map(valueOf),
      types: entries.types.map(valueOf),
      rules: entries.rules.map(valueOf).toSorted(byId),
      mitigations: entries.mitigations.map(valueOf).toSorted(byId),
      checks: checks.map(infoOf).toSorted(byId),
      matrix: entries.matrix.map(valueOf),
      chains: entries.chains.map(valueOf).toSorted(byId),
      standards: entries.standards.map(valueOf).toSorted(byId),
    },
    problems,
  };
}

function valueOf<T>({ value }: Entry<T>): T {
  return value;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** A check may come with the code that runs it; the catalogue is data. */
function infoOf(check: CheckInfo): CheckInfo {
  return CheckInfo.strip().parse(check);
}
