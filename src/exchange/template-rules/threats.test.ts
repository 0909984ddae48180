/** Raised threats as threats of this program. */
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { model } from '../../model/index.ts';
import { templateOf } from '../onto-template/testing/iot-template.ts';
import type { Interaction, Party } from '../tmt/generation/interaction.ts';
import { generate } from '../tmt/generation/generate.ts';
import { ruleOfType, threatsOf } from './threats.ts';

const catalogue = builtinCatalogue();
const { value: read } = model(
  {
    file: 'system.yaml',
    text: `bestride: 1
system: { id: line, stage: design }
zones: { field: { type: device }, site: { type: field-gateway } }
elements:
  probe: { type: sensor, zone: field }
  gateway: { type: field-gateway, zone: site }
connections: { link: { from: probe, to: gateway } }
flows:
  reading:
    { from: probe, to: gateway, over: link, kind: data, origin: { format: tm7, file: old.tm7, id: AAAA-1, also: [aaaa-2] } }
`,
  },
  catalogue,
);
const system = read ?? never();

function never(): never {
  throw new Error('the system cannot be read');
}

const party = (id: string, type: string): Party => ({ id, name: `the ${id}`, type, chosen: new Map() });
const onFlow = (id: string): Interaction => ({
  source: party('probe', 'SE.EI.TMCore.IoTdevice'),
  target: party('gateway', 'SE.GP.TMCore.IoTFieldGateway'),
  flow: party(id, 'GE.DF'),
  crosses: [],
});
const template = templateOf();

describe('threats of a template', () => {
  it('have its rule, its letter, its priority and what it suggests, on the flow with its origin', () => {
    const { threats, lost } = threatsOf(generate([onFlow('reading')], template), template, system);
    expect(lost.size).toBe(0);
    const [first] = threats;
    expect(first).toEqual({
      id: 'tm7/TH35@reading',
      rule: 'tm7/TH35',
      title: 'the probe may be a fake',
      stride: ['S'],
      severity: 'low',
      subject: {
        kind: 'flow',
        id: 'reading',
        origin: { format: 'tm7', file: 'old.tm7', id: 'AAAA-1', also: ['aaaa-2'] },
      },
      mitigations: [],
      suggestion: 'Authenticate it. More (https://example.org/x)',
    });
    // A rule without a priority has the first of the template's list.
    expect(threats.find(({ rule }) => rule === 'tm7/TH61')?.severity).toBe('high');
  });

  it('of a drawing are on the flow with that GUID, in any case of letters and on any tab; once each', () => {
    const raised = generate([onFlow('aaaa-1'), onFlow('AAAA-2'), onFlow('bbbb')], template);
    const { threats, lost } = threatsOf(raised, template, system, 'old.tm7');
    expect(threats.map(({ id }) => id)).toEqual(['tm7/TH35@reading', 'tm7/TH61@reading']);
    expect(threats[0]?.origin).toEqual({ format: 'tm7', file: 'old.tm7', id: 'TH35probeaaaa-1gateway' });
    expect([...lost]).toEqual([['bbbb', 2]]);
  });

  it('can be enumerated: open, under RULE@flow, answered by nothing but a decision', () => {
    const { threats } = threatsOf(generate([onFlow('reading')], template), template, system);
    const found = [...enumerate(system, { ...catalogue, rules: new Map() }, { handWritten: threats })];
    expect(found.map(({ id, certainty, answeredBy }) => [id, certainty, answeredBy])).toEqual([
      ['tm7/TH35@reading', 'unstated', []],
      ['tm7/TH61@reading', 'unstated', []],
    ]);
  });

  it('of a category that is no letter of STRIDE keep its name; ids get what an id may have', () => {
    const odd = templateOf({
      categories: [{ id: 'A', name: 'Abuse' }],
      rules: [{ id: 'my rule/1', category: 'A', include: "flow is 'GE.DF'" }],
    });
    const { threats } = threatsOf(generate([onFlow('reading')], odd), odd, system);
    expect(threats.map(({ rule, stride, columns }) => [rule, stride, columns])).toEqual([
      ['tm7/my-rule-1', [], { Category: 'Abuse' }],
    ]);
    expect(ruleOfType('TH35')).toBe('tm7/TH35');
  });
});
