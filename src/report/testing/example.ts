/** A project with something of everything, taken through the steps with the catalogue we ship; for tests. */
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate, readThreats } from '../../enumerate/index.ts';
import { dataDigest, modelFact } from '../../evidence/facts.ts';
import type { Result, VerifiedRun } from '../../evidence/run.ts';
import { makeResult, makeRun } from '../../evidence/testing/runs.ts';
import { gate, mitigate, readDecisions } from '../../mitigate/index.ts';
import { model } from '../../model/index.ts';
import type { System } from '../../model/index.ts';
import { sha256 } from '../../text/digest.ts';
import type { Outcome } from '../../text/problem.ts';
import type { Threats } from '../../enumerate/threat.ts';
import type { RenderInput } from '../index.ts';

const NOW = new Date('2026-11-15T12:00:00Z');

/** `name` is the display name of one element, for names that try to break out. */
function systemText(name = 'Smoke detector'): string {
  return `bestride: 1
system: { id: valve-line, name: Valve line, version: "2.3", stage: fielded }
assumptions:
  hostile-lan: { text: The plant network is hostile, owner: integrator }
zones:
  field: { type: device, name: Field, physicalAccess: public }
  plant: { type: field-gateway, name: Plant, physicalAccess: supervised }
  azure: { type: cloud, name: Azure }
  hubs: { type: cloud-gateway, name: Hubs, parent: azure }
  backend: { type: services, name: Backend, parent: azure }
elements:
  valve:
    type: actuator
    name: Valve
    zone: field
    actuates: [position]
    cohorts: { b2: { count: 900 }, b1: { count: 300 } }
  smoke: { type: sensor, name: ${JSON.stringify(name)}, zone: field, count: 8000, constrained: true }
  gateway: { type: field-gateway, name: Gateway, zone: plant, count: 40, lanTrusted: false }
  hub: { type: iot-hub, name: Hub, zone: hubs }
  commands: { type: command-service, name: Command service, zone: backend }
  history: { type: database, name: History, zone: backend, outOfScope: run by another team }
connections:
  sense: { from: smoke, to: gateway, protocol: coap, client: psk }
  act: { from: valve, to: gateway, protocol: mqtt, tls: { min: "1.2" }, client: x509 }
  uplink: { from: gateway, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509 }
  app: { from: commands, to: hub, protocol: amqp, tls: { min: "1.0" }, client: oauth }
flows:
  alarm: { from: smoke, to: gateway, over: sense, kind: data, carries: [reading] }
  set-point: { from: gateway, to: valve, over: act, kind: control, carries: [position] }
  telemetry: { from: gateway, to: hub, over: uplink, kind: data, carries: [reading] }
  orders: { from: commands, to: hub, over: app, kind: control, carries: [position] }
assets:
  position: { kind: physical, safety: high }
  reading: { kind: data }
`;
}

const THREATS = `bestride: 1
threats:
  lighter: { title: Someone holds a lighter under the sensor, stride: [T], subject: smoke, attacker: visitor, why: empties the hall }
`;

const DECISIONS = `bestride: 1
decisions:
  DEV-21@valve: { status: accepted, owner: plant safety, reason: the cabinet is locked and alarmed, until: 2027-06-30 }
  COM-21@sense: { status: transferred, to: customer, requires: a radio survey before commissioning }
claims:
  debug-port-fused@valve: { state: planned, owner: manufacturer, due: 2027-01-31 }
`;

const TARGET = { kind: 'mqtt', covers: ['uplink'] };

/** What the tests of every format are given. */
export function example(
  name?: string,
): RenderInput & { readonly runs: readonly VerifiedRun[]; readonly threats?: Threats } {
  const catalogue = builtinCatalogue();
  const system = valueOf(model({ file: 'system.yaml', text: systemText(name) }, catalogue));
  const handWritten = valueOf(readThreats({ file: 'threats.yaml', text: THREATS }, system, catalogue));
  const threats = enumerate(system, catalogue, { handWritten });
  const runs = [runOne(system), runTwo(system)];
  const evidence = {
    environment: 'lab',
    runs,
    targets: new Map([['hub-mqtt', { ...TARGET, digest: dataDigest(TARGET) }]]),
    files: new Map(),
    problems: [],
  };
  const decisions = valueOf(readDecisions({ file: 'decisions.yaml', text: DECISIONS }));
  const register = mitigate(threats, decisions, evidence, catalogue, NOW);
  return { system, catalogue, threats, register, runs, gate: gate(register, { failOn: 'high' }) };
}

function runOne(system: System): VerifiedRun {
  return verified(1, [resultOn(system, {})]);
}

function runTwo(system: System): VerifiedRun {
  const { digest } = runOne(system);
  const control = {
    what: 'canary-a connects with its certificate',
    outcome: 'accepted',
    refusedBy: null,
    detail: 'CONNACK 0',
  } as const;
  const results = [
    resultOn(system, {
      check: 'mqtt-client-certificate',
      mitigation: 'client-certificate',
      verdict: 'fail',
      reason: 'a client without a certificate was taken',
      control,
      attack: [
        { what: 'connect without a certificate', outcome: 'accepted', refusedBy: null, detail: 'CONNACK 0' },
      ],
      refusedBy: null,
    }),
    resultOn(system, {
      check: 'mqtt-topic-publish',
      mitigation: 'topic-authorisation',
      verdict: 'inconclusive',
      reason: 'the observer could not connect, so nobody looked',
      control,
      attack: [
        {
          what: 'canary-a publishes to the topic of canary-b',
          outcome: 'silent',
          refusedBy: null,
          detail: '',
        },
      ],
      observer: { what: 'canary-b listens', outcome: 'unreachable', refusedBy: null, detail: '' },
      refusedBy: null,
    }),
  ];
  return verified(2, results, {
    previous: digest,
    startedAt: '2026-11-10T10:00:00Z',
    finishedAt: '2026-11-10T10:00:09Z',
  });
}

function resultOn(system: System, over: Partial<Result>): Result {
  return makeResult({
    observedAt: '2026-11-10T10:00:05Z',
    facts: [
      { kind: 'target', ref: 'hub-mqtt', digest: dataDigest(TARGET) },
      modelFact(system, 'uplink', 'tls.min'),
      modelFact(system, 'uplink', 'client'),
    ],
    ...over,
  });
}

function verified(
  sequence: number,
  results: readonly Result[],
  over: Partial<VerifiedRun['run']> = {},
): VerifiedRun {
  const notRun =
    sequence === 2
      ? [
          {
            check: 'mqtt-session-takeover',
            target: 'hub-mqtt',
            reason: 'it may disturb the service and was not named',
          },
        ]
      : [];
  const run = makeRun({ sequence, results: [...results], notRun, ...over });
  return { file: `evidence/${run.id}.dsse.json`, digest: sha256(JSON.stringify(run)), signer: 'ci', run };
}

function valueOf<T>({ value, problems }: Outcome<T>): T {
  if (value === undefined)
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return value;
}
