/** A project planned without files: model, decisions and targets as texts, the shipped catalogue. */
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../../enumerate/index.ts';
import { NO_EVIDENCE, mitigate, readDecisions } from '../../mitigate/index.ts';
import { model } from '../../model/index.ts';
import type { Outcome } from '../../text/problem.ts';
import { type Plan, plan } from '../plan.ts';
import { readTargets } from '../targets/read-targets.ts';

export const NOW = new Date('2026-11-15T12:00:00Z');

export const SYSTEM = `bestride: 1
system: { id: line, version: "2", stage: fielded }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements:
  valve: { type: actuator, zone: field }
  probe: { type: sensor, zone: field }
  hub: { type: cloud-gateway, zone: cloud }
connections:
  uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: none }
  second: { from: probe, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: none }
`;

/** `environments.lab` with one target `hub-mqtt` at `address`. */
export function targetsText(address: string, more = ''): string {
  return `bestride: 1\nenvironments:\n  lab:\n    hub-mqtt: { kind: mqtt, address: "${address}", covers: [uplink, second]${more} }\n`;
}

/** Plans for `lab`. Throws with the problems when a text is wrong. */
export function planFor(targets: string, system = SYSTEM, decisions?: string): Plan {
  const catalogue = builtinCatalogue();
  const read = valueOf(model({ file: 'system.yaml', text: system }, catalogue));
  const decided =
    decisions === undefined ? undefined : valueOf(readDecisions({ file: 'decisions.yaml', text: decisions }));
  const register = mitigate(enumerate(read, catalogue), decided, NO_EVIDENCE, catalogue, NOW);
  return plan(
    register,
    valueOf(readTargets({ file: 'targets.yaml', text: targets }, read, catalogue)),
    'lab',
    NOW,
  );
}

function valueOf<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined)
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return value;
}
