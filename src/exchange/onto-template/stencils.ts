/** Finding stencils in a template. */
import type { Stencil, Template } from '../tmt/template.ts';
import { GENERIC, type StencilNames } from './tables.ts';

export type Drawn = keyof typeof GENERIC;

/** The forms in which a thing may be drawn, the usual one first. Stores may be services that keep things. */
const FORMS: Readonly<Record<Drawn, readonly Stencil['representation'][]>> = {
  process: ['Ellipse', 'Rectangle'],
  external: ['Rectangle', 'Ellipse'],
  store: ['ParallelLines', 'Ellipse', 'Rectangle'],
  flow: ['Line'],
  zone: ['BorderBoundary'],
  line: ['LineBoundary'],
};

/** The stencils of one template that can be drawn. */
export class Stencils {
  readonly #all: readonly Stencil[];
  readonly #byId: ReadonlyMap<string, Stencil>;
  readonly #byName = new Map<string, Stencil[]>();
  readonly #byEnding = new Map<string, Stencil[]>();

  constructor({ stencils }: Template) {
    this.#byId = stencils;
    this.#all = [...stencils.values()].filter(({ hidden }) => !hidden);
    for (const stencil of this.#all) {
      add(this.#byName, plain(stencil.name), stencil);
      const ending = /\.TMCore\.(.+)$/i.exec(stencil.id)?.[1];
      if (ending !== undefined) add(this.#byEnding, ending.toLowerCase(), stencil);
    }
  }

  /** The one with this id, where such a thing can be drawn with it: an element as any shape. */
  recorded(id: string | undefined, drawn: Drawn): Stencil | undefined {
    const found = id === undefined ? undefined : this.#byId.get(id);
    const forms = drawn === 'process' || drawn === 'external' ? FORMS.store : FORMS[drawn];
    return found && forms.includes(found.representation) ? found : undefined;
  }

  /** Those of a row of the tables, best first. */
  called({ names, ids = [] }: StencilNames, drawn: Drawn): readonly Stencil[] {
    const found = [
      ...names.flatMap((name) => [
        ...(this.#byName.get(plain(name)) ?? []),
        ...(this.#byName.get(`azure ${plain(name)}`) ?? []),
      ]),
      ...ids.flatMap((id) => this.#byEnding.get(id.toLowerCase()) ?? []),
    ];
    return found.filter(({ representation }) => FORMS[drawn].includes(representation));
  }

  /** The generic one for a thing drawn so; where a template has its own generic ones, the first that looks so. */
  generic(drawn: Drawn): Stencil | undefined {
    const usual = this.recorded(GENERIC[drawn], drawn);
    if (usual) return usual;
    for (const form of FORMS[drawn]) {
      const alike = this.#all.filter(({ representation }) => representation === form);
      const found = alike.find(({ generic }) => generic) ?? alike[0];
      if (found) return found;
    }
    return undefined;
  }
}

function plain(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function add(groups: Map<string, Stencil[]>, key: string, stencil: Stencil): void {
  const group = groups.get(key);
  if (group) group.push(stencil);
  else groups.set(key, [stencil]);
}
