/** Test support: systems drawn with a template of ours. */
import { expect } from 'vitest';

import { builtinCatalogue } from '../../../catalogue/testing/builtin.ts';
import { enumerate } from '../../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE } from '../../../mitigate/index.ts';
import { model, type System } from '../../../model/index.ts';
import { placeOnTemplate } from '../../onto-template/index.ts';
import { threatsOf } from '../../template-rules/threats.ts';
import { generate } from '../../tmt/generation/generate.ts';
import { readTemplate } from '../../tmt/read-template.ts';
import { readTm7 } from '../../tmt/read-tm7.ts';
import type { Template } from '../../tmt/template.ts';
import { bytesOf } from '../../tmt/testing/drawing.ts';
import { tb7 } from '../../tmt/testing/template.ts';
import { exportTm7 } from '../index.ts';

export const catalogue = builtinCatalogue();
export const NOW = new Date('2026-11-22T12:00:00Z');
export const TEMPLATE = {
  file: 'ours.tb7',
  bytes: bytesOf(
    tb7({
      stencils: [
        { id: 'SE.EI.TMCore.IoTdevice', name: 'IoT Device', parent: 'GE.EI', representation: 'Inherited' },
        { id: 'SE.GP.TMCore.IoTFieldGateway', name: 'IoT Field Gateway', parent: 'GE.P' },
        {
          id: 'SE.GP.TMCore.IoTCloudGateway',
          name: 'IoT Cloud Gateway',
          parent: 'GE.P',
          attributes: [
            { name: 'choice', displayName: 'Gateway choice', values: ['Select', 'Azure IoT Hub'] },
          ],
        },
        { id: 'SE.DF.TMCore.Request', name: 'Request', parent: 'GE.DF' },
        {
          id: 'SE.DF.TMCore.MQTT',
          name: 'MQTT',
          parent: 'GE.DF',
          attributes: [{ name: 'fixed', values: ['Yes'], fixed: true }],
        },
        { id: 'SE.TB.TMCore.IoTDeviceZone', name: 'IoT Device Zone', parent: 'GE.TB.B' },
        { id: 'SE.TB.TMCore.Internet', name: 'Internet', parent: 'GE.TB.L' },
      ],
      rules: [
        {
          id: 'TH1',
          include: "flow crosses 'GE.TB.B'",
          title: '{source.Name} & {target.Name}',
          category: 'S',
        },
        {
          id: 'TH2',
          include: "flow crosses 'SE.TB.TMCore.Internet' and not (target is 'GE.DS')",
          category: 'T',
        },
        {
          id: 'TH3',
          include: "source is 'GE.EI'",
          metadata: { Priority: 'Low', PossibleMitigations: 'Do it.' },
        },
      ],
      columns: [{ name: 'PossibleMitigations', label: 'Possible Mitigations' }],
    }),
  ),
};
export const template = accepted(readTemplate(TEMPLATE.bytes, TEMPLATE.file));

export function accepted<T>({ value, problems }: { value?: T; problems: readonly unknown[] }): T {
  if (value === undefined) throw new Error(JSON.stringify(problems, null, 1));
  return value;
}

export function systemOf(data: object): System {
  return accepted(model({ file: 'system.json', text: JSON.stringify({ bestride: 1, ...data }) }, catalogue));
}

export function exported(
  system: System,
  decisions = NO_DECISIONS,
  on = TEMPLATE,
  its: Template = template,
  isRuled = true,
) {
  const raised = threatsOf(generate(placeOnTemplate(system, its, catalogue).interactions, its), its, system);
  const asked = isRuled ? catalogue : { ...catalogue, rules: new Map() };
  const threats = enumerate(system, asked, { handWritten: raised.threats });
  const register = mitigate(threats, decisions, NO_EVIDENCE, catalogue, NOW);
  const { text, report } = accepted(exportTm7({ register, decisions, runs: [], template: on }));
  const read = readTm7(bytesOf(text), 'new.tm7');
  expect(read.problems).toEqual([]);
  return { text, report, tm7: accepted(read), register };
}

export const LINE = {
  system: { id: 'line', name: 'Line', description: 'One.\nTwo.' },
  assumptions: { lan: { text: 'The LAN is hostile' } },
  zones: {
    field: { name: 'Field', type: 'device' },
    azure: { name: 'Azure', type: 'cloud' },
    hubs: { name: 'Hubs', type: 'cloud-gateway', parent: 'azure' },
  },
  elements: {
    valve: { name: 'Valve', type: 'actuator', zone: 'field' },
    hub: { name: 'Hub', type: 'iot-hub', zone: 'hubs' },
    log: { name: 'Log', type: 'log', zone: 'azure' },
  },
  connections: { up: { from: 'valve', to: 'hub', protocol: 'mqtt' } },
  flows: {
    reading: { name: 'reading', from: 'valve', to: 'hub', over: 'up', kind: 'data' },
    order: { name: 'order', from: 'hub', to: 'valve', over: 'up', kind: 'control' },
    keep: { name: 'keep', from: 'hub', to: 'log', kind: 'data' },
  },
  boundaries: { internet: { name: 'Internet', crossedBy: ['reading'] } },
};
