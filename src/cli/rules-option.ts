/** `--rules`: whose rules are asked. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';

import { type LetterProfile, type Threats, enumerate } from '../enumerate/index.ts';
import type { System } from '../model/system.ts';
import { EXIT, Exit, type Io } from './io.ts';
import type { Project } from './project.ts';
import {
  type Drawing,
  findDrawings,
  raiseByEmbedded,
  raiseByTemplate,
  readDrawing,
  threatId,
  together,
} from './template-rules.ts';

/** What was chosen. */
export interface RuleSets {
  /** What the project asks without the option: the catalogue, its own templates, and threats.yaml. */
  readonly catalogue: boolean;
  /** The rules of the template inside the drawing that the project comes from. */
  readonly embedded: boolean;
  /** Files with a template, as the user gave them. */
  readonly templates: readonly string[];
}

/** Adds `--rules`. */
export function withRules(command: Command): Command {
  return command.option(
    '--rules <what>',
    'whose rules: catalogue (the default), embedded (those in the .tm7), or a .tb7 file; several with commas',
    (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
  );
}

/** Reads the option: it may be given several times, and each time several with commas. */
export function chosenRules(io: Io, given: readonly string[] = ['catalogue']): RuleSets {
  // A file's own name may have a comma in it.
  const names = given.flatMap((text) => (existsSync(resolve(io.cwd, text)) ? [text] : text.split(',')));
  const words = names.map((name) => name.trim()).filter((name) => name !== '');
  const templates = [...new Set(words)].filter((word) => word !== 'catalogue' && word !== 'embedded');
  for (const file of templates) {
    if (existsSync(resolve(io.cwd, file))) continue;
    const why = `--rules ${file}: there is no such file`;
    throw new Exit(EXIT.unusable, `${why}; give "catalogue", "embedded" or a .tb7 file`);
  }
  if (words.length === 0)
    throw new Exit(EXIT.unusable, '--rules needs "catalogue", "embedded" or a .tb7 file');
  return { catalogue: words.includes('catalogue'), embedded: words.includes('embedded'), templates };
}

/**
 * The threats of the chosen rules. Without `catalogue`, neither its threats nor those that people wrote are among
 * them; a threat that is recorded in threats.yaml stands as recorded wherever one of the chosen rules raises it.
 */
export function threatsBy(
  project: Project,
  system: System,
  { catalogue, embedded, templates }: RuleSets,
  profile: LetterProfile,
): Threats {
  const { io } = project;
  const drawings = drawingsFor(project, system, embedded);
  const raised = [
    ...(embedded ? raiseByEmbedded(io, drawings, system) : []),
    ...templates.flatMap((file) => raiseByTemplate(io, file, system, project.catalogue, drawings)),
    ...(catalogue ? project.templateThreats(system) : []),
  ];
  const written = project.writtenThreats(system);
  const known = new Set(written.map(threatId));
  const recorded = raised.filter((threat) => known.has(threatId(threat))).length;
  if (recorded > 0) io.err(`${recorded} of them are recorded already, and stand as recorded\n`);
  const handWritten = together(written, raised, catalogue);
  const asked = catalogue ? project.catalogue : { ...project.catalogue, rules: new Map() };
  return enumerate(system, asked, { profile, handWritten });
}

/** The drawings to ask about: the file itself, or for its embedded rules those that the project was imported from. */
function drawingsFor(project: Project, system: System, isNeeded: boolean): readonly Drawing[] {
  const { io, root, madeFrom } = project;
  if (madeFrom !== undefined && /\.tm7$/i.test(madeFrom)) return [readDrawing(io, madeFrom)];
  return isNeeded ? findDrawings(io, root, system) : [];
}
