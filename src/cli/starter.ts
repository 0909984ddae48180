/** The files `bestride init` writes. The tutorial walks through them; a test reads them back. */

/** File name → text, for a project whose system has the given id. */
export function starter(id: string): Record<string, string> {
  return {
    'system.yaml': SYSTEM.replaceAll('SYSTEM_ID', id),
    'decisions.yaml': DECISIONS,
    'targets.yaml': TARGETS,
    'trust.yaml': TRUST,
    '.gitignore': GITIGNORE,
  };
}

const SYSTEM = `# yaml-language-server: $schema=./node_modules/bestride/schema/system.json
# Step 1: what the system is. Facts (what is there) decide which threats exist.
# Controls (what protects it) answer them: a claim, until a check has tried to break it.
bestride: 1
system:
  id: SYSTEM_ID
  name: SYSTEM_ID
  stage: development            # design | development | fielded

zones:
  field:   { type: device, physicalAccess: public }
  cloud:   { type: cloud-gateway }
  backend: { type: services }

elements:
  sensor:
    type: sensor
    zone: field
    count: 200
    surfaces: {}                # ways in: radio, debug port, … {} says: none
  broker:    { type: mqtt-broker, zone: cloud }
  dashboard: { type: dashboard, zone: backend }

connections:                    # who dials whom
  uplink: { from: sensor, to: broker, protocol: mqtt, tls: { min: '1.2' }, client: x509 }
  view:   { from: dashboard, to: broker, protocol: mqtt }

flows:                          # data, in the direction it travels
  telemetry: { from: sensor, to: broker, over: uplink, kind: data, carries: [reading] }
  readings:  { from: broker, to: dashboard, over: view, kind: data, carries: [reading] }

assets:
  reading: { kind: data }
`;

const DECISIONS = `# Step 3: a person's word on a threat. Accepting needs an owner, a reason and a date; after it the threat is open again.
bestride: 1
decisions: {}
#  DEV-17@sensor: { status: accepted, owner: product owner, reason: a lost reading does no harm, until: 2027-06-30 }
claims: {}
#  key-management@sensor: { state: planned, owner: manufacturer, due: 2027-03-31 }
`;

const TARGETS = `# Step 4: where checks may look. Nothing that is not declared here is ever contacted.
# Attacks use canaries: identities made for testing, never a live device's. Secrets are references, never values.
bestride: 1
environments:
  lab:
    broker-mqtt:
      kind: mqtt
      address: 127.0.0.1:8883
      covers: [broker, uplink]          # whose enforcement point this listener is
      tls: { ca: file:pki/ca.pem, name: localhost }
      topics: { publish: 'devices/{identity}/messages', subscribe: 'devices/{identity}/commands' }
      identities:
        canary-a: { cert: file:pki/canary-a.pem, key: file:pki/canary-a.key }
        canary-b: { cert: file:pki/canary-b.pem, key: file:pki/canary-b.key }
`;

const TRUST = `# Whose signature on a run counts. Make a key and its entry with: bestride evidence key --name me
bestride: 1
signers: {}
`;

const GITIGNORE = `# Private signing keys and test keys stay out of version control.
.bestride/
pki/
`;
