/** A list of components against the advisories: which known holes are in them, and whether such would be found at all. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Advisories } from './advisories.ts';
import type { Component } from './components.ts';
import { type Decision, isDismissed } from './decisions.ts';
import { type Package, packageOf, parsePackageUrl } from './package-url.ts';

export interface Found {
  readonly component: Component;
  /** `answered`: a decision says that it is none here. */
  readonly standing: 'affected' | 'undecided' | 'answered';
  /** The hole's id, or why the component cannot be looked up. */
  readonly what: string;
}

/** What is known of one component. */
export function compare(
  component: Component,
  advisories: Advisories,
  decisions: readonly Decision[],
): readonly Found[] {
  const one = lookedUpAs(component);
  if (typeof one === 'string') return [{ component, standing: 'undecided', what: one }];
  return advisories.holesIn(one).map(({ id, ids, standing }) => ({
    component,
    standing: isDismissed(decisions, component, ids) ? 'answered' : standing,
    what: standing === 'affected' ? id : `perhaps ${id}`,
  }));
}

/** A text: why it cannot be looked up. */
function lookedUpAs({ url, version }: Component): Package | string {
  const parsed = parsePackageUrl(url);
  if (!parsed) return 'no package URL that can be read';
  if (parsed.version !== undefined && parsed.version !== version)
    return `another version in its package URL (${parsed.version.slice(0, 100)})`;
  return packageOf(parsed, version);
}

/** An ecosystem in which nothing was published for so long before they were fetched is no export of that day. */
const QUIET = 30 * 24 * 3_600_000;

/** Why the advisories say nothing of some of the components. */
export function oddities(
  components: readonly Component[],
  advisories: Advisories,
  taken: string,
): readonly string[] {
  return ecosystemsOf(components).flatMap((ecosystem) => {
    const newest = advisories.newest(ecosystem);
    if (newest === undefined) return [`there are no advisories on ${ecosystem}`];
    return Date.parse(taken) - newest > QUIET
      ? [
          `the newest advisory on ${ecosystem} is of ${new Date(newest).toISOString().slice(0, 10)}, so they are older than they are said to be, or not all`,
        ]
      : [];
  });
}

/** For each ecosystem a component that the advisories say has a hole: the same comparison must find it. */
export function planted(components: readonly Component[], advisories: Advisories): readonly Attempt[] {
  return ecosystemsOf(components).map((ecosystem) => {
    const bad = advisories.known(ecosystem);
    const found =
      bad && advisories.holesIn(bad.one).some(({ id, standing }) => id === bad.id && standing === 'affected');
    return found
      ? {
          what: `${bad.one.name} ${bad.one.version} of ${ecosystem}, planted`,
          outcome: 'refused',
          refusedBy: null,
          detail: `found: ${bad.id}`,
        }
      : {
          what: `a component of ${ecosystem}, planted`,
          outcome: 'accepted',
          refusedBy: null,
          detail: 'no advisory on it names a version',
        };
  });
}

function ecosystemsOf(components: readonly Component[]): readonly string[] {
  const packages = components.map(lookedUpAs);
  return [...new Set(packages.flatMap((one) => (typeof one === 'string' ? [] : one.ecosystem)))].toSorted();
}
