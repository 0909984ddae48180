/** The systems that pictures are judged by: 6, 20 and 60 elements, and as many as asked. */
import type { Plan } from './build.ts';

const mqtt = { protocol: 'mqtt', 'tls.min': '1.2', client: 'x509' };

export const six: Plan = {
  id: 'valve-line',
  name: 'Valve line',
  version: '2.3',
  stage: 'fielded',
  zones: {
    field: { type: 'device', name: 'Field', properties: { physicalAccess: 'public' } },
    plant: { type: 'field-gateway', name: 'Plant', properties: { physicalAccess: 'supervised' } },
    azure: { type: 'cloud', name: 'Azure' },
    hubs: { type: 'cloud-gateway', name: 'Hubs', parent: 'azure' },
    backend: { type: 'services', name: 'Backend', parent: 'azure' },
  },
  elements: {
    valve: { type: 'actuator', zone: 'field', name: 'Valve', count: 1200 },
    smoke: { type: 'sensor', zone: 'field', name: 'Smoke detector', count: 8000 },
    gateway: { type: 'field-gateway', zone: 'plant', name: 'Gateway', count: 40 },
    hub: { type: 'iot-hub', zone: 'hubs', name: 'Hub' },
    commands: { type: 'service', zone: 'backend', name: 'Command service' },
    history: { type: 'database', zone: 'backend', name: 'History' },
  },
  connections: {
    sense: {
      from: 'smoke',
      to: 'gateway',
      properties: { protocol: 'coap', 'dtls.min': '1.2', client: 'psk' },
    },
    act: { from: 'valve', to: 'gateway', properties: mqtt },
    uplink: { from: 'gateway', to: 'hub', properties: { ...mqtt, 'tls.min': '1.3' } },
    app: { from: 'commands', to: 'hub', properties: { protocol: 'amqp', 'tls.min': '1.2', client: 'oauth' } },
  },
  flows: {
    alarm: { from: 'smoke', to: 'gateway', over: 'sense' },
    'set-point': { from: 'gateway', to: 'valve', over: 'act', kind: 'control' },
    position: { from: 'valve', to: 'gateway', over: 'act' },
    telemetry: { from: 'gateway', to: 'hub', over: 'uplink' },
    orders: { from: 'commands', to: 'hub', over: 'app', kind: 'control' },
    archive: { from: 'hub', to: 'history' },
  },
  assumptions: { 'hostile-lan': { text: 'The plant network is hostile', owner: 'integrator' } },
};

/** A made-up solution of so many elements: devices, gateways, a hub, services, stores and people. */
export function many(size: number): Plan {
  const elements: Record<string, Plan['elements'][string]> = {};
  const flows: Record<string, NonNullable<Plan['flows']>[string]> = {};
  const connections: Record<string, NonNullable<Plan['connections']>[string]> = {};
  const gateways = Math.max(1, Math.round(size * 0.06));
  const services = Math.max(2, Math.round(size * 0.15));
  const stores = Math.max(1, Math.round(size * 0.08));
  const devices = Math.max(1, size - gateways - services - stores - 4);
  const protections = [
    mqtt,
    { protocol: 'coap' },
    { protocol: 'coap', 'dtls.min': '1.2', client: 'psk' },
    { protocol: 'modbus', 'tls.min': 'none' },
  ];
  const link = (
    id: string,
    from: string,
    to: string,
    properties: NonNullable<Plan['connections']>[string]['properties'],
  ): void => {
    connections[id] = { from, to, ...(properties && { properties }) };
  };
  elements['person'] = { type: 'person', zone: 'visitors', name: 'Maintenance technician' };
  elements['hub'] = { type: 'iot-hub', zone: 'hubs', name: 'IoT hub' };
  elements['enrolment'] = { type: 'iot-hub', zone: 'hubs', name: 'Device enrolment' };
  elements['operator'] = { type: 'person', zone: 'people', name: 'Operator' };
  for (let index = 0; index < gateways; index += 1) {
    const id = `gateway-${index + 1}`;
    elements[id] = {
      type: 'field-gateway',
      zone: 'plant',
      name: `Edge gateway hall ${index + 1}`,
      count: 1 + index,
    };
    link(`uplink-${index + 1}`, id, 'hub', mqtt);
    flows[`telemetry-${index + 1}`] = { from: id, to: 'hub', over: `uplink-${index + 1}` };
    flows[`commands-${index + 1}`] = { from: 'hub', to: id, over: `uplink-${index + 1}`, kind: 'control' };
  }
  for (let index = 0; index < devices; index += 1) {
    const id = `device-${index + 1}`;
    const actuator = index % 3 === 0;
    elements[id] = {
      type: actuator ? 'actuator' : 'sensor',
      zone: index % 5 === 4 ? 'yard' : 'field',
      name: `${actuator ? 'Valve drive' : 'Temperature sensor'} ${index + 1}`,
      count: index % 4 === 0 ? 250 : 1,
      ...(index % 11 === 10 && { outOfScope: 'sold separately' }),
    };
    const to = index % 9 === 8 ? 'hub' : `gateway-${(index % gateways) + 1}`;
    link(`line-${index + 1}`, id, to, protections[index % protections.length]);
    flows[`reading-${index + 1}`] = { from: id, to, over: `line-${index + 1}` };
    if (actuator)
      flows[`set-point-${index + 1}`] = { from: to, to: id, over: `line-${index + 1}`, kind: 'control' };
  }
  flows['inspection'] = { from: 'person', to: 'device-1', kind: 'control' };
  for (let index = 0; index < services; index += 1) {
    const id = `service-${index + 1}`;
    elements[id] = {
      type: 'service',
      zone: 'backend',
      name: `${['Rules', 'Alarm', 'Billing', 'Twin'][index % 4]} service ${index + 1}`,
    };
    flows[`events-${index + 1}`] = { from: index % 3 === 2 ? `service-${index}` : 'hub', to: id };
  }
  for (let index = 0; index < stores; index += 1) {
    elements[`store-${index + 1}`] = { type: 'database', zone: 'backend', name: `History ${index + 1}` };
    flows[`archive-${index + 1}`] = { from: `service-${(index % services) + 1}`, to: `store-${index + 1}` };
  }
  flows['dashboard'] = { from: `service-1`, to: 'operator' };
  flows['orders'] = { from: 'operator', to: 'service-2', kind: 'control' };
  flows['sign-up'] = { from: 'gateway-1', to: 'enrolment' };
  return {
    id: 'made-up',
    name: `A plant of ${size} elements`,
    zones: {
      visitors: { type: 'local-user', name: 'Visitors' },
      field: { type: 'device', name: 'Field', properties: { physicalAccess: 'public' } },
      yard: { type: 'device', name: 'Yard', properties: { physicalAccess: 'supervised' } },
      plant: { type: 'field-gateway', name: 'Plant' },
      azure: { type: 'cloud', name: 'Cloud' },
      hubs: { type: 'cloud-gateway', name: 'Hubs', parent: 'azure' },
      backend: { type: 'services', name: 'Backend', parent: 'azure' },
      people: { type: 'remote-user', name: 'Control room' },
    },
    elements,
    connections,
    flows,
    boundaries: { billing: { name: 'Billing perimeter', crossedBy: ['events-1', 'events-2'] } },
  };
}
