/** `bestride export` as it is typed: what it writes, what it tells, what it refuses. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { conformance } from '../../scripts/conformance.ts';
import {
  drawing,
  type DrawingSpec,
  external,
  flow,
  process,
} from '../../src/exchange/tmt/testing/drawing.ts';
import { tb7 } from '../../src/exchange/tmt/testing/template.ts';
import { bestride, folder } from '../support/bestride.ts';

const TEMPLATE = {
  stencils: [
    { id: 'SE.EI.TMCore.IoTdevice', name: 'IoT Device', parent: 'GE.EI' },
    { id: 'SE.GP.TMCore.IoTCloudGateway', name: 'IoT Cloud Gateway', parent: 'GE.P' },
  ],
  rules: [
    { id: 'TH1', include: "source is 'GE.EI'", title: '{source.Name} can be spoofed', category: 'S' },
    { id: 'TH2', include: "flow crosses 'GE.TB.B'", title: '{flow.Name} can be read', category: 'I' },
  ],
};

const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        external('valve', { at: [40, 40], label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
        process('hub', { label: 'Hub', at: [600, 40], type: 'SE.GP.TMCore.IoTCloudGateway' }),
      ],
      lines: [flow('up', 'valve', 'hub', { label: 'reading' })],
    },
  ],
  threats: [{ type: 'TH1', flow: 'up', state: 'Mitigated', justification: 'signed' }],
  template: TEMPLATE,
};

const BORN_HERE = `bestride: 1
system: { id: line, name: Line }
zones:
  field: { type: device }
  cloud: { type: cloud-gateway }
elements:
  valve: { type: actuator, zone: field }
  hub: { type: iot-hub, zone: cloud }
flows:
  reading: { from: valve, to: hub, kind: data }
`;

describe('bestride export, into the file that a project comes from', () => {
  // As the tool spells it: `<a/>`, not `<a></a>`.
  const home = folder({ 'plant.tm7': drawing(PLANT).replaceAll(/<([\w:]+)([^<>]*)><\/\1>/g, '<$1$2/>') });
  afterAll(home.clean);
  const text = (file: string): string => readFileSync(join(home.path, file), 'utf8');
  const run = (...args: string[]) => bestride(home.path, args);

  it('changes no character where nothing was changed', async () => {
    expect((await run('import', 'plant.tm7', '-o', 'plant')).code).toBe(0);
    const { code, out, err } = await run('export', 'plant', '-o', 'same.tm7');
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('onto plant.tm7: nothing to change\n');
    expect(err).toMatch(/wrote same\.tm7\n$/);
    expect(text('same.tm7') === text('plant.tm7')).toBe(true);
  });

  it('writes what was changed, which an import over the project finds there', async () => {
    const system = text('plant/system.yaml').replace('name: Valve\n', 'name: Ball valve\n');
    writeFileSync(join(home.path, 'plant/system.yaml'), system);
    const { err } = await run('export', 'plant', '-o', 'out.tm7');
    expect(err).toContain('onto plant.tm7: 1 renamed\n');
    expect(text('out.tm7') === text('plant.tm7').replace('>Valve<', '>Ball valve<')).toBe(true);
    writeFileSync(join(home.path, 'plant.tm7'), text('out.tm7'));
    expect((await run('import', 'plant.tm7', '-o', 'plant')).code).toBe(0);
    expect(text('plant/system.yaml')).toBe(system);
  });

  it('finds the file where it is named, and says what to do where it is not', async () => {
    mkdirSync(join(home.path, 'away'));
    renameSync(join(home.path, 'plant.tm7'), join(home.path, 'away/plant.tm7'));
    const lost = await run('export', 'plant', '-o', 'x.tm7');
    expect([lost.code, lost.err]).toEqual([
      2,
      expect.stringMatching(/"plant\.tm7".*is not there.*--base.*--template/),
    ]);
    const named = await run('export', 'plant', '--base', 'away/plant.tm7', '-o', 'x.tm7');
    expect([named.code, text('x.tm7') === text('away/plant.tm7')]).toEqual([0, true]);
  });

  it('a file itself can be drawn anew', async () => {
    writeFileSync(join(home.path, 'ours.tb7'), tb7(TEMPLATE));
    const { code, err } = await run('export', 'away/plant.tm7', '--template', 'ours.tb7', '-o', 'anew.tm7');
    expect([code, err]).toEqual([0, expect.stringContaining('onto ours.tb7: 1 tabs, 2 elements')]);
  });
});

describe('bestride export, onto a template', () => {
  const home = folder({
    'line/system.yaml': BORN_HERE,
    'ours.tb7': tb7(TEMPLATE),
    'other.tm7': drawing(PLANT),
    'a.tb7': '<a/>',
  });
  afterAll(home.clean);
  const run = (...args: string[]) => bestride(home.path, ['export', 'line', ...args]);

  it('draws the system, with the threats that the template raises, and tells what is not in it', async () => {
    const { code, out, err } = await run('--template', 'ours.tb7', '-o', 'line.tm7');
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('onto ours.tb7: 1 tabs, 2 elements, 2 zones, 1 flows, 2 threats of the template\n');
    expect(err).toMatch(
      /not written, since the rule is of our catalogue, and the template has no such type:\n {2}the threat/,
    );
    const printed: string[] = [];
    expect(conformance(join(home.path, 'line.tm7'), (line) => printed.push(line))).toBe(0);
    expect(printed[1]).toMatch(/^ +2 +2 +0 +0 +line\.tm7$/);
    const again = await bestride(home.path, [
      'enumerate',
      'line.tm7',
      '--rules',
      'embedded',
      '--format',
      'csv',
    ]);
    expect(again.out).toMatch(/tm7\/TH1@reading[\s\S]*tm7\/TH2@reading/);
  });

  it('writes the same file again', async () => {
    await run('--template', 'ours.tb7', '-o', 'again.tm7');
    expect(readFileSync(join(home.path, 'again.tm7'), 'utf8')).toBe(
      readFileSync(join(home.path, 'line.tm7'), 'utf8'),
    );
  });

  it.each([
    [['-o', 'x.tm7'], 'imported from no .tm7 file; draw it anew with --template'],
    [['-o', 'x.txt'], 'nothing is known of files named like "x.txt"; there are .tm7'],
    [['-o', 'x.tm7', '--template', 'none.tb7'], 'cannot read "none.tb7"'],
    [['-o', 'x.tm7', '--template', 'a.tb7'], 'TMT01'],
    [['-o', 'x.tm7', '--template', 'ours.tb7', '--base', 'other.tm7'], 'exclude each other'],
    [['-o', 'x.tm7', '--base', 'other.tm7'], 'nothing of the system "line" is drawn in the file'],
  ])('refuses %j', async (args, why) => {
    const { code, out, err } = await run(...args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(why)]);
  });
});
