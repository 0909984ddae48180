/** The system of the design document, as people write one. */
export const VALVE_LINE = `# The line that fills the tanks
bestride: 1
system: { id: valve-line, name: Valve line, version: "2.3", stage: fielded }
assumptions:
  hostile-lan: { text: The plant network is hostile, owner: integrator }
zones:
  field:   { type: device, physicalAccess: public }   # behind the fence
  plant:   { type: field-gateway, physicalAccess: supervised }
  azure:   { type: cloud }
  hubs:    { type: cloud-gateway, parent: azure }
  backend: { type: services, parent: azure }
elements:
  valve:
    type: actuator
    zone: field
    actuates: [position]
    # two batches were delivered
    cohorts:
      b2: { count: 900, firmware: 2.3.1, keyStore: tpm }
      b1: { count: 300, firmware: 2.1.0, keyStore: file, updateable: false }

  smoke:    { type: sensor, zone: field, count: 8000, constrained: true }
  gateway:  { type: field-gateway, zone: plant, count: 40 }
  hub:      { type: iot-hub, zone: hubs }
  commands: { type: command-service, zone: backend }
connections:
  sense:  { from: smoke,    to: gateway, protocol: coap, dtls: { min: "1.2" }, client: psk,  server: psk }
  act:    { from: valve,    to: gateway, protocol: mqtt, tls: { min: "1.2" },  client: x509, server: { verified: [chain, name] } }
  uplink: { from: gateway,  to: hub,     protocol: mqtt, tls: { min: "1.3" },  client: x509, server: { verified: [chain, name] } }
  app:    { from: commands, to: hub,     protocol: amqp, tls: { min: "1.2" },  client: oauth }
flows:
  alarm:     { from: smoke,   to: gateway, over: sense,  kind: data,    carries: [reading] }
  set-point: { from: gateway, to: valve,   over: act,    kind: control, carries: [position] }
assets:
  position: { kind: physical, safety: high }
  reading: { kind: data }
`;
