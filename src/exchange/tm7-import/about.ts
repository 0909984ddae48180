/** What a file says of the system as a whole: name, description, people, assumptions, dependencies. */
import type { Plain } from '../../model/writing/change.ts';
import type { MetaInformation, Tm7 } from '../tmt/tm7.ts';
import { type Earlier, mapping, textAt } from '../into-project/earlier.ts';
import { type Entry, entry, type Proposals, type Section } from '../into-project/entries.ts';
import { type Ids, idFrom, lines, oneLine } from '../into-project/names.ts';

/** The id of the system: the one it has, or its name as an id, or that of the file. */
export function systemId({ meta, file }: Tm7, earlier: Earlier | undefined): string {
  const known = earlier && textAt(mapping(earlier.ours.system.system), 'id');
  const base = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return known ?? (idFrom(meta.name) || idFrom(base) || 'system');
}

/** The `system` section. The people named have no keys of their own, so they stand in the description. */
export function describeSystem({ meta }: Tm7, id: string): Entry {
  const people = [
    ['Owner', meta.owner],
    ['Reviewer', meta.reviewer],
    ['Contributors', meta.contributors],
  ].flatMap(([role, name = '']) => (oneLine(name) === '' ? [] : [`${role}: ${oneLine(name)}.`]));
  const parts = [said(meta.description), people.join(' ')].filter((part) => part !== '');
  return entry({
    id,
    name: oneLine(meta.name) || undefined,
    description: parts.length > 0 ? parts.join('\n\n') : undefined,
  });
}

/** Assumptions, one a line, then dependencies on others: what the analysis relies on without looking at it. */
export function assumptionsOf(
  meta: MetaInformation,
  ids: Ids,
  earlier: Earlier | undefined,
  proposals: Proposals,
): Section {
  const section: Section = {};
  // What a person reworded here and an export wrote into the file is the assumption it was.
  const before = {
    ...mapping(earlier?.base?.system.assumptions),
    ...mapping(earlier?.ours.system.assumptions),
  };
  const add = (text: string, wanted: string): string => {
    const known = Object.keys(before).find(
      (id) => textAt(mapping(before[id]), 'text') === text && section[id] === undefined,
    );
    const id = known ?? ids.claim(wanted);
    section[id] = { text } satisfies Readonly<Record<string, Plain>>;
    return id;
  };
  for (const text of linesOf(meta.assumptions)) add(text, 'assumption');
  for (const text of linesOf(meta.externalDependencies)) {
    const id = add(`Depends on: ${text}`, 'dependency');
    proposals.add(
      'assumptions',
      id,
      '',
      `an assumption "${id}"`,
      'the file lists it as an external dependency',
    );
  }
  return section;
}

function linesOf(text: string): readonly string[] {
  return said(text)
    .split('\n')
    .map((line) => oneLine(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')))
    .filter((line) => line !== '');
}

/** Fields that must not be empty get such words from people who have nothing to say. */
function said(text: string): string {
  const plain = lines(text);
  return /^(none|n\/?a|-+|tbd)\.?$/i.test(plain) ? '' : plain;
}
