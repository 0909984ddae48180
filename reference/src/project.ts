/** The threat model's project in the working folder: the model's files, and targets.yaml with the ports of this run. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { BenchPorts } from './bench.ts';
import {
  BENCH_SERVER,
  BENCH_UNITS,
  DIALLERS,
  LOT,
  OTHER_RELEASES,
  RELEASES,
  hostName,
} from './common/fleet.ts';
import type { Dialler } from './common/fleet.ts';
import { releaseFile } from './common/layout.ts';
import { LOOPBACK } from './common/part.ts';
import type { Ports } from './solution.ts';

/** `reference/model/`, from the sources as from the build. */
const MODEL = fileURLToPath(new URL('../model/', import.meta.url));

const FILES = ['system.yaml', 'threats.yaml', 'decisions.yaml'];

/**
 * Writes the project for a solution that runs on these ports, and for test units that call those of the bench.
 * Evidence, trust.yaml and the factory's inventory stay.
 */
export function writeProject(folder: string, ports: Ports, bench?: BenchPorts): void {
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(join(MODEL, file), join(folder, file));
  writeFileSync(join(folder, 'targets.yaml'), targets(ports, bench));
}

/**
 * The places where checks may look. A listener is covered together with the connections that end at it. The
 * revoked and the expired canary carry the name of canary-a, so that nothing else can be what refuses them. Of a part
 * that dials there are two: a target says which of them it is, and the inventory that both are of one lot.
 */
function targets(ports: Ports, bench: BenchPorts = new Map()): string {
  const identities = `
      identities:
        canary-a: { cert: file:canaries/canary-a.pem, key: file:canaries/canary-a.key }
        canary-b: { cert: file:canaries/canary-b.pem, key: file:canaries/canary-b.key }
        observer: { cert: file:canaries/observer.pem, key: file:canaries/observer.key }
        canary-expired: { cert: file:canaries/canary-expired.pem, key: file:canaries/canary-expired.key, clientId: canary-a, state: expired }
        canary-revoked: { cert: file:canaries/canary-revoked.pem, key: file:canaries/canary-revoked.key, clientId: canary-a, state: revoked }`;
  const topics = `
      topics: { publish: 'devices/{identity}/messages/canary', subscribe: 'devices/{identity}/commands/canary', service: observer }`;
  const operators = `
      identities:
        canary-operator: { cert: file:canaries/canary-operator.pem, key: file:canaries/canary-operator.key }
        canary-a: { cert: file:canaries/canary-a.pem, key: file:canaries/canary-a.key }`;
  const overHttps =
    'over: https, by: canary-operator, send: /valve, observe: /valve, pointer: /position, permitted: [20, 40],\n' +
    '        body: \'{"position": {value}}\'';
  return `# Written when the solution was started: the ports are those of this run.
bestride: 1
environments:
  loopback:
    hub:
      kind: mqtt${at('cloud-gateway', ports.hub)}
      covers: [cloud-gateway, uplink, camera-line, command-line, monitor-line]${identities}${topics}
    site-broker:
      kind: mqtt${at('field-gateway', ports.fieldGateway)}${unit('field-gateway')}
      covers: [field-gateway, valve-line, smoke-line]${identities}${topics}
    command-api:
      kind: tls${at('command-service', ports.api)}${unit('command-service')}
      covers: [command-service, operator-line]
    valve-commands:
      kind: commands${at('command-service', ports.api)}${unit('valve')}
      covers: [valve]${operators}
      # The valve of this demonstration may be moved. It must not open more than 60 %.
      commands: { ${overHttps}, beyond: [61, 100], least: 0, most: 60 }
    valve-settings:
      kind: settings${at('command-service', ports.api)}${unit('valve')}
      covers: [valve]${operators}
      # The valve also takes what canary-operator signs: in a plant, a test unit alone would.
      settings:
        {
          over: https,
          by: canary-operator,
          send: /configuration,
          body: '{"device":"valve","version":{version},"travelSeconds":{value}}',
          observe: /configuration,
          version: /version,
          value: /travelSeconds,
          permitted: [12, 15],
          beyond: [0.5, 600],
          least: 1,
          most: 60,
          settleSeconds: 1,
        }
    valve-software:
      kind: update${at('command-service', ports.api)}${unit('valve')}
      covers: [valve]${operators}
      # The valve of this demonstration may be updated, and stays so: each time it takes some of the newer ones. In a
      # plant, a test unit alone would.
      update:
        over: https
        by: canary-operator
        send: /software
        observe: /software
        version: /version
        failed: /failed
        parts: { content: /content, signature: /signature }
        newer:
${RELEASES.map((version) => `          - ${release(version)}`).join('\n')}
        older: ${release(OTHER_RELEASES.older)}
        other: ${release(OTHER_RELEASES.other)}
        foreign: ${release(OTHER_RELEASES.foreign)}
        faulty: ${release(OTHER_RELEASES.faulty)}
        settleSeconds: 1
        recoverSeconds: 6
    command-log:
      kind: audit${at('command-service', ports.api)}${unit('command-service')}
      covers: [command-service]${operators}
      commands: { ${overHttps} }
      audit:
        over: https
        by: canary-operator
        log: /audit
        who: /who
        when: /at
        accepted: { /what: command, /outcome: allowed }
        refused: { /what: request, /outcome: refused }
        key: canaries/command-service.pem
    hub-log:
      kind: audit${at('cloud-gateway', ports.hub)}
      covers: [cloud-gateway]${identities}
      commands:
        {
          over: mqtt,
          by: observer,
          send: devices/canary-a/commands/canary,
          body: '{"canary": {value}}',
          observe: devices/canary-a/commands/canary,
          pointer: /canary,
          permitted: [1, 2],
        }
      # The hub says on a topic what it writes down.
      audit:
        over: mqtt
        by: observer
        log: audit/cloud-gateway
        who: /who
        when: /at
        accepted: { /what: command, /outcome: allowed, /detail: devices/canary-a/commands/canary }
        refused: { /what: publish, /outcome: refused, /detail: devices/canary-a/commands/canary }
    smoke-watch:
      kind: readings${at('cloud-gateway', ports.hub)}
      # The smoke sensor on the bench.
      unit: { id: ${BENCH_UNITS['smoke-sensor']}, cohort: ${LOT} }
      covers: [smoke-sensor]${identities}
      readings:
        by: canary-a
        reader: observer
        send: devices/canary-a/messages/drill
        body: '{"obscuration": {value}}'
        plausible: 0.2
        implausible: 70
        status: status/canary-a
        pointer: /state
        well: well
        flagged: implausible
        silent: silent
        everySeconds: 1
        alarmSeconds: 10
    monitor-intake:
      kind: readings${at('cloud-gateway', ports.hub)}${unit('monitor')}
      covers: [monitor]${identities}
      # canary-a plays one smoke sensor, canary-b another.
      readings:
        by: canary-a
        reader: observer
        send: devices/canary-a/messages/drill
        body: '{"device":"canary-a","obscuration":{value}}'
        plausible: 0.2
        implausible: 70
        beyond: [101, -1]
        status: status/canary-a
        pointer: /state
        well: well
        flagged: implausible
        everySeconds: 1
        other:
          by: canary-b
          send: devices/canary-b/messages/drill
          status: status/canary-b
          body: '{"device":"canary-b","obscuration":{value}}'
    units:
      kind: inventory
      file: inventory.csv
      covers: [${DIALLERS.map((part) => DIALS[part]).join(', ')}]
${testUnits(bench)}`;
}

/** The connection that each part dials. */
const DIALS: Readonly<Record<Dialler, string>> = {
  valve: 'valve-line',
  'smoke-sensor': 'smoke-line',
  camera: 'camera-line',
  'field-gateway': 'uplink',
  'command-service': 'command-line',
  monitor: 'monitor-line',
};

/** Where test units call, checks take their server's place. The certificates that they show hold nowhere else. */
function testUnits(ports: BenchPorts): string {
  const shown = [BENCH_SERVER, 'bench-other-name', 'bench-expired'].map((name) => {
    const state = name === 'bench-expired' ? ', state: expired' : '';
    return `        ${name}: { cert: file:canaries/${name}.pem, key: file:canaries/${name}.key${state} }`;
  });
  return [...ports]
    .map(
      ([part, port]) => `    test-${part}:
      kind: tls-client
      device: { listen: '${LOOPBACK}:${port}', returnsWithin: 10 }
      unit: { id: ${BENCH_UNITS[part]}, cohort: ${LOT} }
      covers: [${DIALS[part]}]
      tls: { ca: file:canaries/ca.pem, name: ${hostName(BENCH_SERVER)} }
      identities:
${shown.join('\n')}
`,
    )
    .join('');
}

/** The unit that stands in its place. */
function unit(part: Dialler): string {
  return `
      unit: { id: ${part}, cohort: ${LOT} }`;
}

function at(part: string, port: number): string {
  return `
      address: ${LOOPBACK}:${port}
      tls: { ca: file:canaries/ca.pem, name: ${hostName(part)} }`;
}

function release(version: number): string {
  return `{ file: ${releaseFile(version)}, version: '${version}' }`;
}
