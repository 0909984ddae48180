/** A small project for tests: a valve, a gateway and a hub, three rules, and mitigations of every kind. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { CheckInfo, Mitigation, Rule } from '../../catalogue/schema.ts';
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { dataDigest, modelFact } from '../../evidence/facts.ts';
import type { Fact, Result, Run, VerifiedRun } from '../../evidence/run.ts';
import { makeResult, makeRun } from '../../evidence/testing/runs.ts';
import { type Inventory, type System, model, readInventory } from '../../model/index.ts';
import { sha256 } from '../../text/digest.ts';
import type { Problem } from '../../text/problem.ts';
import { type Decisions, readDecisions } from '../decisions/decisions.ts';
import type { Evidence, EvidenceTarget } from '../standing/evidence.ts';
import { mitigate } from '../mitigate.ts';
import type { Register, RegisterEntry } from '../register.ts';

export const NOW = new Date('2026-11-15T12:00:00Z');

/** `valve` has 1,200 units in two cohorts; `uplink` and `backup` are accepted by one hub each of one unit. */
export const SYSTEM = `bestride: 1
system: { id: valve-line, stage: fielded }
zones:
  field: { type: device, physicalAccess: supervised }
  cloud: { type: cloud-gateway }
elements:
  valve:
    type: actuator
    zone: field
    cohorts: { b2: { count: 900 }, b1: { count: 300 } }
  hub: { type: iot-hub, zone: cloud }
  spare: { type: iot-hub, zone: cloud, formerly: [reserve] }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509 }
  backup: { from: valve, to: spare, protocol: mqtt, tls: { min: "1.2" }, client: x509 }
`;

const REST = {
  attacker: { does: 'listens', why: 'to know', position: 'internet' },
  access: 'digital',
  row: { component: '', threat: '', mitigation: '', risk: '', implementation: '' },
  severity: { likelihood: 4, impact: 4, rationale: '' },
  trace: ['S-74'],
  examples: [],
} as const satisfies Partial<Rule>;

const RULES: readonly Rule[] = [
  rule('COM-02', 'connection', { property: 'to.type', is: 'cloud-gateway' }, [['transport']]),
  rule('DEV-01', 'element', { property: 'type', is: 'device' }, [['certificate'], ['token', 'custody']]),
  rule('DEV-05', 'element', { property: 'type', is: 'device' }, [['fused'], ['cased']]),
  {
    ...rule('SVC-01', 'element', { property: 'type', is: 'iot-hub' }, [['reviewed']]),
    severity: { likelihood: 1, impact: 2, rationale: '' },
  },
];

function rule(
  id: string,
  subject: Rule['subject'],
  applies: Rule['applies'],
  answered: Rule['answered'],
): Rule {
  return {
    ...REST,
    id,
    title: `${id} happens`,
    stride: ['T'],
    subject,
    applies,
    answered,
    trace: [...REST.trace],
    examples: [],
  };
}

const MITIGATIONS: readonly Mitigation[] = [
  {
    ...plain('transport', 'connections', 'probe'),
    statedBy: { connection: { property: 'tls.min', atLeast: '1.2' } },
    validatedBy: [['tls-versions']],
    alsoTestedBy: ['config'],
  },
  {
    ...plain('certificate', 'connections', 'probe'),
    statedBy: { element: { every: 'dials', that: { property: 'client', is: ['x509', 'tpm'] } } },
    validatedBy: [['mqtt-certificate', 'mqtt-anonymous']],
  },
  {
    ...plain('token', 'connections', 'probe'),
    statedBy: { element: { every: 'dials', that: { property: 'client', is: 'oauth' } } },
  },
  { ...plain('custody', 'self', 'document'), validatedBy: [['human-statement']] },
  { ...plain('fused', 'self', 'probe'), validatedBy: [['jtag']] },
  { ...plain('cased', 'self', 'document'), validatedBy: [['human-statement']] },
  plain('reviewed', 'self', 'document'),
];

function plain(
  id: string,
  enforcedAt: Mitigation['enforcedAt'],
  leastStrength: Mitigation['leastStrength'],
): Mitigation {
  return {
    id,
    title: id,
    does: `does ${id}`,
    notAgainst: 'others',
    implementation: ['so'],
    owner: 'developer',
    enforcedAt,
    leastStrength,
  };
}

const CHECKS: readonly CheckInfo[] = [
  check('tls-versions', 'mqtt', 'probe'),
  check('mqtt-certificate', 'mqtt', 'probe'),
  check('mqtt-anonymous', 'mqtt', 'probe'),
  check('jtag', 'unit', 'probe'),
  check('config', 'conf', 'repository-config'),
  check('human-statement', 'document', 'document'),
];

function check(id: string, kind: string, strength: CheckInfo['strength']): CheckInfo {
  const budget = { connections: 1, seconds: 1, bytes: 1 };
  return {
    id,
    title: `does ${id} hold?`,
    targets: [kind],
    control: '',
    attack: '',
    effect: 'passive',
    budget,
    strength,
    lifetimeHours: 24,
    expects: {},
  };
}

export const CATALOGUE: Catalogue = {
  ...builtinCatalogue(),
  rules: new Map(RULES.map((one) => [one.id, one])),
  mitigations: new Map(MITIGATIONS.map((one) => [one.id, one])),
  checks: new Map(CHECKS.map((one) => [one.id, one])),
};

/** Reads a system; throws when the text is wrong. */
export function systemFrom(text = SYSTEM): System {
  return valueOf(model({ file: 'system.yaml', text }, CATALOGUE));
}

function decisionsFrom(text: string): Decisions {
  return valueOf(readDecisions({ file: 'decisions.yaml', text }));
}

function valueOf<T>({ value, problems }: { value?: T; problems: readonly Problem[] }): T {
  if (value === undefined)
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return value;
}

/** The targets of `lab`. */
export const TARGETS = targets({
  'hub-mqtt': { kind: 'mqtt', covers: ['uplink'] },
  'spare-mqtt': { kind: 'mqtt', covers: ['backup'] },
});

export function targets(
  declared: Record<string, Omit<EvidenceTarget, 'digest'>>,
): Map<string, EvidenceTarget> {
  return new Map(
    Object.entries(declared).map(([name, target]) => [name, { ...target, digest: dataDigest(target) }]),
  );
}

/** An inventory of valves, so many in each cohort: `b2-1`, `b2-2`, … */
export function inventoryOf(cohorts: Record<string, number>): Inventory {
  const rows = Object.entries(cohorts).flatMap(([cohort, count]) =>
    Array.from({ length: count }, (_, index) => `${cohort}-${index + 1},valve,${cohort}`),
  );
  const text = ['id,element,cohort', ...rows].join('\n');
  return valueOf(readInventory({ file: 'inventory.csv', text }, systemFrom(), CATALOGUE));
}

/** A result that cites its target as declared in `declared`, and `tls.min` of what it covers. */
export function resultOn(
  target: string,
  over: Partial<Result> = {},
  declared: ReadonlyMap<string, EvidenceTarget> = TARGETS,
): Result {
  const { digest = sha256('gone'), covers = [] } = declared.get(target) ?? {};
  const system = systemFrom();
  const facts: Fact[] = [
    { kind: 'target', ref: target, digest },
    ...covers.filter((id) => system.connections.has(id)).map((id) => modelFact(system, id, 'tls.min')),
  ];
  return makeResult({ target, covers: [...covers], mitigation: 'transport', facts, ...over });
}

/** A signed and verified run with these results. */
export function runOf(results: readonly Result[], over: Partial<Run> = {}): VerifiedRun {
  const run = makeRun({ results: [...results], ...over });
  return { file: `${run.id}.dsse.json`, digest: sha256(JSON.stringify(run)), signer: 'ci', run };
}

export interface Setting {
  readonly system?: string;
  readonly decisions?: string;
  readonly results?: readonly Result[];
  readonly runs?: readonly VerifiedRun[];
  readonly targets?: ReadonlyMap<string, EvidenceTarget>;
  readonly evidence?: Partial<Evidence>;
  readonly now?: Date;
}

/** The register of the project in a setting. */
export function registerOf(setting: Setting = {}): Register {
  const system = systemFrom(setting.system);
  const evidence: Evidence = {
    environment: 'lab',
    runs: [...(setting.runs ?? []), ...(setting.results ? [runOf(setting.results)] : [])],
    targets: setting.targets ?? TARGETS,
    files: new Map(),
    problems: [],
    ...setting.evidence,
  };
  const decisions = setting.decisions === undefined ? undefined : decisionsFrom(setting.decisions);
  return mitigate(enumerate(system, CATALOGUE), decisions, evidence, CATALOGUE, setting.now ?? NOW);
}

export function entryOf(register: Register, id: string): RegisterEntry {
  const entry = register.entries.find((one) => one.id === id);
  if (!entry) throw new Error(`no ${id} among ${register.entries.map((one) => one.id).join(', ')}`);
  return entry;
}

/** Status of one threat in a setting. */
export function statusIn(setting: Setting, id = 'COM-02@uplink'): string {
  return entryOf(registerOf(setting), id).status;
}
