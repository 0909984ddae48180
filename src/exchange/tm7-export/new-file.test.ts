/** Systems drawn from nothing: what the tool would see in the file is what the model says. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_DECISIONS, NO_EVIDENCE, readDecisions } from '../../mitigate/index.ts';
import { placeOnTemplate } from '../onto-template/index.ts';
import { importInto } from '../tm7-import/testing/project.ts';
import { generate } from '../tmt/generation/generate.ts';
import type { Interaction, Party } from '../tmt/generation/interaction.ts';
import { interactionsOf } from '../tmt/generation/interactions.ts';
import type { Template } from '../tmt/template.ts';
import { exportTm7 } from './index.ts';
import { accepted, catalogue, exported, LINE, NOW, systemOf, TEMPLATE, template } from './testing/line.ts';
import { plans } from './testing/plans.ts';
import { zIds } from './testing/tree.ts';

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

function placeless(thing: { readonly where: unknown }): unknown {
  return { ...thing, where: undefined };
}

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
    expect(knowledgeBase).toMatchObject({ name: template.name, id: template.id, version: template.version });
    expect([...(knowledgeBase?.stencils.values() ?? [])].map(placeless)).toEqual(
      [...template.stencils.values()].map(placeless),
    );
    expect(knowledgeBase?.threatTypes.map(placeless)).toEqual(template.threatTypes.map(placeless));
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
        expect(lost.length > 0 || seen(template, found)).toEqual(lost.length > 0 || seen(template, wanted));
        expect(
          tm7.surfaces.flatMap(({ shapes }) => shapes).filter(({ left, top }) => left < 1 || top < 1),
        ).toEqual([]);
      }),
      { numRuns: 80 },
    );
    expect(missed).toBeLessThanOrEqual(boundaries / 50);
  });
});
