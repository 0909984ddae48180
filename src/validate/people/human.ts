/** What only a person can see: a statement about a mitigation, as a run of kind `human` to be signed by them. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Subject } from '../../enumerate/threat.ts';
import { modelFact } from '../../evidence/facts.ts';
import type { Fact, Run } from '../../evidence/run.ts';
import { HUMAN_STATEMENT, enforcementPoints } from '../../mitigate/index.ts';
import type { System } from '../../model/system.ts';
import { humanStatement } from '../checks/human-statement.ts';
import { planDigest } from '../plan.ts';
import { relied } from '../relied.ts';
import { newRunId } from '../run-id.ts';

/** Who says what about which mitigation, and how long it is to count. */
export interface HumanStatement {
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly mitigation: string;
  /** The subject of the threat that the mitigation answers. */
  readonly subject: Subject;
  readonly environment: string;
  readonly statement: NonNullable<Run['statement']>;
  readonly now: Date;
  readonly validUntil: Date;
  readonly version: string;
}

/**
 * The run, unsigned; its place in the chain is given when it is appended. It speaks for every enforcement point
 * of the mitigation, on the facts of the model as they are now. Throws a RangeError for a mitigation that the
 * catalogue does not have.
 */
export function humanRun(given: HumanStatement): Run {
  const { system, catalogue, statement, environment, subject } = given;
  const mitigation = catalogue.mitigations.get(given.mitigation);
  if (!mitigation) throw new RangeError(`there is no mitigation "${given.mitigation}"`);
  const points = enforcementPoints(system).of(subject, mitigation.enforcedAt);
  const covers = points.map((point) => point.id);
  const units = points.reduce((sum, point) => sum + point.units, 0);
  const coverage = { of: units, covered: units };
  const facts = factsOf(given, covers);
  const item = {
    check: HUMAN_STATEMENT,
    target: statement.name,
    mitigations: [mitigation.id],
    covers,
    expects: {},
    facts,
    coverage,
  };
  const time = given.now.toISOString();
  return {
    id: newRunId(given.now),
    kind: 'human',
    tool: { name: 'bestride', version: given.version },
    system: { id: system.id, ...(system.version !== undefined && { version: system.version }) },
    environment,
    vantage: `${statement.by}, ${statement.role}`,
    startedAt: time,
    finishedAt: time,
    plan: { digest: planDigest([item]), items: [item] },
    grant: null,
    results: [
      {
        check: HUMAN_STATEMENT,
        target: statement.name,
        covers,
        mitigation: mitigation.id,
        verdict: 'pass',
        reason: `${statement.by} (${statement.role}) states: ${statement.says}`,
        control: null,
        attack: [],
        observer: null,
        refusedBy: null,
        strength: 'document',
        coverage,
        vantage: `${statement.by}, ${statement.role}`,
        environment,
        facts,
        observedAt: time,
        validUntil: given.validUntil.toISOString(),
      },
    ],
    notRun: [],
    statement,
    previous: null,
    sequence: 1,
  };
}

/** The facts of the model that the statement is about, and the document's digest. */
function factsOf(
  { system, catalogue, mitigation: id, subject, statement }: HumanStatement,
  covers: readonly string[],
): Fact[] {
  const mitigation = catalogue.mitigations.get(id);
  const document: Fact = { kind: 'observed', ref: statement.name, digest: statement.document };
  if (!mitigation) return [document];
  const facts = new Map<string, Fact>();
  for (const point of covers) {
    const target = { kind: 'document', covers: [point] };
    for (const fact of relied(system, catalogue, subject, mitigation, humanStatement, point, target)) {
      facts.set(fact.ref, modelFact(system, fact.of, fact.property));
    }
  }
  return [...facts.values(), document];
}
