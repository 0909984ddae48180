import { expect, it } from 'vitest';

import { gate } from '../../mitigate/index.ts';
import type { Unmodelled } from '../../mitigate/index.ts';
import { render } from '../index.ts';
import { example } from '../testing/example.ts';

const found = example();
const stranger: Unmodelled = {
  kind: 'module',
  name: 'tap<script>',
  detail: 'in deploy/edge.json',
  target: 'edge',
  check: 'iotedge-images-pinned',
  observedAt: '2026-11-10T10:00:00Z',
  hint: 'Add it to the elements of system.yaml.',
};
const { register: known } = found;
if (!known) throw new Error('no register');
const seen = { ...found, register: { ...known, unmodelled: [stranger] } };

it.each(['text', 'markdown', 'html'])(
  '%s shows what was seen and is not in the model, and how to add it',
  (format) => {
    const text = render('report', format, seen);
    expect(text).toContain('Seen and not in the model');
    expect(text).toContain('Add it to the elements of system.yaml.');
    expect(text).toContain('deploy/edge.json');
    expect(render('report', format, found)).not.toContain('Seen and not in the model');
  },
);

it('html and markdown do not obey a name', () => {
  expect(render('report', 'html', seen)).not.toContain('tap<script>');
});

it('json has it as data, and none as an empty list', () => {
  expect(JSON.parse(render('mitigate', 'json', seen))).toMatchObject({ unmodelled: [stranger] });
  expect(JSON.parse(render('mitigate', 'json', found))).toMatchObject({ unmodelled: [] });
});

it('the gate of what is in the field names it', () => {
  const text = render('gate', 'text', { ...seen, gate: gate(seen.register) });
  expect(text).toMatch(/unmodelled +the module "tap<script>", seen on "edge" on 2026-11-10/);
});

it('says how much of the fleet an inventory places', () => {
  const placement = {
    element: 'valve',
    of: 1200,
    listed: 1150,
    placed: 1100,
    withThumbprint: 0,
    cohorts: new Map(),
  };
  const inventory = { file: 'inventory.csv', units: new Map(), placements: new Map([['valve', placement]]) };
  const text = render('mitigate', 'text', { ...found, register: { ...known, inventory }, width: 200 });
  expect(text).toContain('The inventory places 1,100 of 1,200 units');
});
