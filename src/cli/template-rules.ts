/** The rules of templates of Microsoft's Threat Modeling Tool, run on a project. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { type HandThreat, ruleOfHand } from '../enumerate/hand.ts';
import { placeOnTemplate } from '../exchange/onto-template/index.ts';
import { threatsOf } from '../exchange/template-rules/threats.ts';
import { generate } from '../exchange/tmt/generation/generate.ts';
import { readTemplate } from '../exchange/tmt/read-template.ts';
import { readTm7 } from '../exchange/tmt/read-tm7.ts';
import type { Template } from '../exchange/tmt/template.ts';
import type { Tm7 } from '../exchange/tmt/tm7.ts';
import type { System } from '../model/system.ts';
import { count } from '../report/writing/words.ts';
import type { Outcome, Problem } from '../text/problem.ts';

import { EXIT, Exit, type Io, printProblems, readBytes } from './io.ts';

/** Larger files are not read. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/** A drawing on disk. */
export interface Drawing {
  /** As the user would type it. */
  readonly file: string;
  readonly tm7: Tm7;
}

/** Raises the threats of a template in a file on the flows of a system, or on a drawing made with that template. */
export function raiseByTemplate(
  io: Io,
  file: string,
  system: System,
  catalogue: Catalogue,
  drawings: readonly Drawing[] = [],
): readonly HandThreat[] {
  const template = accept(io, readTemplate(readBytes(io, file, LIMIT_BYTES), file));
  tellQuirks(io, template, file);
  const own = drawings.filter(({ tm7 }) => isDrawnWith(tm7, template));
  if (own.length > 0) return own.flatMap((drawing) => raiseOnDrawing(io, drawing, template, system));
  const { interactions, problems } = placeOnTemplate(system, template, catalogue);
  printProblems(io, problems, new Map());
  const raised = generate(interactions, template);
  tellCount(io, template, raised.length, interactions.length);
  return threatsOf(raised, template, system).threats;
}

/** Raises the threats of the template that each drawing carries, on that drawing as it is. */
export function raiseByEmbedded(io: Io, drawings: readonly Drawing[], system: System): readonly HandThreat[] {
  return drawings.flatMap((drawing) => {
    const { file, tm7 } = drawing;
    const template = tm7.knowledgeBase;
    if (!template) {
      throw new Exit(EXIT.unusable, `"${file}" carries no template; name one: --rules TEMPLATE.tb7`);
    }
    tellQuirks(io, template, file);
    if (!tm7.generationEnabled) {
      io.err(`"${file}" has the raising of threats switched off; they are raised here all the same\n`);
    }
    return raiseOnDrawing(io, drawing, template, system);
  });
}

/** Reads a drawing. Ends the command with 2 where that is not possible. */
export function readDrawing(io: Io, file: string): Drawing {
  return { file, tm7: accept(io, readTm7(readBytes(io, file, LIMIT_BYTES), basename(file))) };
}

/**
 * The drawings that a project was imported from: beside its folder's files, beside the folder, or where the command
 * runs. Ends the command with 2 where one is not to be found, or the project comes from none.
 */
export function findDrawings(io: Io, root: string, system: System): readonly Drawing[] {
  const things = [...system.flows.values(), ...system.elements.values(), ...system.views.values()];
  const names = new Set(
    things.flatMap(({ origin }) => (origin?.format === 'tm7' ? [basename(origin.file)] : [])),
  );
  if (names.size === 0) {
    const why = 'this project was imported from no .tm7 file';
    throw new Exit(EXIT.unusable, `${why}; name a template: --rules TEMPLATE.tb7`);
  }
  return [...names].map((name) => {
    const places = [...new Set([root, dirname(root), io.cwd])].map((folder) => join(folder, name));
    const path = places.find((place) => existsSync(place));
    if (path !== undefined) return readDrawing(io, relative(io.cwd, path) || name);
    const shown = places.map((place) => relative(io.cwd, place)).join(', ');
    throw new Exit(
      EXIT.unusable,
      `the rules embedded in "${name}" need that file, and it is not there: ${shown}. ` +
        'Put it there, or name a template: --rules TEMPLATE.tb7',
    );
  });
}

/**
 * Adds raised threats to those written down: where a rule is recorded on a subject already, the record stands, with
 * its triage. `records` false: of those written down only the ones raised again count.
 */
export function together(
  written: readonly HandThreat[],
  raised: readonly HandThreat[],
  records = true,
): readonly HandThreat[] {
  const recorded = new Map(written.map((threat) => [threatId(threat), threat]));
  const found = new Map<string, HandThreat>(records ? recorded : []);
  for (const threat of raised) {
    const id = threatId(threat);
    if (!found.has(id)) found.set(id, recorded.get(id) ?? threat);
  }
  return [...found.values()];
}

/** The id that decisions know it by. */
export function threatId(threat: HandThreat): string {
  return `${ruleOfHand(threat)}@${threat.subject.id}`;
}

function raiseOnDrawing(
  io: Io,
  { file, tm7 }: Drawing,
  template: Template,
  system: System,
): readonly HandThreat[] {
  const raised = generate(tm7, template);
  const { threats, lost } = threatsOf(raised, template, system, basename(file));
  const flows = new Set(raised.map(({ interaction }) => interaction.flow.id));
  tellCount(io, template, raised.length, flows.size, file);
  if (lost.size > 0) {
    const number = [...lost.values()].reduce((sum, times) => sum + times, 0);
    io.err(
      `left out: ${number} of them, on ${count(lost.size, 'flow')} of "${file}" that the project does not have\n`,
    );
  }
  return threats;
}

/** True when the drawing's own template is the given one, or it has none and uses no stencil that this one lacks. */
function isDrawnWith({ knowledgeBase, surfaces }: Tm7, template: Template): boolean {
  if (knowledgeBase) return knowledgeBase.id !== '' && knowledgeBase.id === template.id;
  return surfaces.every(({ shapes, lines }) =>
    [...shapes, ...lines].every(({ type }) => template.stencils.has(type)),
  );
}

function accept<T>(io: Io, { value, problems }: Outcome<T>): T {
  const failed = printProblems(io, problems, new Map());
  if (failed || value === undefined) throw new Exit(EXIT.unusable);
  return value;
}

function tellCount(io: Io, { name, version }: Template, threats: number, flows: number, on?: string): void {
  const where = count(flows, 'flow') + (on === undefined ? '' : ` of "${on}"`);
  io.err(`"${name}" ${version} raises ${count(threats, 'threat')} on ${where}\n`);
}

/** One line for each kind of oddity: a template may have dozens of one kind. */
function tellQuirks(io: Io, { quirks }: Template, file: string): void {
  const kinds = new Map<string, Problem[]>();
  for (const quirk of quirks) kinds.set(quirk.code, [...(kinds.get(quirk.code) ?? []), quirk]);
  for (const [code, alike] of kinds) {
    const [first] = alike;
    if (!first) continue;
    const more = alike.length > 1 ? ` (and ${alike.length - 1} more like it)` : '';
    io.err(`${file} warning ${code} ${first.message}${more}\n`);
  }
}
