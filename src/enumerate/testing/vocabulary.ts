/** A small catalogue for tests: a few properties of every shape and bearer, three types, no rules of its own. */
import { type Catalogue, openCatalogue } from '../../catalogue/catalogue.ts';
import type { Condition } from '../../catalogue/condition.ts';
import type { Mitigation, Property, Rule, SubjectKind } from '../../catalogue/schema.ts';

const words = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));
const derived = { derived: true, help: 'derived' } as const;

export const PROPERTIES: readonly Property[] = [
  { name: 'type', role: 'fact', on: ['element', 'zone'], value: 'word', ...derived },
  { name: 'kind', role: 'fact', on: ['element', 'flow', 'asset'], value: 'word', ...derived },
  { name: 'units', role: 'fact', on: ['element'], value: 'number', ...derived },
  { name: 'crosses', role: 'fact', on: ['connection', 'flow'], value: 'boolean', ...derived },
  { name: 'carries', role: 'fact', on: ['connection', 'flow'], value: 'ids', ...derived },
  { name: 'carriesControl', role: 'fact', on: ['connection'], value: 'boolean', ...derived },
  { name: 'actuates', role: 'fact', on: ['element'], value: 'ids', ...derived },
  {
    name: 'stage',
    role: 'fact',
    on: ['system'],
    value: 'word',
    ordered: true,
    values: words('design', 'development', 'fielded'),
    ...derived,
  },
  {
    name: 'safety',
    role: 'fact',
    on: ['asset'],
    value: 'word',
    ordered: true,
    values: words('none', 'low', 'high'),
    help: '',
  },
  {
    name: 'physicalAccess',
    role: 'fact',
    on: ['zone', 'element'],
    value: 'word',
    values: words('public', 'supervised', 'locked'),
    help: '',
  },
  { name: 'listens', role: 'fact', on: ['element'], value: 'boolean', help: '' },
  {
    name: 'protocol',
    role: 'fact',
    on: ['connection'],
    value: 'word',
    values: words('mqtt', 'coap'),
    help: '',
  },
  {
    name: 'secrecy',
    role: 'fact',
    on: ['flow'],
    value: 'word',
    ordered: true,
    values: words('low', 'middle', 'high'),
    help: '',
  },
  {
    name: 'tls.min',
    role: 'control',
    on: ['connection'],
    value: 'word',
    ordered: true,
    values: words('none', '1.1', '1.2', '1.3'),
    help: '',
  },
  {
    name: 'dtls.min',
    role: 'control',
    on: ['connection'],
    value: 'word',
    ordered: true,
    values: words('none', '1.2', '1.3'),
    help: '',
  },
  {
    name: 'server',
    role: 'control',
    on: ['connection'],
    value: 'word',
    values: words('none', 'psk', 'certificate'),
    help: '',
  },
  {
    name: 'server.verified',
    role: 'control',
    on: ['connection'],
    value: 'words',
    values: words('chain', 'name', 'expiry'),
    implies: { server: 'certificate' },
    help: '',
  },
  { name: 'signed', role: 'control', on: ['flow'], value: 'boolean', help: '' },
  {
    name: 'keyStore',
    role: 'control',
    on: ['element'],
    value: 'word',
    ordered: true,
    values: words('file', 'se', 'tpm'),
    help: '',
  },
  { name: 'sealed', role: 'control', on: ['element'], types: ['device'], value: 'boolean', help: '' },
  { name: 'redundancy', role: 'control', on: ['element'], value: 'number', help: '' },
  { name: 'reviewed', role: 'control', on: ['system'], value: 'boolean', help: '' },
];

/** The vocabulary with these rules and mitigations. */
export function catalogueOf(rules: readonly Rule[] = [], mitigations: readonly Mitigation[] = []): Catalogue {
  return openCatalogue({
    properties: PROPERTIES,
    types: [
      { id: 'thing', title: 'Thing', kind: 'process', help: '' },
      { id: 'device', title: 'Device', extends: 'thing', help: '' },
      { id: 'sensor', title: 'Sensor', extends: 'device', facts: { listens: false }, help: '' },
      { id: 'service', title: 'Service', extends: 'thing', help: '' },
    ],
    rules,
    mitigations,
    checks: [],
    matrix: [],
    chains: [],
    standards: [],
  });
}

/** A rule with what matters here; `answered` are groups of mitigation ids. */
export function ruleOf(
  id: string,
  subject: SubjectKind,
  applies: Condition,
  answered: readonly (readonly string[])[],
  more: Partial<Rule> = {},
): Rule {
  return {
    id,
    title: `${id} happens`,
    stride: ['T'],
    subject,
    applies,
    answered: answered.map((group) => [...group]),
    attacker: { does: '', why: '', position: 'internet' },
    access: 'digital',
    row: { component: '', threat: '', mitigation: '', risk: '', implementation: '' },
    severity: { likelihood: 3, impact: 3, rationale: '' },
    trace: ['S-00'],
    examples: [],
    ...more,
  };
}

export function mitigationOf(id: string, statedBy?: Mitigation['statedBy']): Mitigation {
  return {
    id,
    title: id,
    does: '',
    notAgainst: '',
    implementation: [''],
    owner: 'developer',
    ...(statedBy && { statedBy }),
    enforcedAt: 'self',
    leastStrength: 'document',
  };
}
