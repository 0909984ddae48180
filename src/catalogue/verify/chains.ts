/** Stories of threats: rules there are, and steps that lie where the step before leads. */
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import type { Problem } from '../../text/problem.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Chain } from '../chain.ts';
import type { Entry } from '../entries.ts';
import { type Place, followSteps, placeOfSubject } from '../paths.ts';
import type { Rule } from '../schema.ts';
import { listed, unknown } from './names.ts';

/** Problems: CAT02 (an unknown rule), CAT09 (a step that does not follow). */
export function verifyChains(
  chains: readonly Entry<Chain>[],
  rules: readonly Entry<Rule>[],
  base?: Catalogue,
): Problem[] {
  const all = [...(base?.rules.values() ?? []), ...rules.map(({ value }) => value)];
  const known = new Map(all.map(({ id, subject }) => [id, placeOfSubject(subject)]));
  return chains.flatMap((entry) => {
    const problems: Problem[] = [];
    let before: Place | undefined;
    entry.value.steps.forEach((step, i) => {
      const path: Path = ['steps', i];
      problems.push(...unknown(entry, listed([...path, 'rules'], step.rules), [...known.keys()], 'rule'));
      const places = new Set(step.rules.map((id) => known.get(id)).filter((place) => place !== undefined));
      const [place] = places;
      if (places.size > 1)
        problems.push(cat09(entry, [...path, 'rules'], 'the rules of a step are about one kind'));
      if (i === 0 && step.at) problems.push(cat09(entry, [...path, 'at'], 'the first step follows nothing'));
      if (i > 0 && !step.at) problems.push(cat09(entry, path, 'a step must say where it lies ("at")'));
      for (const at of i === 0 ? [] : (step.at ?? [])) {
        const leads = before && followSteps(at, before);
        if (before === undefined || place === undefined || leads === place) continue;
        const message = leads
          ? `${quote(at)} leads from a ${before} to a ${leads}; the rules of this step are about a ${place}`
          : `${quote(at)} leads nowhere from a ${before}`;
        problems.push(cat09(entry, [...path, 'at'], message));
      }
      before = place;
    });
    return problems;
  });
}

function cat09(entry: Entry<unknown>, path: Path, message: string): Problem {
  return { code: 'CAT09', severity: 'error', message, where: entry.where(path) };
}
