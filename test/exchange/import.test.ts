/** `bestride import` as it is typed: what it writes, what it refuses, and what the steps make of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import {
  drawing,
  type DrawingSpec,
  external,
  flow,
  process,
} from '../../src/exchange/tmt/testing/drawing.ts';
import { bestride, folder } from '../support/bestride.ts';

const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        external('valve', { label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
        process('hub', { label: 'Hub', at: [600, 0], type: 'SE.GP.TMCore.IoTCloudGateway' }),
      ],
      lines: [flow('up', 'valve', 'hub', { label: 'reading' })],
    },
  ],
  threats: [{ type: 'TH1', flow: 'up', state: 'Mitigated', justification: 'signed' }],
};

const WRITTEN = [
  'system.yaml',
  'threats.yaml',
  'decisions.yaml',
  'catalogue/mitigations/tm7-th1.yaml',
  'import-base.json',
  'import-report.md',
];

describe('bestride import', () => {
  const home = folder({ 'plant.tm7': drawing(PLANT) });
  afterAll(home.clean);
  const text = (file: string): string => readFileSync(join(home.path, 'plant', file), 'utf8');

  it('writes a project and its report, which it prints', async () => {
    const { code, out, err } = await bestride(home.path, ['import', 'plant.tm7', '-o', 'plant']);
    expect([code, err]).toEqual([0, 'wrote 6 files to plant; next: bestride mitigate plant\n']);
    expect(out).toContain('1 threats mitigated → 1 claims');
    expect(text('import-report.md')).toBe(out);
    for (const file of WRITTEN) expect(text(file)).not.toBe('');
  });

  it('which the steps run on: what was called mitigated is implemented, and no more', async () => {
    const { code, out, err } = await bestride(home.path, ['mitigate', 'plant', '--format', 'csv']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/tm7\/TH1@reading.*implemented/);
  });

  it('over itself changes no byte, and keeps what a person wrote', async () => {
    const before = text('system.yaml').replace('type: device', 'type: actuator # ours');
    writeFileSync(join(home.path, 'plant/system.yaml'), before);
    const { code, out } = await bestride(home.path, ['import', 'plant.tm7', '-o', 'plant']);
    expect(code).toBe(0);
    expect(out).toContain('None in the drawing.');
    expect(text('system.yaml')).toBe(before);
  });

  it('refuses a project that no import wrote, files of no known format, and files that are none', async () => {
    const mine = folder({
      'system.yaml': 'bestride: 1\nsystem: { id: mine }\n',
      'a.tm7': drawing(PLANT),
      'broken.tm7': drawing(PLANT).slice(0, 900),
      'a.txt': 'text',
    });
    const said = async (...args: string[]) => {
      const { code, out, err } = await bestride(mine.path, ['import', ...args]);
      expect([code, out]).toEqual([2, '']);
      return err;
    };
    expect(await said('a.tm7', '-o', '.')).toContain(
      'a system.yaml that no import wrote; nothing was written',
    );
    expect(await said('a.txt', '-o', 'x')).toContain('nothing is known of files named like "a.txt"');
    expect(await said('none.tm7', '-o', 'x')).toContain('TXT01');
    expect(await said('broken.tm7', '-o', 'x')).toMatch(/XML0\d[\s\S]*--lenient takes what is sound of it/);
    mine.clean();
  });
});
