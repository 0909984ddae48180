/** Sides for tests: small projects taken through the steps, with the small catalogue of step 3's tests. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { enumerate, readThreats } from '../../enumerate/index.ts';
import type { VerifiedRun } from '../../evidence/run.ts';
import { type EvidenceTarget, NO_DECISIONS, mitigate, readDecisions } from '../../mitigate/index.ts';
import { CATALOGUE, NOW, SYSTEM, TARGETS } from '../../mitigate/testing/project.ts';
import { model } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import type { Outcome } from '../../text/problem.ts';
import type { Diff, Side } from '../index.ts';

export { SYSTEM };

/** What a project is made of; what is absent is not there. */
export interface Texts {
  readonly name?: string;
  readonly system?: string | System;
  readonly threats?: string;
  readonly decisions?: string;
  readonly runs?: readonly VerifiedRun[];
  readonly targets?: ReadonlyMap<string, EvidenceTarget>;
  readonly files?: ReadonlyMap<string, string>;
  readonly catalogue?: Catalogue;
}

export function sideOf(texts: Texts = {}): Side {
  const { name = 'side', catalogue = CATALOGUE, runs = [], targets = TARGETS, files = new Map() } = texts;
  const { system: given = SYSTEM, threats: written, decisions: decided } = texts;
  const system =
    typeof given === 'string' ? valueOf(model({ file: 'system.yaml', text: given }, catalogue)) : given;
  const handWritten =
    written === undefined
      ? []
      : valueOf(readThreats({ file: 'threats.yaml', text: written }, system, catalogue));
  const threats = enumerate(system, catalogue, { handWritten });
  const decisions =
    decided === undefined ? NO_DECISIONS : valueOf(readDecisions({ file: 'decisions.yaml', text: decided }));
  const evidence = { environment: 'lab', runs, targets, files, problems: [] };
  const register = mitigate(threats, decisions, evidence, catalogue, NOW);
  return { name, threats, register, decisions, evidence };
}

function valueOf<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined)
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return value;
}

/** True when nothing changed, whatever the sides are called. */
export function isEmpty({ system, threats, decisions, claims, validations, gate }: Diff): boolean {
  const lists = [system, threats.opened, threats.closed, threats.changed, decisions, claims, validations];
  return [...lists, gate.appeared, gate.disappeared].every((list) => list.length === 0);
}
