/** Systems drawn from nothing: what the tool would see in the file is what the model says. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE, readDecisions } from '../../mitigate/index.ts';
import { model, type System } from '../../model/index.ts';
import { placeOnTemplate } from '../onto-template/index.ts';
import { threatsOf } from '../template-rules/threats.ts';
import { importInto } from '../tm7-import/testing/project.ts';
import { generate } from '../tmt/generate.ts';
import type { Interaction, Party } from '../tmt/interaction.ts';
import { interactionsOf } from '../tmt/interactions.ts';
import { readTemplate } from '../tmt/read-template.ts';
import { readTm7 } from '../tmt/read-tm7.ts';
import type { Template } from '../tmt/template.ts';
import { bytesOf } from '../tmt/testing/drawing.ts';
import { tb7 } from '../tmt/testing/template.ts';
import { exportTm7 } from './index.ts';
import { plans } from './testing/plans.ts';
import { zIds } from './testing/tree.ts';

const catalogue = builtinCatalogue();
const NOW = new Date('2026-11-22T12:00:00Z');
const TEMPLATE = {
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
const template = accepted(readTemplate(TEMPLATE.bytes, TEMPLATE.file));

function accepted<T>({ value, problems }: { value?: T; problems: readonly unknown[] }): T {
  if (value === undefined) throw new Error(JSON.stringify(problems, null, 1));
  return value;
}

function systemOf(data: object): System {
  return accepted(model({ file: 'system.json', text: JSON.stringify({ bestride: 1, ...data }) }, catalogue));
}

function exported(
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

/** What rules can see: types, what is chosen and is not the first value anyway, what is crossed. */
function seen({ stencils }: Template, interactions: readonly Interaction[]): readonly unknown[] {
  const party = ({ name, type, chosen }: Party) => [
    name.trim(),
    type,
    [...chosen].filter(
      ([key, value]) => stencils.get(type)?.attributes.get(key)?.values[0]?.trim() !== value,
    ),
  ];
  return interactions
    .map(({ source, target, flow, crosses }) =>
      JSON.stringify([party(flow), party(source), party(target), crosses.toSorted()]),
    )
    .toSorted();
}

const LINE = {
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

describe('a system drawn with a template', () => {
  const system = systemOf(LINE);
  const { tm7, text, report } = exported(system);

  it('has zones, elements and flows on the stencils chosen for them, none at the corner', () => {
    const [tab, ...more] = tm7.surfaces;
    expect([more, tab?.name]).toEqual([[], 'Line']);
    expect(tab?.shapes.map(({ name, type, genericType }) => [name, type, genericType])).toEqual([
      ['Field', 'SE.TB.TMCore.IoTDeviceZone', 'GE.TB.B'],
      ['Azure', 'GE.TB.B', 'GE.TB.B'],
      ['Hubs', 'GE.TB.B', 'GE.TB.B'],
      ['Valve', 'SE.EI.TMCore.IoTdevice', 'GE.EI'],
      ['Hub', 'SE.GP.TMCore.IoTCloudGateway', 'GE.P'],
      ['Log', 'GE.DS', 'GE.DS'],
    ]);
    expect(tab?.shapes.filter(({ left, top }) => left < 1 || top < 1)).toEqual([]);
  });

  it('is raised the same threats on, which stand in its list, none of ours', () => {
    const raised = generate(tm7, template);
    expect(tm7.threats.map(({ key }) => key)).toEqual(
      raised.map(
        ({ type, interaction: { source, flow, target } }) => `${type.id}${source.id}${flow.id}${target.id}`,
      ),
    );
    expect(tm7.threats.map(({ number }) => number)).toEqual(raised.map((_, index) => index + 1));
    expect(tm7.threats.find(({ type }) => type === 'TH3')).toMatchObject({ priority: 'Low', title: 'TH3' });
    expect(report.notWritten.map(({ why }) => why)).toContain(
      'the rule is of our catalogue, and the template has no such type',
    );
  });

  it('carries the template, and says of it what the template does', () => {
    const { knowledgeBase } = tm7;
    const bare = ({ where: _, ...rest }: { readonly where: unknown }) => rest;
    expect(knowledgeBase).toMatchObject({ name: template.name, id: template.id, version: template.version });
    expect([...(knowledgeBase?.stencils.values() ?? [])].map(bare)).toEqual(
      [...template.stencils.values()].map(bare),
    );
    expect(knowledgeBase?.threatTypes.map(bare)).toEqual(template.threatTypes.map(bare));
    expect(knowledgeBase?.columns).toEqual(template.columns);
  });

  it('is numbered through, with the knowledge base last, and says it is to raise threats', () => {
    const ids = zIds(tm7.document.root);
    expect(ids).toEqual(ids.map((_, index) => `i${index + 1}`));
    expect(text).toContain(`<KnowledgeBase z:Id="i${ids.length}"`);
    expect(tm7).toMatchObject({ generationEnabled: true, version: '4.3' });
    expect(tm7.meta).toMatchObject({
      name: 'Line',
      description: 'One.\r\nTwo.',
      assumptions: 'The LAN is hostile',
    });
  });

  it('comes back as the same zones, elements and flows', () => {
    const again = importInto(tm7);
    expect(again.problems).toEqual([]);
    const back = again.system;
    expect([...back.zones.values()].map(({ name, parent }) => [name, parent])).toEqual([
      ['Field', undefined],
      ['Azure', undefined],
      ['Hubs', 'azure'],
    ]);
    expect([...back.elements.values()].map(({ name, zone }) => [name, zone])).toEqual([
      ['Valve', 'field'],
      ['Hub', 'hubs'],
      ['Log', 'azure'],
    ]);
    expect([...back.flows.values()].map(({ name, from, to }) => [name, from, to])).toEqual([
      ['reading', 'valve', 'hub'],
      ['order', 'hub', 'valve'],
      ['keep', 'hub', 'log'],
    ]);
    expect(back.boundaries.get('internet')?.crossedBy).toEqual(['reading']);
  });

  it('is the same file at every export', () => expect(exported(system).text).toBe(text));

  it('takes the triage of the template’s threats along', () => {
    const decisions = accepted(
      readDecisions({
        file: 'd.yaml',
        text: 'decisions:\n  tm7/TH1@keep: { status: not-applicable, reason: one machine }\n',
      }),
    );
    const [threat] = exported(system, decisions).tm7.threats.filter(({ state }) => state === 'NotApplicable');
    expect(threat).toMatchObject({ type: 'TH1', justification: 'one machine' });

    const register = mitigate(enumerate(system, catalogue), decisions, NO_EVIDENCE, catalogue, NOW);
    const { text: without } = accepted(exportTm7({ register, decisions, runs: [], template: TEMPLATE }));
    expect(without).toContain('<a:Value>one machine</a:Value>');
  });

  it('tabs are views, and a flow is drawn once', () => {
    const views = {
      a: { name: 'A', elements: ['valve', 'hub'] },
      b: { name: 'B', elements: ['hub', 'valve'] },
    };
    const { surfaces } = exported(systemOf({ ...LINE, views })).tm7;
    expect(surfaces.map(({ name, lines }) => [name, lines.map((line) => line.name)])).toEqual([
      ['A', ['reading', 'order', 'Internet']],
      ['B', []],
      ['In no view', ['keep']],
    ]);
  });
});

describe('hostile systems', () => {
  it.each([
    ['markup', `<a href="x">&amp;'"]]></a>`],
    ['lines', 'one\r\ntwo\nthree'],
    ['what XML cannot hold', 'bell\u0007 half\uD800 end'],
    ['length', 'x'.repeat(10_000)],
    ['placeholders', '{target.Name} {source.name}'],
  ])('names of %s', (_, name) => {
    const { tm7 } = exported(
      systemOf({ ...LINE, elements: { ...LINE.elements, valve: { ...LINE.elements.valve, name } } }),
    );
    expect(tm7.surfaces[0]?.shapes.find(({ type }) => type === 'SE.EI.TMCore.IoTdevice')?.name).toBe(
      name.replaceAll(/[\u0007\uD800]/gu, '\uFFFD').replaceAll('\r\n', '\r\n'),
    );
  });

  it('no elements, no flows, one element in nested zones', () => {
    const empty = exported(systemOf({ system: { id: 'empty' } }));
    expect(empty.tm7.surfaces.map(({ name, shapes }) => [name, shapes])).toEqual([['empty', []]]);
    const { flows: _, boundaries: __, ...rest } = LINE;
    expect(exported(systemOf(rest)).tm7.threats).toEqual([]);
  });

  it('a template without stencils: what is not drawn is told', () => {
    const bytes = bytesOf(tb7({}).replaceAll(/<ElementType>.*?<\/ElementType>/gs, ''));
    const bare = accepted(readTemplate(bytes, 'bare.tb7'));
    const { tm7, report } = exported(systemOf(LINE), NO_DECISIONS, { file: 'bare.tb7', bytes }, bare);
    expect(tm7.surfaces[0]?.shapes).toEqual([]);
    expect(report.notWritten.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['element "valve"', 'zone "field"', 'flow "keep"', 'boundary "internet"']),
    );
  });

  it('what is no template is refused', () => {
    const register = mitigate(
      enumerate(systemOf(LINE), catalogue),
      NO_DECISIONS,
      NO_EVIDENCE,
      catalogue,
      NOW,
    );
    const input = { register, decisions: NO_DECISIONS, runs: [] };
    for (const text of ['', '<a/>', 'PK\u0003\u0004', '<!DOCTYPE a><KnowledgeBase/>']) {
      const { value, problems } = exportTm7({ ...input, template: { file: 'x.tb7', bytes: bytesOf(text) } });
      expect([value, problems.length]).toEqual([undefined, 1]);
    }
    expect(exportTm7(input).problems).toMatchObject([{ code: 'TMT01' }]);
  });
});

describe('random systems', () => {
  it('cross on the drawing what they cross in the model, whatever views and boundaries they have', () => {
    let boundaries = 0;
    let missed = 0;
    fc.assert(
      fc.property(plans(), (plan) => {
        const system = systemOf(plan);
        const { tm7, report } = exported(system, NO_DECISIONS, TEMPLATE, template, false);
        const wanted = placeOnTemplate(system, template, catalogue).interactions;
        const found = tm7.surfaces.flatMap((surface) => interactionsOf(surface, template));
        const lost = report.notWritten.filter(({ what }) => what.startsWith('that the flow'));
        boundaries += system.boundaries.size;
        missed += lost.length;
        if (lost.length === 0) expect(seen(template, found)).toEqual(seen(template, wanted));
        expect(
          tm7.surfaces.flatMap(({ shapes }) => shapes).filter(({ left, top }) => left < 1 || top < 1),
        ).toEqual([]);
      }),
      { numRuns: 80 },
    );
    expect(missed).toBeLessThanOrEqual(boundaries / 50);
  });
});
