/** Name, description and assumptions, where they were changed in Bestride. */
import type { System } from '../../../model/system.ts';
import { mapping, type PlainMap, textAt } from '../../into-project/earlier.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import { childOf } from '../../xml/tree.ts';
import { assumptionTexts, windowsLines } from '../texts.ts';
import type { Edits } from '../xml/edit.ts';
import { setMember } from './edit-drawing.ts';

interface About {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly assumptions: string;
  readonly dependencies: string;
}

/** Edits the information about the model; tells how many members are others now. */
export function editAbout(
  edits: Edits,
  tm7: Tm7,
  system: System,
  read: PlainMap,
  noted: PlainMap | undefined,
): number {
  const xml = childOf(tm7.document.root, 'MetaInformation');
  if (!xml) return 0;
  const held: About = {
    name: system.name === system.id ? undefined : system.name,
    description: system.description,
    ...assumptionTexts(system),
  };
  const there = aboutIn(read);
  const then = noted && aboutIn(noted);
  const differs = (key: keyof About): boolean =>
    held[key] !== there[key] && !(then && held[key] === then[key]);
  const changed: [string, string][] = [];
  if (differs('name') && system.name !== there.name) changed.push(['ThreatModelName', system.name]);
  if (differs('description'))
    changed.push(['HighLevelSystemDescription', withoutPeople(held.description ?? '', tm7)]);
  if (differs('assumptions')) changed.push(['Assumptions', held.assumptions]);
  if (differs('dependencies')) changed.push(['ExternalDependencies', held.dependencies]);
  for (const [member, text] of changed) setMember(edits, xml, member, windowsLines(text));
  return changed.length;
}

function aboutIn(data: PlainMap): About {
  const system = mapping(data.system);
  const name = textAt(system, 'name');
  const assumptions = Object.entries(mapping(data.assumptions)).map(
    ([id, value]) => [id, { id, text: textAt(mapping(value), 'text') ?? '' }] as const,
  );
  return {
    name: name === textAt(system, 'id') ? undefined : name,
    description: textAt(system, 'description'),
    ...assumptionTexts({ assumptions: new Map(assumptions) }),
  };
}

/** An import writes the people that the file names behind its description; there they have members of their own. */
function withoutPeople(description: string, { meta }: Tm7): string {
  const people = [
    ['Owner', meta.owner],
    ['Reviewer', meta.reviewer],
    ['Contributors', meta.contributors],
  ].flatMap(([role, name = '']) =>
    name.trim() === '' ? [] : [`${role}: ${name.replaceAll(/\s+/g, ' ').trim()}.`],
  );
  const end = people.join(' ');
  return end !== '' && description.endsWith(end) ? description.slice(0, -end.length).trim() : description;
}
