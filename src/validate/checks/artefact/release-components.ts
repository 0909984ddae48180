/**
 * Is known what is in the release, and has none of it a known hole that nobody answered? The list must be of this very
 * file, by its digest; each component has a version and a package URL; and the advisories are recent and such that the
 * comparison finds a component with a known hole where one is planted. A hole is answered by a decision with a reason. That
 * a fix reaches the devices, and when, is not seen here, nor whether the list has everything that is in the file.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { digestsOf, readRelease } from '../../probes/artefact.ts';
import { type Advisories, readAdvisories } from '../../readers/release/advisories.ts';
import { type ComponentList, readComponents } from '../../readers/release/components.ts';
import { type Decision, readDecisions } from '../../readers/release/decisions.ts';
import { type Found, compare, oddities, planted } from '../../readers/release/known-holes.ts';
import { ageProblem } from '../../readers/taken.ts';
import type { ComponentsTarget } from '../../targets/read/release.ts';
import { inconclusive } from '../../verdict.ts';

/** Advisories count for seven days, as everything that is read does. */
const LIFETIME = 7 * 24 * 3_600_000;

export const releaseComponents = defineCheck({
  id: 'release-components',
  title: 'Are the parts of the release listed, and has none a known hole that nobody answered?',
  targets: ['release'],
  control:
    'the released file, the list of its components and recent advisories can be read; the list names the file by its digest',
  attack:
    'look each component up among the advisories; and once for each ecosystem a component that has a known hole, which must be found',
  effect: 'passive',
  budget: { connections: 0, seconds: 120, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { file, release } = context.target;
    const declared = release?.components;
    if (file === undefined || !declared)
      return inconclusive(
        'the target declares no file with a list of its components (file, release.components)',
      );
    const old = ageProblem(declared.taken, context.now);
    if (old !== undefined) return inconclusive(old);
    let read: Read | string;
    try {
      read = await readAll(context, file, declared);
    } catch (error) {
      return inconclusive(error instanceof Error ? error.message : 'the list cannot be read');
    }
    if (typeof read === 'string') return inconclusive(read);
    const outcome = judged(read, file, declared);
    return outcome.verdict === 'pass'
      ? { ...outcome, validUntil: new Date(Date.parse(declared.taken) + LIFETIME) }
      : outcome;
  },
});

interface Read {
  readonly list: ComponentList;
  readonly isOfFile: boolean;
  readonly advisories: Advisories;
  readonly decisions: readonly Decision[];
}

/** A text: what is the matter. Rejects with an Error that a person understands. */
async function readAll(
  context: CheckContext,
  file: string,
  declared: ComponentsTarget,
): Promise<Read | string> {
  const digests = digestsOf(await readRelease(context, file));
  const list = readComponents(await context.readFile(declared.file));
  if (typeof list === 'string') return `${declared.file}: ${list}`;
  const texts = async (paths: readonly string[]): Promise<readonly { name: string; text: string }[]> =>
    Promise.all(paths.map(async (name) => ({ name, text: await context.readFile(name) })));
  const advisories = readAdvisories(await texts(declared.advisories));
  if (typeof advisories === 'string') return advisories;
  const decisions = [...list.decisions];
  for (const { name, text } of await texts(declared.decisions ?? [])) {
    const more = readDecisions(text, { digests, url: list.of.url });
    if (typeof more === 'string') return `${name}: ${more}`;
    decisions.push(...more);
  }
  const known = Object.entries(list.of.digests).filter(([algorithm]) => Object.hasOwn(digests, algorithm));
  const isOfFile =
    known.length > 0 &&
    known.every(([algorithm, hex]) => Object.entries(digests).some(([a, h]) => a === algorithm && h === hex));
  return { list, isOfFile, advisories, decisions };
}

function judged(
  { list, isOfFile, advisories, decisions }: Read,
  file: string,
  declared: ComponentsTarget,
): CheckOutcome {
  const { components, form, lacks } = list;
  const control: Attempt = {
    what: `${file}, ${declared.file} and ${advisories.count} advisories are read`,
    outcome: 'seen',
    refusedBy: null,
    detail: `${form}, ${components.length} components`,
  };
  const base = { control, observer: null, refusedBy: null, facts: [] };
  const fail = (what: string, why: string): CheckOutcome => ({
    ...base,
    verdict: 'fail',
    reason: why,
    attack: [{ what, outcome: 'accepted', refusedBy: null, detail: why.slice(0, 1000) }],
  });
  if (!isOfFile)
    return fail(
      `whether ${declared.file} is of ${file}`,
      `${declared.file} does not name ${file} by its digest: it is the list of something else, or of nothing in particular`,
    );
  if (components.length === 0) return inconclusive(`${declared.file} lists no component`, base);
  if (lacks !== undefined) return inconclusive(`${declared.file} is not whole: ${lacks}`, base);
  const bare = components.filter(({ version, url }) => version === '' || url === '');
  if (bare.length > 0)
    return fail(
      'components that can be looked up',
      `${bare.length} of ${components.length} components have no version or no package URL, so that nobody learns of their holes: ${some(bare.map(({ name }) => name))}`,
    );
  const found = components.flatMap((component) => compare(component, advisories, decisions));
  const holes = found.filter(({ standing }) => standing === 'affected');
  const lookedUp = `the ${components.length} components of ${declared.file}`;
  if (holes.length > 0)
    return fail(
      lookedUp,
      `known holes that nobody answered: ${some(holes.map(worded))} (advisories of ${declared.taken})`,
    );
  const odd = oddities(components, advisories, declared.taken);
  const undecided = [...odd, ...found.filter(({ standing }) => standing === 'undecided').map(worded)];
  if (undecided.length > 0) return inconclusive(`not everything can be decided: ${some(undecided)}`, base);
  const tried = planted(components, advisories);
  const missed = tried.filter(({ outcome }) => outcome !== 'refused');
  if (missed.length > 0)
    return inconclusive(`the comparison finds no known hole: ${some(missed.map(({ what }) => what))}`, {
      ...base,
      attack: tried,
    });
  const answered = found.filter(({ standing }) => standing === 'answered');
  const attack: readonly Attempt[] = [
    {
      what: lookedUp,
      outcome: 'refused',
      refusedBy: null,
      detail: `no known hole${answered.length > 0 ? ' but those answered' : ''}`,
    },
    ...tried,
  ];
  const but =
    answered.length === 0
      ? ''
      : `, but for ${answered.length} that decisions answer: ${some(answered.map(worded))}`;
  const reason = `${lookedUp} (${form}, of ${file} by its digest) have no hole that is known in ${advisories.count} advisories of ${declared.taken}${but}; found were: ${some(tried.map(({ what }) => what))}. Whether the list has everything that is in the file, and that fixes reach the devices, was not looked at`;
  return { ...base, verdict: 'pass', reason, attack };
}

function worded({ component, what }: Found): string {
  return `${what} in ${component.name} ${component.version}`;
}

/** The first few, and how many more. */
function some(all: readonly string[]): string {
  const shown = all
    .slice(0, 8)
    .map((one) => one.slice(0, 200))
    .join(', ');
  return all.length > 8 ? `${shown} and ${all.length - 8} more` : shown;
}
