/** Test support: a drawing with a bit of everything, imported, and exported after somebody changed the project. */
import { expect } from 'vitest';

import { edit, type Files, importDrawing, importInto, steps } from '../../tm7-import/testing/project.ts';
import { readTm7 } from '../../tmt/read-tm7.ts';
import {
  arc,
  box,
  bytesOf,
  drawing,
  type DrawingSpec,
  external,
  flow,
  guid,
  process,
  store,
} from '../../tmt/testing/drawing.ts';
import { exportProject } from './project.ts';
import { differences, zIds } from './tree.ts';

const COLUMN = guid('column');

export const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        box('field', {
          at: [10, 10],
          size: [300, 300],
          label: 'Device zone',
          type: 'SE.TB.TMCore.IoTDeviceZone',
        }),
        box('cloud', { at: [600, 10], size: [500, 400], label: 'Azure' }),
        external('valve', { at: [30, 60], label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
        external('pump', { at: [160, 180], label: 'Pump', type: 'SE.EI.TMCore.IoTdevice' }),
        process('hub', { at: [640, 60], label: 'Hub', type: 'SE.GP.TMCore.IoTCloudGateway' }),
        store('log', { at: [900, 200], label: 'Readings\r\n database' }),
      ],
      lines: [
        flow('ask', 'valve', 'hub', { label: 'reading' }),
        flow('keep', 'hub', 'log', { label: 'readings' }),
        flow('spill', 'pump', 'hub', { label: 'pressure' }),
        flow('loose', 'hub', undefined, { label: 'nowhere' }),
        arc('wall', [450, 0], [450, 500], { label: 'Internet' }),
      ],
    },
    {
      name: 'Other',
      shapes: [process('hub2', { label: 'Hub', type: 'SE.GP.TMCore.IoTCloudGateway', at: [50, 50] })],
    },
  ],
  threats: [
    { type: 'TH1', flow: 'ask', state: 'Mitigated', justification: 'signed', changedBy: 'ann' },
    { type: 'TH2', flow: 'ask', properties: { [COLUMN]: 'Bob' } },
    { type: 'TH1', flow: 'keep', state: 'NotApplicable', justification: '' },
    { type: 'TH1', flow: 'spill', state: 'NeedsInvestigation', justification: 'why?' },
  ],
  template: {
    stencils: [
      { id: 'SE.TB.TMCore.IoTDeviceZone', name: 'IoT Device Zone', parent: 'GE.TB.B' },
      { id: 'SE.EI.TMCore.IoTdevice', name: 'IoT Device', parent: 'GE.EI' },
      { id: 'SE.GP.TMCore.IoTCloudGateway', name: 'IoT Cloud Gateway', parent: 'GE.P' },
    ],
    rules: [
      {
        id: 'TH1',
        include: "source is 'GE.P' or source is 'GE.EI'",
        title: '{source.Name} spoofed',
        category: 'S',
      },
      { id: 'TH2', include: "source is 'GE.EI'", category: 'T' },
    ],
    columns: [{ name: COLUMN, label: 'Who' }],
  },
  meta: {
    ThreatModelName: 'Valve line',
    HighLevelSystemDescription: 'Moves valves.',
    Owner: 'ann',
    Assumptions: 'One\r\nTwo',
  },
  validations: ['a connector is loose'],
};

export const FILE = 'model.tm7';
const original = { file: FILE, bytes: bytesOf(drawing(PLANT)) };
const before = readTm7(original.bytes, FILE).value;
if (!before) throw new Error('the drawing is not sound');
const { document } = before;
export const { files: imported } = importDrawing(PLANT);

/** Exports the project after somebody changed a file of it: from, to, and so on. */
export function changed(file: string, ...pairs: readonly string[]) {
  let files: Files = imported;
  for (let at = 0; at + 1 < pairs.length; at += 2)
    files = edit(files, file, pairs[at] ?? '', pairs[at + 1] ?? '');
  return exported(files);
}

export function exported(files: Files, noted = true) {
  const exportedNow = exportProject({ ...steps(files), files }, original, noted);
  const report = {
    ...exportedNow.report,
    notWritten: exportedNow.report.notWritten.filter(
      ({ why }) => !why.startsWith('the rule is of our catalogue'),
    ),
  };
  const ids = zIds(exportedNow.tm7.document.root);
  expect(ids).toEqual(ids.map((_, index) => `i${index + 1}`));
  return { ...exportedNow, report, diff: differences(document.root, exportedNow.tm7.document.root), files };
}

/** What importing the exported file into the project then changes: nothing, where everything could be written. */
export function importedAgain({ tm7, files }: ReturnType<typeof exported>) {
  return importInto(tm7, files);
}

export const AT = 'ThreatModel/DrawingSurfaceList/DrawingSurfaceModel';
export const NAME = (container: string) =>
  `${AT}/${container}/KeyValueOfguidanyType/Value/Properties/anyType/Value`;
export const ROW = 'ThreatModel/ThreatInstances/KeyValueOfstringThreatpc_P0_PhOB/Value';
export const PROPERTY = `${ROW}/Properties/KeyValueOfstringstring/Value`;
