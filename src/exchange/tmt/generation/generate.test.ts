import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { End, Expression } from '../expressions/expression.ts';
import { canFire, fillIn, generate, raise } from './generate.ts';
import type { Interaction, Party } from './interaction.ts';
import { type Rules, type Stencils, lineOf, shapeOf, surfaceOf, templateOf } from '../testing/hand-made.ts';
import type { Template } from '../template.ts';

const STENCILS: Stencils = {
  'GE.P': ['ROOT', { zone: ['Select', 'Field'] }],
  'GE.DF': ['ROOT', { secret: ['No', 'Yes'] }],
  'GE.TB.L': ['ROOT'],
  device: ['GE.P', { zone: ['Select', 'Field'], keys: ['File', 'TPM'] }],
  valve: ['device', { keys: ['TPM'], zone: ['Select', 'Field'] }],
  wall: ['GE.TB.L'],
  orphan: ['nowhere'],
  hen: ['egg'],
  egg: ['hen'],
};

function party(type: string, chosen: Readonly<Record<string, string>> = {}): Party {
  return { id: `a-${type}`, name: `The ${type}`, type, chosen: new Map(Object.entries(chosen)) };
}

function interaction(parts: Partial<Interaction> = {}): Interaction {
  return { source: party('device'), target: party('GE.P'), flow: party('GE.DF'), crosses: [], ...parts };
}

function fired(include: string, on: Interaction, exclude = ''): boolean {
  return raise(templateOf(STENCILS, { rule: [include, exclude] }), on).length === 1;
}

describe('raise', () => {
  it.each<[string, Partial<Interaction>, boolean]>([
    [`source is 'device'`, {}, true],
    [`source is 'GE.P'`, { source: party('valve') }, true],
    [`source is 'valve'`, {}, false],
    [`source is 'Device'`, {}, false],
    [`source is 'ROOT'`, {}, false],
    [`not source is 'ROOT'`, {}, true],
    [`source is 'nowhere'`, { source: party('orphan') }, true],
    [`source is 'egg'`, { source: party('hen') }, true],
    [`source is 'unheard of'`, { source: party('unheard of') }, true],
    [`flow is 'GE.DF'`, {}, true],
    [`flow crosses 'wall'`, { crosses: ['wall'] }, true],
    [`flow crosses 'GE.TB.L'`, { crosses: ['wall'] }, true],
    [`flow crosses 'wall'`, { crosses: ['GE.TB.L'] }, false],
    [`flow crosses 'ROOT'`, { crosses: ['wall'] }, false],
    [`source.keys is 'File'`, {}, true],
    [`source.keys is 'TPM'`, { source: party('device', { keys: ' TPM\n' }) }, true],
    [`source.keys is 'tpm'`, { source: party('device', { keys: 'TPM' }) }, false],
    [`source.keys is 'TPM'`, { source: party('valve') }, true],
    [`source.zone is 'Select'`, { source: party('valve') }, true],
    [`target.keys is 'File'`, {}, false],
    [`not target.keys is 'File'`, {}, true],
    [`flow.secret is 'Yes'`, { flow: party('GE.DF', { secret: 'Yes' }) }, true],
    [`source is 'device' and (target is 'valve' or flow.secret is 'No')`, {}, true],
  ])('%s', (include, parts, expected) => {
    expect(fired(include, interaction(parts))).toBe(expected);
  });

  it('heeds what is excluded', () => {
    const open = interaction();
    const secret = interaction({ flow: party('GE.DF', { secret: 'Yes' }) });
    expect(fired(`source is 'device'`, open, `flow.secret is 'Yes'`)).toBe(true);
    expect(fired(`source is 'device'`, secret, `flow.secret is 'Yes'`)).toBe(false);
    expect(fired(`source is 'device'`, open, `target is 'GE.P'`)).toBe(false);
  });

  it('raises nothing for an expression that is empty or unreadable', () => {
    expect(fired('', interaction())).toBe(false);
    expect(fired(`source is`, interaction())).toBe(false);
  });

  it('means what a plain reading of the tree means, whatever the rules and the flow', () => {
    fc.assert(
      fc.property(trees(), trees(), interactions(), (include, exclude, on) => {
        const template = templateOf(STENCILS, { rule: [''] });
        const [type] = template.threatTypes;
        if (!type) throw new Error('the template has one rule');
        const whole: Template = { ...template, threatTypes: [{ ...type, include, exclude }] };
        const expected = plainly(include, on, whole) && !plainly(exclude, on, whole);
        expect(raise(whole, on).length === 1).toBe(expected);
        // Asked again, with what was remembered.
        expect(raise(whole, on).length === 1).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('generate', () => {
  const rules: Rules = {
    A: [`source is 'device'`, '', 'Spoofing {source.Name}'],
    B: [`target is 'device'`, '', '{TARGET.NAME} fails, {flow.name} stops, {nobody.name} cares'],
  };
  const template = templateOf(STENCILS, rules);

  it('raises flow by flow, in the order of the template, with the names filled in', () => {
    const there = interaction({ target: party('valve') });
    const back = interaction({ source: party('GE.P'), target: party('device') });
    expect(generate([there, back], template).map(({ type, title }) => `${type.id}: ${title}`)).toEqual([
      'A: Spoofing The device',
      'B: The valve fails, The GE.DF stops, {nobody.name} cares',
      'B: The device fails, The GE.DF stops, {nobody.name} cares',
    ]);
  });

  it('raises on the flows of every tab', () => {
    const at = { top: 0, width: 10, height: 10 };
    const tab = (name: string) =>
      surfaceOf(
        [
          shapeOf({ guid: `${name}1`, type: 'device', left: 0, ...at }),
          shapeOf({ guid: `${name}2`, type: 'GE.P', left: 90, ...at }),
        ],
        [
          lineOf({
            guid: `${name}-flow`,
            type: 'GE.DF',
            from: { x: 0, y: 0, guid: `${name}1` },
            to: { x: 90, y: 0, guid: `${name}2` },
          }),
        ],
      );
    const raised = generate({ surfaces: [tab('x'), tab('y')] }, template);
    expect(raised.map((one) => [one.type.id, one.interaction.flow.id])).toEqual([
      ['A', 'x-flow'],
      ['A', 'y-flow'],
    ]);
  });
});

describe('fillIn', () => {
  it('fills in names as they are, once, and on one line', () => {
    const odd = interaction({ source: { ...party('device'), name: `$& {target.Name}  \r\n box` } });
    expect(fillIn('{source.Name} and {target.name}', odd)).toBe('$& {target.Name} box and The GE.P');
  });
});

describe('canFire', () => {
  it.each([
    [`source is 'ROOT'`, false],
    ['', false],
    [`source is 'ROOT' and target is 'device'`, false],
    [`source is 'ROOT' or target is 'device'`, true],
    [`not source is 'ROOT'`, true],
    [`source is 'nothing there is'`, true],
  ])('%s: %s', (include, expected) => {
    const [type] = templateOf(STENCILS, { rule: [include] }).threatTypes;
    expect(type && canFire(type)).toBe(expected);
  });
});

const types = fc.constantFrom(...Object.keys(STENCILS), 'ROOT', 'unheard of');
const attributes = fc.constantFrom('zone', 'keys', 'secret', 'none');
const values = fc.constantFrom('Select', 'Field', 'File', 'TPM', 'No', 'Yes');

function trees(): fc.Arbitrary<Expression> {
  const of = fc.constantFrom<End[]>('source', 'target', 'flow');
  const { tree } = fc.letrec<{ tree: Expression; parts: Expression[] }>((tie) => ({
    parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.record({ op: fc.constant('type' as const), of, is: types }),
      fc.record({ op: fc.constant('attribute' as const), of, name: attributes, is: values }),
      fc.record({ op: fc.constant('crosses' as const), boundary: types }),
      fc.record({ op: fc.constantFrom('and' as const, 'or' as const), parts: tie('parts') }),
      fc.record({ op: fc.constant('not' as const), part: tie('tree') }),
    ),
  }));
  return tree;
}

function interactions(): fc.Arbitrary<Interaction> {
  const someone = fc
    .tuple(types, fc.dictionary(attributes, values, { maxKeys: 2 }))
    .map(([type, chosen]) => party(type, chosen));
  return fc.record({
    source: someone,
    target: someone,
    flow: someone,
    crosses: fc.uniqueArray(types, { maxLength: 2 }),
  });
}

/** The tree, read out: nothing settled beforehand, nothing remembered. */
function plainly(tree: Expression, on: Interaction, template: Template): boolean {
  switch (tree.op) {
    case 'and':
      return tree.parts.every((part) => plainly(part, on, template));
    case 'or':
      return tree.parts.some((part) => plainly(part, on, template));
    case 'not':
      return !plainly(tree.part, on, template);
    case 'type':
      return isA(on[tree.of].type, tree.is, template);
    case 'crosses':
      return on.crosses.some((type) => isA(type, tree.boundary, template));
    case 'attribute':
    default: {
      const { type, chosen } = on[tree.of];
      const byDefault = template.stencils.get(type)?.attributes.get(tree.name)?.values[0];
      return (chosen.get(tree.name) ?? byDefault) === tree.is;
    }
  }
}

function isA(type: string, wanted: string, template: Template, steps = 9): boolean {
  if (type === 'ROOT' || steps === 0) return false;
  if (type === wanted) return true;
  const parent = template.stencils.get(type)?.parent;
  return parent !== undefined && isA(parent, wanted, template, steps - 1);
}
