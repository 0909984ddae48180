/** Systems for tests of reading: small ones with some lines replaced. */
import type { Problem } from '../../text/problem.ts';
import { model } from '../index.ts';
import type { System } from '../system.ts';
import { testCatalogue } from './catalogue.ts';

export const catalogue = testCatalogue();

export const problemsOf = (text: string, file = 'system.yaml'): readonly Problem[] =>
  model({ file, text }, catalogue).problems;

export function systemOf(text: string): System {
  const { value, problems } = model({ file: 'system.yaml', text }, catalogue);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

/** A small sound system with some lines replaced. */
export function small(changes: Readonly<Record<string, string>> = {}): string {
  const lines = {
    system: 'system: { id: small }',
    zones: 'zones: { field: { type: device }, cloud: { type: cloud-gateway } }',
    elements: 'elements: { probe: { type: sensor, zone: field }, hub: { type: iot-hub, zone: cloud } }',
    connections: 'connections: { line: { from: probe, to: hub, protocol: mqtt } }',
    flows: 'flows: { readings: { from: probe, to: hub, over: line, kind: data } }',
    assets: 'assets: { reading: { kind: data }, arm: { kind: physical } }',
    ...changes,
  };
  return ['bestride: 1', ...Object.values(lines)].join('\n');
}
