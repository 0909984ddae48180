/** The threat model's project in the working folder: the model's files, and targets.yaml with the ports of this run. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hostName } from './common/fleet.ts';
import { LOOPBACK } from './common/part.ts';
import type { Ports } from './solution.ts';

/** `reference/model/`, from the sources as from the build. */
const MODEL = fileURLToPath(new URL('../model/', import.meta.url));

const FILES = ['system.yaml', 'threats.yaml', 'decisions.yaml'];

/** Writes the project for a solution that runs on these ports. Evidence and trust.yaml that lie there stay. */
export function writeProject(folder: string, ports: Ports): void {
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(join(MODEL, file), join(folder, file));
  writeFileSync(join(folder, 'targets.yaml'), targets(ports));
}

/**
 * The places where checks may look. A listener is covered together with the connections that end at it. The
 * revoked and the expired canary carry the name of canary-a, so that nothing else can be what refuses them.
 */
function targets(ports: Ports): string {
  const identities = `
      identities:
        canary-a: { cert: file:canaries/canary-a.pem, key: file:canaries/canary-a.key }
        canary-b: { cert: file:canaries/canary-b.pem, key: file:canaries/canary-b.key }
        observer: { cert: file:canaries/observer.pem, key: file:canaries/observer.key }
        canary-expired: { cert: file:canaries/canary-expired.pem, key: file:canaries/canary-expired.key, clientId: canary-a, state: expired }
        canary-revoked: { cert: file:canaries/canary-revoked.pem, key: file:canaries/canary-revoked.key, clientId: canary-a, state: revoked }`;
  const topics = `
      topics: { publish: 'devices/{identity}/messages/canary', subscribe: 'devices/{identity}/commands/canary', service: observer }`;
  return `# Written when the solution was started: the ports are those of this run.
bestride: 1
environments:
  loopback:
    hub:
      kind: mqtt${at('cloud-gateway', ports.hub)}
      covers: [cloud-gateway, uplink, camera-line, command-line, monitor-line]${identities}${topics}
    site-broker:
      kind: mqtt${at('field-gateway', ports.fieldGateway)}
      covers: [field-gateway, valve-line, smoke-line]${identities}${topics}
    command-api:
      kind: tls${at('command-service', ports.api)}
      covers: [command-service, operator-line]
`;
}

function at(part: string, port: number): string {
  return `
      address: ${LOOPBACK}:${port}
      tls: { ca: file:canaries/ca.pem, name: ${hostName(part)} }`;
}
