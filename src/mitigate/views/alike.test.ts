/** Ties between the rules of Microsoft's template and ours: hints in both directions, which answer nothing. */
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate, readThreats } from '../../enumerate/index.ts';
import { model } from '../../model/index.ts';
import { NO_EVIDENCE, explain, mitigate, readDecisions } from '../index.ts';
import { MICROSOFT_IOT } from './alike.ts';

const catalogue = builtinCatalogue();
const SYSTEM = `bestride: 1
system: { id: line, stage: design }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  probe: { type: sensor, zone: field }
  other: { type: sensor, zone: field }
  hub: { type: iot-hub, zone: cloud }
connections: { up: { from: probe, to: hub, protocol: mqtt }, more: { from: other, to: hub, protocol: mqtt } }
flows:
  reading: { from: probe, to: hub, over: up, kind: data }
  value: { from: other, to: hub, over: more, kind: data }
`;

function registerOf(stride: string) {
  const { value: system } = model({ file: 'system.yaml', text: SYSTEM }, catalogue);
  if (!system) throw new Error('the system cannot be read');
  const threats = `bestride: 1
threats:
  th35: { title: A fake device, rule: tm7/TH35, stride: [${stride}], subject: reading, origin: { format: tm7, file: old.tm7, id: k } }
`;
  const { value: handWritten = [] } = readThreats({ file: 'threats.yaml', text: threats }, system, catalogue);
  const decisions = `bestride: 1
decisions: { tm7/TH35@reading: { status: not-applicable, reason: sealed in } }
`;
  const { value: decided } = readDecisions({ file: 'decisions.yaml', text: decisions });
  if (!decided) throw new Error('the decisions cannot be read');
  const found = enumerate(system, catalogue, { handWritten });
  return mitigate(found, decided, NO_EVIDENCE, catalogue, new Date('2026-11-22'));
}

describe('threats that ask the same', () => {
  const register = registerOf('S');

  it('are told in both directions, for the ends of the flow and no others', () => {
    expect(explain(register, 'DEV-01@probe')?.alike).toEqual([
      {
        id: 'tm7/TH35@reading',
        title: 'A fake device',
        status: 'not-applicable',
        statusReason: 'does not apply: sealed in',
        file: 'old.tm7',
      },
    ]);
    expect(explain(register, 'tm7/TH35@reading')?.alike.map(({ id }) => id)).toEqual(['DEV-01@probe']);
    expect(explain(register, 'DEV-01@other')?.alike).toEqual([]);
  });

  it('answer nothing of each other', () => {
    const ours = register.entries.find(({ id }) => id === 'DEV-01@probe');
    expect(ours?.status).toBe('open');
  });

  it('are not tied where a template of others uses the id for something else', () => {
    expect(explain(registerOf('D'), 'DEV-01@probe')?.alike).toEqual([]);
  });

  it('name rules that there are', () => {
    const named = Object.values(MICROSOFT_IOT).flatMap(({ ours }) => ours);
    expect(named.filter((rule) => !catalogue.rules.has(rule))).toEqual([]);
  });
});
