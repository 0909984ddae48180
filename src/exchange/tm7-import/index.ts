/**
 * From a model of the Microsoft Threat Modeling Tool to the files of a project: tabs become views, boxes zones,
 * stencils elements, connectors flows, and the list of threats becomes threats.yaml with its triage in
 * decisions.yaml. What had to be chosen is a proposal; what has no place here is told in the report.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { hasErrors, type Outcome, type Problem } from '../../text/problem.ts';
import {
  BASE_FILE,
  type EarlierImport,
  type Imported,
  type ImportOptions,
  type NotCarried,
} from '../imported.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import type { Tm7 } from '../tmt/tm7.ts';
import { assumptionsOf, describeSystem, systemId } from './about.ts';
import { mergeProject, type Merged } from './again/project.ts';
import {
  type Earlier,
  mapping,
  type PlainMap,
  type ProjectData,
  readEarlier,
} from '../into-project/earlier.ts';
import { readShapes } from './drawing/elements.ts';
import { entry, Proposals, type Section } from '../into-project/entries.ts';
import { readLines } from './drawing/flows.ts';
import { mitigationFile } from './mitigation-file.ts';
import { Ids, oneLine } from '../into-project/names.ts';
import { accountOf } from './account.ts';
import { readThreats } from './threats.ts';
import { rewriteYaml, writeYaml } from '../into-project/yaml-text.ts';

/** Reads a `.tm7` file and imports it. Problems: those of {@link readTm7} and of the files of the project. */
export function importTm7File(bytes: Uint8Array, file: string, options: ImportOptions): Outcome<Imported> {
  const { value: tm7, problems } = readTm7(bytes, file, { lenient: options.lenient });
  if (!tm7) return { problems };
  const imported = importTm7(tm7, options.catalogue, options.earlier, options.adopt);
  const all = [...problems, ...imported.problems];
  if (!imported.value) return { problems: all };
  const { files, report } = imported.value;
  const notCarried = [...problems.map(unsound), ...report.notCarried];
  return { value: { files, report: { ...report, notCarried } }, problems: all };
}

/** What a lenient reading left out, or took for something else, belongs into the report too. */
function unsound({ message, where }: Problem): NotCarried {
  return {
    what: message,
    why: 'the file is not sound there',
    ...(where && { where: `line ${where.line}` }),
  };
}

/**
 * Imports a model; over `earlier` where the project has one. `adopt` takes over the decisions offered to copies.
 * Problems: those of the files of the project (TXT…); there is no value when they cannot be read.
 */
export function importTm7(
  tm7: Tm7,
  catalogue: Catalogue,
  earlier?: EarlierImport,
  adopt = false,
): Outcome<Imported> {
  const read = earlier && readEarlier(earlier);
  const problems = read?.problems ?? [];
  if (hasErrors(problems)) return { problems };
  return { value: importOver(tm7, catalogue, read?.earlier, adopt), problems };
}

function importOver(tm7: Tm7, catalogue: Catalogue, earlier: Earlier | undefined, adopt: boolean): Imported {
  const proposals = new Proposals();
  const id = systemId(tm7, earlier);
  const ids = new Ids([...(earlier?.ids ?? []), id]);
  const shapes = readShapes(tm7, catalogue, ids, earlier, proposals);
  const drawn = readLines(tm7, shapes, catalogue, ids, earlier, proposals);
  const threats = readThreats(tm7, shapes, drawn, id, earlier, proposals, claimedIn(earlier));
  const views = readViews(tm7, shapes, ids, earlier);
  const theirs: ProjectData = {
    system: sections({
      bestride: 1,
      system: describeSystem(tm7, id),
      assumptions: assumptionsOf(tm7.meta, ids, earlier, proposals),
      zones: shapes.zones,
      elements: shapes.elements,
      connections: drawn.connections,
      flows: drawn.flows,
      boundaries: drawn.boundaries,
      views,
    }),
    threats: { bestride: 1, threats: threats.threats },
    decisions: { bestride: 1, decisions: threats.decisions, claims: threats.claims },
  };
  const merged =
    earlier &&
    mergeProject(
      {
        tm7,
        theirs,
        things: [...shapes.boxes, ...shapes.things, ...drawn.things],
        threats: threats.imported,
        adopt,
      },
      earlier,
    );
  const files = new Map(textsOf(tm7, theirs, merged, earlier, proposals));
  for (const [mitigation, own] of threats.mitigations) {
    const path = `catalogue/mitigations/${mitigation}.yaml`;
    if (!earlier?.texts.catalogueFiles.includes(path)) files.set(path, mitigationFile(mitigation, own, tm7));
  }
  files.set(BASE_FILE, baseText(theirs));
  return { files, report: accountOf(tm7, shapes, drawn, threats, views, proposals, merged?.again) };
}

/** The mitigations that the project has claims about. */
function claimedIn(earlier: Earlier | undefined): ReadonlySet<string> {
  const claims = Object.keys(mapping(earlier?.ours.decisions.claims));
  return new Set(claims.map((claim) => claim.slice(0, claim.lastIndexOf('@'))));
}

function readViews(
  tm7: Tm7,
  { elementOf }: ReturnType<typeof readShapes>,
  ids: Ids,
  earlier: Earlier | undefined,
): Section {
  const views: Section = {};
  for (const surface of tm7.surfaces) {
    const known = earlier?.known.views.find(({ guids }) => guids.includes(surface.guid));
    const id = known?.id ?? ids.claim(surface.name, `${surface.name} view`, 'view');
    const elements = surface.shapes.flatMap(({ guid }) => elementOf.get(guid)?.id ?? []);
    views[id] = entry({
      name: oneLine(surface.name) || undefined,
      elements: [...new Set(elements)],
      origin: { format: 'tm7', file: tm7.file, id: surface.guid },
    });
  }
  return views;
}

/** Sections without anything in them are left out. */
function sections(data: PlainMap): PlainMap {
  return Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) => typeof value !== 'object' || Object.keys(mapping(value)).length > 0,
    ),
  );
}

const FILES = { system: 'system.yaml', threats: 'threats.yaml', decisions: 'decisions.yaml' } as const;

function* textsOf(
  tm7: Tm7,
  theirs: ProjectData,
  merged: Merged | undefined,
  earlier: Earlier | undefined,
  { comments }: Proposals,
): Iterable<[string, string]> {
  for (const part of ['system', 'threats', 'decisions'] as const) {
    const about = part === 'system' ? comments : new Map<string, string>();
    const source = earlier?.texts[part];
    if (source && merged && earlier) {
      yield [FILES[part], rewriteYaml(source, earlier.ours[part], merged.data[part], about).text];
    } else {
      yield [FILES[part], writeYaml(merged?.data[part] ?? theirs[part], HEADS[part](tm7.file), about)];
    }
  }
}

const HEADS = {
  system: (file: string): string =>
    ` Imported from ${file}. What is "proposed" the file does not say: check it, correct it. An import over this\n` +
    ' file refreshes what is drawn and keeps what people changed.',
  threats: (file: string): string => ` The list of threats of ${file}.`,
  decisions: (file: string): string =>
    ` The triage of ${file}. A threat marked as mitigated there is a claim here: said, and not yet shown.`,
} as const;

/** One entry a line, so that changes of it can be looked at. */
function baseText({ system, threats, decisions }: ProjectData): string {
  const parts = [partText('system', system), partText('threats', threats), partText('decisions', decisions)];
  return `{\n${parts.join(',\n')}\n}\n`;
}

function partText(name: string, data: PlainMap): string {
  const inner = Object.entries(data).map(([section, entries]) => {
    if (typeof entries !== 'object') return `    ${JSON.stringify(section)}: ${JSON.stringify(entries)}`;
    const each = Object.entries(mapping(entries)).map(
      ([id, value]) => `      ${JSON.stringify(id)}: ${JSON.stringify(value)}`,
    );
    return `    ${JSON.stringify(section)}: {\n${each.join(',\n')}\n    }`;
  });
  return `  ${JSON.stringify(name)}: {\n${inner.join(',\n')}\n  }`;
}
