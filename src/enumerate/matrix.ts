/**
 * The STRIDE matrix (S-30, O-05): every element and every crossing of a trust boundary by the six letters. A cell
 * holds the threats that stand there, or the written reason why none does; where there is neither, it says so.
 */
import { Letter, type SubjectKind } from '../catalogue/schema.ts';
import type { MatrixEntry } from '../catalogue/matrix.ts';
import { isType } from '../catalogue/catalogue.ts';
import { flowsOver } from '../model/query.ts';
import { type Compiled, compileCondition } from './conditions/compile.ts';
import { type Facts, entry, gatherFacts, rowsOf } from './conditions/facts.ts';
import { TRUE } from './conditions/kleene.ts';
import { type CompiledRules, compileRules } from './engine/rules.ts';
import type { LetterProfile, Threat, Threats } from './threat.ts';

/**
 * `threats`: some stand here. `not-applicable`: the letter has no meaning here, and `reason` says why.
 * `no-rule`: it has, no rule raises a threat, and `reason` says why. `nothing-said`: neither threat nor reason.
 */
export type CellState = 'threats' | 'not-applicable' | 'no-rule' | 'nothing-said';

export interface MatrixCell {
  readonly state: CellState;
  /** Ids, in the order of the catalogue; for a crossing also those of the connection it goes over. */
  readonly threats: readonly string[];
  readonly reason?: string;
  /** S- and O-ids of the reason. */
  readonly trace?: readonly string[];
  /** Rules of this letter about such a subject that the facts rule out here. */
  readonly ruledOut: readonly string[];
  /** Threats that stand here and have this letter only under the profile of the originals (S-46). */
  readonly withheld: readonly string[];
}

export interface MatrixRow {
  /** A `crossing` is a flow that passes a boundary; a `connection` one that passes it and carries no flow. */
  readonly kind: 'element' | 'crossing' | 'connection';
  readonly id: string;
  readonly name: string;
  /** Of an element its type; of the others the ids of the two ends, in the direction of data or dialling. */
  readonly about: string;
  readonly cells: Readonly<Record<Letter, MatrixCell>>;
}

/** The published JSON shape of `enumerate --matrix --format json`. */
export interface Matrix {
  readonly profile: LetterProfile;
  /** Elements, then what crosses, each in the order of the file. */
  readonly rows: readonly MatrixRow[];
  /** Threats about something that has no row: the whole system, and what stays inside one zone. */
  readonly elsewhere: readonly string[];
}

/** Lays out the threats of a system as a matrix. Cost grows with threats and rows. */
export function matrixOf(threats: Threats): Matrix {
  const { system, profile } = threats;
  const bySubject = new Map<string, Threat[]>();
  for (const threat of threats) {
    const key = keyOf(threat.subject.kind, threat.subject.id);
    const known = bySubject.get(key);
    if (known) known.push(threat);
    else bySubject.set(key, [threat]);
  }
  const shown = new Set<string>();
  const at = (thing: Place, id: string): readonly Threat[] => {
    shown.add(`${thing} ${id}`);
    return bySubject.get(`${thing} ${id}`) ?? [];
  };
  const asked = new Asked(threats);
  const rows: MatrixRow[] = [...system.elements.values()].map(({ id, name, type }, number) => ({
    kind: 'element',
    id,
    name,
    about: type,
    cells: asked.cells('element', number, at('element', id), type),
  }));
  [...system.flows.values()].forEach(({ id, name, from, to, over, crosses }, number) => {
    if (crosses.length === 0) return;
    const here = [...at('flow', id), ...at('connection', over)];
    const cells = asked.cells('crossing', number, here);
    rows.push({ kind: 'crossing', id, name, about: `${from} to ${to}`, cells });
  });
  for (const { id, name, from, to, crosses } of system.connections.values()) {
    if (crosses.length === 0 || flowsOver(system, id).length > 0) continue;
    const cells = asked.cells('connection', -1, at('connection', id));
    rows.push({ kind: 'connection', id, name, about: `${from} to ${to}`, cells });
  }
  const elsewhere = [...bySubject].flatMap(([key, list]) => (shown.has(key) ? [] : list.map(({ id }) => id)));
  return { profile, rows, elsewhere };
}

/** How many cells are in each state. */
export function countCells({ rows }: Matrix): Readonly<Record<CellState, number>> {
  const counts = { threats: 0, 'not-applicable': 0, 'no-rule': 0, 'nothing-said': 0 };
  for (const { cells } of rows) for (const letter of Letter.options) counts[cells[letter].state] += 1;
  return counts;
}

type Place = 'element' | 'connection' | 'flow' | 'system';

function keyOf(kind: SubjectKind, id: string): string {
  return `${kind === 'fleet' ? 'element' : kind === 'crossing' ? 'flow' : kind} ${id}`;
}

/** What each kind of row can be the subject of. */
const SUBJECTS: Readonly<Record<MatrixRow['kind'], readonly SubjectKind[]>> = {
  element: ['element', 'fleet'],
  crossing: ['flow', 'crossing', 'connection'],
  connection: ['connection'],
};

interface CompiledEntry {
  readonly entry: MatrixEntry;
  readonly when?: Compiled;
}

/** Which rules and which reasons there are for a cell. */
class Asked {
  readonly #threats: Threats;
  readonly #rules: CompiledRules;
  readonly #facts: Facts;
  readonly #entries: readonly CompiledEntry[];

  constructor(threats: Threats) {
    const { system, catalogue, profile } = threats;
    this.#threats = threats;
    this.#rules = compileRules(catalogue);
    this.#facts = gatherFacts(system, catalogue);
    this.#entries = catalogue.matrix
      .filter((one) => one.profile === undefined || one.profile === profile)
      .map((one) => ({
        entry: one,
        ...(one.when !== undefined && { when: compileCondition(one.when, one.on, 'applies', catalogue) }),
      }));
  }

  /** `number`: of the element or flow among its like; a connection without flows has none. */
  cells(
    kind: MatrixRow['kind'],
    number: number,
    here: readonly Threat[],
    type?: string,
  ): Record<Letter, MatrixCell> {
    const cell = (letter: Letter): MatrixCell => this.#cell(letter, kind, number, here, type);
    return { S: cell('S'), T: cell('T'), R: cell('R'), I: cell('I'), D: cell('D'), E: cell('E') };
  }

  #cell(
    letter: Letter,
    kind: MatrixRow['kind'],
    number: number,
    here: readonly Threat[],
    type: string | undefined,
  ): MatrixCell {
    const stand = here.filter(({ stride }) => stride.includes(letter));
    const fired = new Set(here.map(({ rule }) => rule));
    const { profile, catalogue } = this.#threats;
    const lettersOf = (rule: string): readonly Letter[] => {
      const { stride = [], originals = [] } = catalogue.rules.get(rule) ?? {};
      return profile === 'originals' ? [...stride, ...originals] : stride;
    };
    const ruledOut = this.#rules
      .bucket(SUBJECTS[kind], type)
      .map((at) => entry(this.#rules.all, at).rule.id)
      .filter((rule) => !fired.has(rule) && lettersOf(rule).includes(letter));
    const withheld = here.filter(
      ({ rule, stride }) =>
        !stride.includes(letter) && catalogue.rules.get(rule)?.originals?.includes(letter) === true,
    );
    const said = stand.length > 0 ? undefined : this.#said(letter, kind, number, type);
    return {
      state:
        stand.length > 0 ? 'threats' : !said ? 'nothing-said' : said.applies ? 'no-rule' : 'not-applicable',
      threats: stand.map(({ id }) => id),
      ...(said && { reason: said.reason }),
      ...(said?.trace && { trace: said.trace }),
      ruledOut,
      withheld: withheld.map(({ id }) => id),
    };
  }

  #said(
    letter: Letter,
    kind: MatrixRow['kind'],
    number: number,
    type: string | undefined,
  ): MatrixEntry | undefined {
    const facts = this.#facts;
    const elementKind = kind === 'element' ? facts.elements[number]?.kind : undefined;
    // Conditions are about flows; of a connection without any, nothing that needs a fact is known.
    const holds = (when: Compiled): boolean =>
      kind === 'element'
        ? rowsOf(facts, number).every((row) => when.run(facts, row) === TRUE)
        : kind === 'crossing' && when.run(facts, number) === TRUE;
    const isAbout = ({ on, letters, kinds, types }: MatrixEntry): boolean =>
      letters.includes(letter) &&
      on === (kind === 'element' ? 'element' : 'crossing') &&
      (!kinds || (elementKind !== undefined && kinds.includes(elementKind))) &&
      (!types || types.some((of) => type !== undefined && isType(this.#threats.catalogue, type, of)));
    return this.#entries.find((one) => isAbout(one.entry) && (!one.when || holds(one.when)))?.entry;
  }
}
