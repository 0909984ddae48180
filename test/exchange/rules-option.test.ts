/** `bestride enumerate --rules`: the rules of templates, on systems born here, on drawings, and on what was imported. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IOT_TEMPLATE, iotTemplateText } from '../../src/exchange/onto-template/testing/iot-template.ts';
import {
  drawing,
  type DrawingSpec,
  external,
  flow,
  guid,
  process as program,
} from '../../src/exchange/tmt/testing/drawing.ts';
import { CORPUS } from '../../src/text/testing/corpus.ts';
import { ROOT, bestride, folder } from '../support/bestride.ts';

const TEMPLATE = join(CORPUS, 'tb7/microsoft__threat-modeling-templates__Azure_Cloud_Services.tb7');
const hasTemplate = existsSync(TEMPLATE);
if (!hasTemplate) console.warn(`skipping Microsoft's own rules: no template at ${TEMPLATE}`);

/** The small system of docs/comparison-microsoft.md. */
const SMALL = `bestride: 1
system: { id: small, stage: fielded }
zones: { field: { type: device }, plant: { type: field-gateway }, cloud: { type: cloud-gateway } }
elements:
  device: { type: actuator, zone: field }
  gateway: { type: field-gateway, zone: plant }
  hub: { type: iot-hub, zone: cloud }
connections:
  local: { from: device, to: gateway, protocol: mqtt }
  uplink: { from: gateway, to: hub, protocol: mqtt }
  direct: { from: device, to: hub, protocol: mqtt }
flows:
  report: { from: device, to: gateway, over: local, kind: data }
  order: { from: gateway, to: device, over: local, kind: control }
  bundle: { from: gateway, to: hub, over: uplink, kind: data }
  orders: { from: hub, to: gateway, over: uplink, kind: control }
  direct-report: { from: device, to: hub, over: direct, kind: data }
  direct-order: { from: hub, to: device, over: direct, kind: control }
`;

const TABS: DrawingSpec['tabs'] = [
  {
    name: 'Plant',
    shapes: [
      external('valve', { label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
      program('hub', { label: 'Hub', at: [600, 0], type: 'SE.GP.TMCore.IoTCloudGateway' }),
    ],
    lines: [
      flow('up', 'valve', 'hub', { label: 'reading' }),
      flow('loose', 'valve', undefined, { label: 'lost' }),
    ],
  },
];

const DRAWING: DrawingSpec = {
  tabs: TABS,
  threats: [
    { type: 'TH35', flow: 'up', state: 'NotApplicable', justification: 'sealed in', title: 'As triaged' },
  ],
  template: IOT_TEMPLATE,
};

interface Shown {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly subject: { readonly origin?: { readonly id: string } };
}

async function threats(cwd: string, args: readonly string[]): Promise<readonly Shown[]> {
  const { code, out, err } = await bestride(cwd, ['enumerate', ...args, '--format', 'json']);
  if (code !== 0) throw new Error(err);
  return (JSON.parse(out) as { threats: Shown[] }).threats;
}

const idsOf = (found: readonly Shown[]): readonly string[] => found.map(({ id }) => id).toSorted();
const foreign = (found: readonly Shown[]): readonly Shown[] =>
  found.filter(({ rule }) => rule.startsWith('tm7/'));

describe('a system born here', () => {
  const home = folder({
    'small/system.yaml': SMALL,
    'small/threats.yaml': `bestride: 1
threats:
  lighter: { title: Somebody holds a lighter under it, stride: [T], subject: device }
  known: { title: As somebody wrote it, rule: tm7/TH35, stride: [S], subject: report }
`,
    'our.tb7': iotTemplateText(),
    'a, b.tb7': iotTemplateText(),
  });
  afterAll(home.clean);
  const OURS = [
    'tm7/TH35@bundle',
    'tm7/TH35@direct-report',
    'tm7/TH35@report',
    'tm7/TH38@bundle',
    'tm7/TH38@direct-report',
    'tm7/TH60@direct-order',
    'tm7/TH60@direct-report',
    'tm7/TH60@order',
    'tm7/TH60@report',
    'tm7/TH61@bundle',
    'tm7/TH61@direct-report',
    'tm7/TH61@orders',
    'tm7/TH61@report',
  ];

  it('has the threats of a template alone: no others, and a recorded one as recorded', async () => {
    const found = await threats(home.path, ['small', '--rules', 'our.tb7']);
    expect(idsOf(found)).toEqual(OURS);
    expect(found.find(({ id }) => id === 'tm7/TH35@report')?.title).toBe('As somebody wrote it');
    expect(idsOf(await threats(home.path, ['small', '--rules', 'a, b.tb7']))).toEqual(OURS);
  });

  it('has them together with those of the catalogue and of people', async () => {
    const without = await threats(home.path, ['small']);
    expect(without.map(({ id }) => id)).toContain('lighter@device');
    const both = idsOf(await threats(home.path, ['small', '--rules', 'catalogue,our.tb7']));
    expect(both).toEqual([...new Set([...idsOf(without), ...OURS])].toSorted());
    const twice = await threats(home.path, ['small', '--rules', 'catalogue', '--rules', 'our.tb7']);
    expect(idsOf(twice)).toEqual(both);
  });

  it('tells on stderr what was asked of what, each kind of oddity once', async () => {
    const { out, err } = await bestride(home.path, ['enumerate', 'small', '--rules', 'our.tb7']);
    expect(err).toContain('"Our IoT template" 1.0.0.0 raises 13 threats on 6 flows');
    expect(err).toContain('1 of them are recorded already');
    expect(err.match(/TMT10/g)).toHaveLength(1);
    expect(out).toContain('13 threats');
  });

  it('in every format: what the template suggests is shown', async () => {
    for (const format of ['csv', 'markdown', 'sarif', 'json']) {
      const { code, out } = await bestride(home.path, [
        'enumerate',
        'small',
        '--rules',
        'our.tb7',
        '--format',
        format,
      ]);
      expect([format, code]).toEqual([format, 0]);
      expect(out).toContain('tm7/TH35@bundle');
      expect(out).toContain('Authenticate it');
    }
  });

  it('counts for --fail-on', async () => {
    const ask = ['enumerate', 'small', '--rules', 'our.tb7', '--fail-on'];
    expect((await bestride(home.path, [...ask, 'high'])).code).toBe(1);
    expect((await bestride(home.path, [...ask, 'critical'])).code).toBe(0);
  });

  const refused = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await bestride(home.path, ['enumerate', 'small', ...args]);
    expect([args, code, out]).toEqual([args, 2, '']);
    return err;
  };

  it('refuses what cannot be asked, and says what can', async () => {
    expect(await refused('--rules', 'none.tb7')).toContain('there is no such file');
    expect(await refused('--rules', '')).toContain('--rules needs');
    expect(await refused('--rules', 'embedded')).toContain('imported from no .tm7 file');
    expect(await refused('--rules', 'small/system.yaml')).toContain('XML01');
    expect(await refused('--rules', 'our.tb7', '--matrix')).toContain('--matrix is about the catalogue');
  });
});

describe('a template in the project’s own catalogue', () => {
  const home = folder({
    'small/system.yaml': SMALL,
    'small/catalogue/templates/our.tb7': iotTemplateText(),
    'small/decisions.yaml': `bestride: 1
decisions: { tm7/TH35@bundle: { status: not-applicable, reason: sealed in } }
`,
  });
  afterAll(home.clean);

  it('is asked by every step, without an option, and its threats are decided like others', async () => {
    expect(foreign(await threats(home.path, ['small']))).toHaveLength(13);
    const { out } = await bestride(home.path, ['mitigate', 'small', '--format', 'json']);
    const register = JSON.parse(out) as { threats: { id: string; status: string }[] };
    expect(register.threats.find(({ id }) => id === 'tm7/TH35@bundle')?.status).toBe('not-applicable');
    const told = await bestride(home.path, ['explain', 'tm7/TH35@report', 'small']);
    expect(told.out).toContain('Its source suggests: Authenticate it.');
    expect(told.out).toContain('DEV-01@device');
  });
});

describe('a drawing', () => {
  const home = folder({
    'plant.tm7': drawing(DRAWING),
    'bare.tm7': drawing({ tabs: TABS }),
    'our.tb7': iotTemplateText(),
  });
  beforeAll(async () => {
    const { code, err } = await bestride(home.path, ['import', 'plant.tm7', '-o', 'plant']);
    if (code !== 0) throw new Error(err);
  });
  afterAll(home.clean);
  const EMBEDDED = ['tm7/TH35@reading', 'tm7/TH38@reading', 'tm7/TH61@reading'];

  it('is asked by its own rules; each threat knows the GUID of its flow', async () => {
    const found = await threats(home.path, ['plant.tm7', '--rules', 'embedded']);
    expect(idsOf(found)).toEqual(EMBEDDED);
    for (const { subject } of found) expect(subject.origin?.id).toBe(guid('up'));
    expect(found.find(({ rule }) => rule === 'tm7/TH35')?.title).toBe('As triaged');
  });

  it('is asked by a template that it was drawn with, and together with ours', async () => {
    expect(idsOf(await threats(home.path, ['bare.tm7', '--rules', 'our.tb7']))).toEqual(EMBEDDED);
    const all = await threats(home.path, ['plant.tm7', '--rules', 'embedded,catalogue']);
    expect(idsOf(foreign(all))).toEqual(EMBEDDED);
    expect(all.length).toBeGreaterThan(EMBEDDED.length);
    const { code, err } = await bestride(home.path, ['enumerate', 'bare.tm7', '--rules', 'embedded']);
    expect([code, err.includes('"bare.tm7" carries no template')]).toEqual([2, true]);
  });

  it('stands for a project in every step that only reads, and what is not carried is told', async () => {
    for (const step of ['model', 'enumerate', 'mitigate', 'report', 'gate']) {
      const { code, out, err } = await bestride(home.path, [step, 'plant.tm7', '--format', 'json']);
      expect([step, step === 'gate' ? 0 : code]).toEqual([step, 0]);
      expect(err).toContain('not carried: the flow "lost"');
      expect(out.length).toBeGreaterThan(20);
    }
    const { out } = await bestride(home.path, ['explain', 'tm7/TH35@reading', 'plant.tm7']);
    expect(out).toMatch(/not applicable: does not apply: sealed in/);
  });

  it('is found beside the project that was imported from it, or asked for', async () => {
    expect(idsOf(await threats(home.path, ['plant', '--rules', 'embedded']))).toEqual(EMBEDDED);
    renameSync(join(home.path, 'plant.tm7'), join(home.path, 'plant/plant.tm7'));
    expect(idsOf(await threats(home.path, ['plant', '--rules', 'embedded']))).toEqual(EMBEDDED);
    renameSync(join(home.path, 'plant/plant.tm7'), join(home.path, 'elsewhere.tm7'));
    const { code, err } = await bestride(home.path, ['enumerate', 'plant', '--rules', 'embedded']);
    expect(code).toBe(2);
    expect(err).toContain('the rules embedded in "plant.tm7" need that file');
    expect(err).toContain('--rules TEMPLATE.tb7');
  });

  it('and what the project lost since is told', async () => {
    renameSync(join(home.path, 'elsewhere.tm7'), join(home.path, 'plant.tm7'));
    const text = readFileSync(join(home.path, 'plant/system.yaml'), 'utf8');
    const other = folder({
      'plant.tm7': readFileSync(join(home.path, 'plant.tm7')),
      'system.yaml': text.replace(guid('up'), '00000000-0000-4000-8000-00000000dead'),
    });
    const { err } = await bestride(other.path, ['enumerate', '--rules', 'embedded', '--format', 'json']);
    other.clean();
    expect(err).toContain('left out: 3 of them, on 1 flow of "plant.tm7" that the project does not have');
  });
});

describe.skipIf(!hasTemplate)('Microsoft’s Azure template', () => {
  const home = folder({ 'small/system.yaml': SMALL });
  afterAll(home.clean);

  it('raises the 53 threats of docs/comparison-microsoft.md', async () => {
    const found = await threats(home.path, ['small', '--rules', TEMPLATE]);
    expect(found).toHaveLength(53);
    const page = readFileSync(join(ROOT, 'docs/comparison-microsoft.md'), 'utf8');
    const times = [...page.matchAll(/^\| (TH\d+) \|[^|]*\| (\d+) \|/gm)].map(([, id = '', number]) => [
      id,
      Number(number),
    ]);
    expect(times).toHaveLength(21);
    for (const [id, number] of times) {
      expect([id, found.filter(({ rule }) => rule === `tm7/${id}`).length]).toEqual([id, number]);
    }
  });
});
