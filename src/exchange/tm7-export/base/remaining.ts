/** What was written and what was not, found by comparing the system with the file once more. */
import type { System } from '../../../model/system.ts';
import type { NotWritten, Written } from '../../exported.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import { named } from '../left-out.ts';
import type { Change, Changes } from './changes.ts';
import type { Drawn } from './match.ts';
import type { Part } from './sides.ts';

const SINGULAR: Readonly<Record<Part, string>> = {
  zones: 'zone',
  elements: 'element',
  flows: 'flow',
  boundaries: 'boundary',
  views: 'view',
};

/**
 * Differences that are still there, and those that writing the others made. What was drawn on a tab that no view
 * lists is none.
 */
export function remaining(
  { changes, newer, match, ours }: Changes,
  before: Changes,
  system: System,
  drawn: Drawn,
): readonly NotWritten[] {
  const added = new Set(drawn.values());
  const was = new Set(before.newer.map(keyOf));
  const side = newer.filter((change) => !was.has(keyOf(change)));
  return [...changes, ...side].flatMap((change) => {
    const { part, id, what } = change;
    if (part === 'views' && what === 'of') {
      const shown = (match.views.get(id) ?? []).flatMap(({ shapes }) =>
        shapes.flatMap(({ guid, form }) => (form === 'border-boundary' ? [] : (match.owner.get(guid) ?? []))),
      );
      const wanted = ours.views.get(id)?.of ?? [];
      const isMissing = wanted.some((element) => !shown.includes(element));
      const isMore = shown.some((element) => !wanted.includes(element) && !added.has(element));
      if (!isMissing && !isMore) return [];
    }
    return [sentenceOf(change, system)];
  });
}

function sentenceOf({ part, id, what }: Change, system: System): NotWritten {
  const thing = `${SINGULAR[part]} "${id}"`;
  switch (what) {
    case 'new':
      return part === 'boundaries'
        ? {
            what: `the ${thing}`,
            why: 'no flow that is drawn crosses it, or no line can be drawn that only those cross',
          }
        : { what: `the ${thing}`, why: 'there is no stencil for it, or no place on the drawing' };
    case 'scope':
      return { what: `whether the ${thing} is out of scope`, why: 'the tool has no such property for it' };
    case 'zone': {
      const zone = system.elements.get(id)?.zone ?? system.zones.get(id)?.parent;
      return {
        what:
          zone === undefined ? `that the ${thing} lies in no zone` : `that the ${thing} lies in "${zone}"`,
        why: 'on the drawing there is no place for it there; move it in the tool',
      };
    }
    case 'of':
      return part === 'views'
        ? {
            what: `which elements the ${thing} shows`,
            why: 'lines hold them on the tab, or they are drawn nowhere else',
          }
        : {
            what: `which flows cross the ${thing}`,
            why: 'its line and theirs would have to be bent; do it in the tool',
          };
    case 'name':
    case 'from':
    case 'to':
    default:
      return {
        what: `the ${what === 'name' ? 'name' : 'ends'} of the ${thing}`,
        why: 'the file has no place for it',
      };
  }
}

/** What was changed in the file, by kind. `left` is what remains; `lost`: lines that went with what they hung on. */
export function told(
  { changes, removed }: Changes,
  left: Changes,
  tm7: Tm7,
  lost: readonly string[],
): readonly Written[] {
  const still = new Set(left.changes.map(keyOf));
  const done = changes.filter((change) => !still.has(keyOf(change)));
  const count = (words: string, isWanted: (change: Change) => boolean): Written => ({
    what: words,
    count: new Set(done.filter(isWanted).map(({ id }) => id)).size,
  });
  const names = new Map(
    tm7.surfaces.flatMap(({ shapes, lines }) =>
      [...shapes, ...lines].map(({ guid, name }) => [guid, name || guid]),
    ),
  );
  const gone = [...[...removed.keys()].filter((guid) => names.has(guid)), ...lost];
  return [
    ...(['elements', 'zones', 'flows', 'boundaries'] as const).map((part) =>
      count(`${part} drawn`, (change) => change.part === part && change.what === 'new'),
    ),
    count('tabs added', ({ part, what }) => part === 'views' && what === 'new'),
    count('renamed', ({ what }) => what === 'name'),
    count('put in or out of scope', ({ what }) => what === 'scope'),
    count('moved to another zone', ({ what }) => what === 'zone'),
    count('flows joined to other ends', ({ what }) => what === 'from' || what === 'to'),
    count('views or boundaries adapted', ({ what }) => what === 'of'),
    { what: `removed (${named(gone.map((guid) => names.get(guid) ?? guid))})`, count: gone.length },
  ];
}

function keyOf({ part, id, what }: Change): string {
  return `${part}/${id}/${what}`;
}
