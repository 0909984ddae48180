/** A project on disk: finds its files and takes them through the steps, as far as a command needs. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

import type { Catalogue } from '../catalogue/catalogue.ts';
import {
  type HandThreat,
  type Threats,
  type LetterProfile,
  enumerate,
  readThreats,
} from '../enumerate/index.ts';
import { type Trust, openRuns, readTrust } from '../evidence/index.ts';
import type { VerifiedRun } from '../evidence/run.ts';
import {
  type Decisions,
  type Evidence,
  NO_DECISIONS,
  type Register,
  mitigate,
  readDecisions,
} from '../mitigate/index.ts';
import { INVENTORY_FILES, type Inventory, type System, model, readInventory } from '../model/index.ts';
import { sha256 } from '../text/digest.ts';
import type { Outcome, Problem } from '../text/problem.ts';
import { type Source, fileDigest } from '../text/source.ts';
import { readTargets } from '../validate/targets/read-targets.ts';
import { type Targets, environmentOf } from '../validate/targets/targets.ts';
import { EXIT, Exit, type Io, printProblems, readBytes, readSource } from './io.ts';
import { CATALOGUE_FOLDER, catalogueOf, isFolder, ownFiles, ownTemplates } from './own-catalogue.ts';
import { raiseByTemplate, together } from './template-rules.ts';

/** A release that is signed may be large; one that is larger is not read to see whether it has changed. */
const MOST_BYTES = 1024 ** 3;

/** Options that decide what of a project counts. */
export interface ProjectOptions {
  readonly profile?: LetterProfile;
  readonly environment?: string;
  readonly evidence?: string;
  /** The time that statuses are worked out for; now where absent. */
  readonly now?: Date;
  /** Judge by these runs instead of those in the project's own evidence folder. */
  readonly runs?: (system: System) => FoundRuns;
}

/** What was read from an evidence folder. */
export interface FoundRuns {
  readonly runs: readonly VerifiedRun[];
  readonly problems: readonly Problem[];
}

/** What the steps made of a project, up to the register. */
export interface Assessment {
  readonly project: Project;
  readonly system: System;
  readonly threats: Threats;
  readonly register: Register;
  readonly decisions: Decisions;
  readonly evidence: Evidence;
  readonly targets: Targets | undefined;
  readonly runs: readonly VerifiedRun[];
  readonly environment: string | undefined;
}

/** Where a project that is no folder has its files from, before and after looking at its own place. */
interface Borrow {
  /** Instead of files beside it, by name. */
  readonly texts?: ReadonlyMap<string, Source>;
  /** What those were made from, as the user gave it. */
  readonly madeFrom?: string;
  readonly catalogue?: Catalogue;
  readonly lender?: Project;
}

/** The files that are made of what an imported file says. */
const IMPORTED: ReadonlySet<string> = new Set(['system.yaml', 'threats.yaml', 'decisions.yaml']);

/** A project's folder and the texts read from it so far. */
export class Project {
  readonly io: Io;
  readonly root: string;
  readonly systemFile: string;
  /** The built-in one, with what the project's `catalogue/` adds. */
  readonly catalogue: Catalogue;
  /** The project whose folder that lies in; undefined for the built-in one alone. */
  readonly catalogueOwner: Project | undefined;
  readonly sources = new Map<string, Source>();
  readonly #borrow: Borrow | undefined;

  private constructor(io: Io, root: string, systemFile: string, borrow?: Borrow) {
    this.io = io;
    this.root = root;
    this.systemFile = systemFile;
    this.#borrow = borrow;
    const lender = isFolder(join(root, CATALOGUE_FOLDER)) ? undefined : borrow?.lender;
    this.catalogue = borrow?.catalogue ?? lender?.catalogue ?? catalogueOf(io, root, this.sources);
    this.catalogueOwner = borrow?.catalogue || lender ? borrow?.lender?.catalogueOwner : this;
  }

  /**
   * Opens the project at a folder or system file; the current folder where `path` is absent. A file that stands
   * alone takes what does not lie beside it from `lender`.
   */
  static open(io: Io, path = '.', lender?: Project): Project {
    const absolute = resolve(io.cwd, path);
    if (!existsSync(absolute)) throw new Exit(EXIT.unusable, `there is no file or folder "${path}"`);
    if (!statSync(absolute).isDirectory()) {
      return new Project(io, dirname(absolute), basename(absolute), lender && { lender });
    }
    const file = systemFileIn(absolute);
    if (file === undefined) {
      throw new Exit(EXIT.unusable, `"${path}" has no system.yaml; start one with: bestride init ${path}`);
    }
    return new Project(io, absolute, file);
  }

  /**
   * A project that lies nowhere: `texts` are its files by name, made from the file `path`. Of threats and decisions it
   * has those alone; the rest comes from `lender`.
   */
  static of(
    io: Io,
    path: string,
    texts: ReadonlyMap<string, Source>,
    catalogue: Catalogue,
    lender?: Project,
  ): Project {
    const borrow = { texts, madeFrom: path, catalogue, ...(lender && { lender }) };
    return new Project(io, dirname(resolve(io.cwd, path)), 'system.yaml', borrow);
  }

  /** The file of another tool that stands for the project, as the user gave it. */
  get madeFrom(): string | undefined {
    return this.#borrow?.madeFrom;
  }

  /** The path as the user would type it from where they are. */
  shown(name: string): string {
    return relative(this.io.cwd, join(this.root, name)) || name;
  }

  /** Reads one of the project's files; undefined where it does not exist. */
  read(name: string, limitBytes?: number): Source | undefined {
    const { texts, lender } = this.#borrow ?? {};
    const held = texts?.get(name);
    if (held) {
      this.sources.set(held.file, held);
      return held;
    }
    if (texts || !existsSync(join(this.root, name))) {
      // What an import has not found there is none of.
      if (texts && IMPORTED.has(name)) return undefined;
      const lent = lender?.read(name, limitBytes);
      if (lent) this.sources.set(lent.file, lent);
      return lent;
    }
    const { source, problems } = readSource(this.io, this.shown(name), limitBytes);
    if (printProblems(this.io, problems, this.sources) || !source) throw new Exit(EXIT.unusable);
    this.sources.set(source.file, source);
    return source;
  }

  /** Unwraps an outcome: prints its problems, and ends the command when there is no value. */
  accept<T>({ value, problems }: Outcome<T>): T {
    const failed = printProblems(this.io, problems, this.sources);
    if (failed || value === undefined) throw new Exit(EXIT.unusable);
    return value;
  }

  system(): System {
    const source = this.read(this.systemFile);
    if (!source) throw new Exit(EXIT.unusable, `cannot read "${this.systemFile}"`);
    return this.accept(model(source, this.catalogue));
  }

  threats(system: System, profile: LetterProfile = 'source'): Threats {
    const handWritten = together(this.writtenThreats(system), this.templateThreats(system));
    return enumerate(system, this.catalogue, { profile, handWritten });
  }

  /** What threats.yaml holds. */
  writtenThreats(system: System): readonly HandThreat[] {
    const source = this.read('threats.yaml');
    return source ? this.accept(readThreats(source, system, this.catalogue)) : [];
  }

  /** What the templates in the project's own catalogue raise: they count wherever its own rules do. */
  templateThreats(system: System): readonly HandThreat[] {
    const owner = this.catalogueOwner;
    if (!owner) return [];
    return ownTemplates(owner.root).flatMap((name) =>
      raiseByTemplate(this.io, owner.shown(name), system, this.catalogue),
    );
  }

  targets(system: System): Targets | undefined {
    const source = this.read('targets.yaml');
    return source && this.accept(readTargets(source, system, this.catalogue));
  }

  /** Which units there are; undefined where there is no inventory, or a lent one that does not fit the system. */
  inventory(system: System): Inventory | undefined {
    for (const name of INVENTORY_FILES) {
      const source = this.read(name);
      if (!source) continue;
      const outcome = readInventory(source, system, this.catalogue);
      // An older model that stands alone need not have all that the project lists today.
      return existsSync(join(this.root, name)) ? this.accept(outcome) : outcome.value;
    }
    return undefined;
  }

  decisions(): Decisions | undefined {
    const source = this.read('decisions.yaml');
    return source && this.accept(readDecisions(source));
  }

  trust(): Trust | undefined {
    const source = this.read('trust.yaml');
    return source && this.accept(readTrust(source));
  }

  /** Reads and verifies the evidence folder. A folder that is not there holds no runs. */
  async runs(system: System, folder = 'evidence'): Promise<FoundRuns> {
    const path = resolve(this.root, folder);
    if (!existsSync(path)) return { runs: [], problems: [] };
    const files = readdirSync(path)
      .filter((name) => name.endsWith('.dsse.json'))
      .toSorted()
      .flatMap((name) => this.read(relative(this.root, join(path, name))) ?? []);
    const head = this.read(relative(this.root, join(path, 'head.json')));
    return openRuns(files, head, this.trust() ?? { signers: new Map() }, system.id);
  }

  /** Steps 1 to 3, with the evidence there is. */
  async assess(options: ProjectOptions = {}): Promise<Assessment> {
    const system = this.system();
    const threats = this.threats(system, options.profile);
    const targets = this.targets(system);
    const environment = targets && this.accept(environmentOf(targets, options.environment));
    const inventory = this.inventory(system);
    const { runs, problems } = options.runs?.(system) ?? (await this.runs(system, options.evidence));
    const { reviewers } = this.trust() ?? {};
    const evidence: Evidence = {
      ...(environment !== undefined && { environment }),
      runs,
      targets: targets && environment !== undefined ? targets.digests(environment) : new Map(),
      files: this.fileDigests(runs),
      document: this.document(),
      ...(reviewers !== undefined && { reviewers }),
      ...(inventory && { inventory }),
      problems,
    };
    const decisions = this.decisions() ?? NO_DECISIONS;
    const register = mitigate(threats, decisions, evidence, this.catalogue, options.now ?? new Date());
    return { project: this, system, threats, register, decisions, evidence, targets, runs, environment };
  }

  /** Digests of the files that are the threat model: the system, its threats and decisions, and the project's own catalogue. */
  document(): ReadonlyMap<string, string> {
    const names = [this.systemFile, 'threats.yaml', 'decisions.yaml', ...ownFiles(this.root)];
    return new Map(
      names.flatMap((name) => {
        const digest = this.digestOf(name);
        return digest === undefined ? [] : [[name, digest] as const];
      }),
    );
  }

  /** Today's digests of the files that results rely on. */
  private fileDigests(runs: readonly VerifiedRun[]): Map<string, string> {
    const names = runs.flatMap(({ run }) =>
      run.results.flatMap((result) => result.facts.filter((fact) => fact.kind === 'file')),
    );
    const digests = new Map<string, string>();
    for (const { ref } of names) {
      if (digests.has(ref)) continue;
      const digest = this.digestOf(ref);
      if (digest !== undefined) digests.set(ref, digest);
    }
    return digests;
  }

  /** Of a file that need not be text; undefined where it does not exist. */
  private digestOf(name: string): string | undefined {
    if (!this.#borrow?.texts && existsSync(join(this.root, name)))
      return fileDigest(name, readBytes(this.io, this.shown(name), MOST_BYTES));
    const source = this.read(name);
    return source && sha256(source.text);
  }
}

/** The name of the system file in a folder; undefined where the folder is no project. */
export function systemFileIn(folder: string): string | undefined {
  return ['system.yaml', 'system.yml', 'system.json'].find((name) => existsSync(join(folder, name)));
}
