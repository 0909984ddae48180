/** The generic stencils of the tool, for files that carry no template: what is new is drawn with these. */
import type { System } from '../../../model/system.ts';
import type { Placed } from '../../onto-template/index.ts';
import type { Stencil, Template } from '../../tmt/template.ts';

const where = { file: 'the Threat Modeling Tool', line: 1, column: 1 };

const NAMES: readonly (readonly [string, string, Stencil['representation']])[] = [
  ['GE.P', 'Generic Process', 'Ellipse'],
  ['GE.EI', 'Generic External Interactor', 'Rectangle'],
  ['GE.DS', 'Generic Data Store', 'ParallelLines'],
  ['GE.DF', 'Generic Data Flow', 'Line'],
  ['GE.TB.B', 'Generic Trust Border Boundary', 'BorderBoundary'],
  ['GE.TB.L', 'Generic Trust Line Boundary', 'LineBoundary'],
];

/** A template with no more than what every template has. */
export const GENERIC: Template = {
  name: '',
  id: '',
  version: '',
  stencils: new Map(
    NAMES.map(([id, name, representation]) => [
      id,
      {
        id,
        name,
        description: '',
        parent: 'ROOT',
        generic: true,
        hidden: false,
        representation,
        attributes: new Map(),
        where,
      },
    ]),
  ),
  categories: [],
  threatTypes: [],
  columns: [],
  quirks: [],
};

const BY_KIND = { process: 'GE.P', external: 'GE.EI', store: 'GE.DS' } as const;

/** The generic stencil of a thing. */
export function genericStencil(
  system: System,
  part: 'elements' | 'zones' | 'flows' | 'boundaries',
  id: string,
): Placed | undefined {
  const kind = system.elements.get(id)?.kind ?? 'process';
  const ids = { elements: BY_KIND[kind], zones: 'GE.TB.B', flows: 'GE.DF', boundaries: 'GE.TB.L' } as const;
  const stencil = GENERIC.stencils.get(ids[part]);
  return stencil && { id, stencil, why: 'the file carries no template', isOwn: false, chosen: new Map() };
}
