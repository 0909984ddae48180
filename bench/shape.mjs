/**
 * The system that is measured: a hub, field gateways (4 % of the elements), services (1 %), and devices on the
 * gateways; up and down flows over every connection, so 2(N - 1) flows. One gateway has some 24 devices, and
 * the hub 0.05 N neighbours. Properties vary by index, nothing is random.
 *
 * @param {number} size the number of elements, at least 4
 * @returns {object} as in system.json
 */
export function systemOfSize(size) {
  const gateways = Math.max(1, Math.round(size * 0.04));
  const services = Math.max(2, Math.round(size * 0.01));
  const devices = size - 1 - gateways - services;
  const elements = { hub: { type: 'iot-hub', zone: 'edge-of-cloud' } };
  const connections = {};
  const flows = {};

  const join = (id, from, to, i, isControl) => {
    connections[id] = { from, to, ...protectionOf(i) };
    flows[`${id}-up`] = { from, to, over: id, kind: 'data', carries: ['reading'] };
    const down = isControl
      ? { kind: 'control', carries: ['position'] }
      : { kind: 'data', carries: ['settings'] };
    flows[`${id}-down`] = { from: to, to: from, over: id, ...down };
  };
  for (let i = 0; i < gateways; i++) {
    const keyStore = KEY_STORES[i % KEY_STORES.length];
    elements[`gateway-${i}`] = { type: 'field-gateway', zone: 'plant', ...(keyStore && { keyStore }) };
    join(`uplink-${i}`, `gateway-${i}`, 'hub', i, false);
  }
  for (let i = 0; i < services; i++) {
    elements[`service-${i}`] = { type: SERVICES[i % SERVICES.length], zone: 'backend' };
    join(`backend-${i}`, `service-${i}`, 'hub', i, false);
  }
  for (let i = 0; i < devices; i++) {
    const moves = i % 3 === 0;
    elements[`device-${i}`] = {
      type: moves ? 'actuator' : i % 3 === 1 ? 'sensor' : 'camera',
      zone: 'field',
      ...(moves && { actuates: ['position'] }),
      ...(i % 5 === 0 && { constrained: true }),
      ...(i % 7 === 0 && { count: 100 }),
      ...(i % 4 !== 0 && { updateable: i % 4 === 1 }),
      firmware: `2.${i % 10}.${i % 97}`,
    };
    join(`line-${i}`, `device-${i}`, `gateway-${i % gateways}`, i, moves);
  }
  return {
    bestride: 1,
    system: { id: 'measured', stage: 'development' },
    zones: {
      field: { type: 'device', physicalAccess: 'public' },
      plant: { type: 'field-gateway', physicalAccess: 'supervised' },
      'edge-of-cloud': { type: 'cloud-gateway' },
      backend: { type: 'services' },
    },
    elements,
    connections,
    flows,
    assets: {
      reading: { kind: 'data' },
      settings: { kind: 'data' },
      position: { kind: 'physical', safety: 'high' },
    },
  };
}

const SERVICES = ['stream-processor', 'command-service', 'web-api', 'update-service'];
const KEY_STORES = [undefined, 'file', 'tpm'];
const PROTECTIONS = [
  { protocol: 'mqtt', tls: { min: '1.2' }, client: 'x509', server: { verified: ['chain', 'name'] } },
  { protocol: 'mqtt', tls: { min: '1.0' }, client: 'shared' },
  { protocol: 'coap', dtls: { min: '1.2' }, client: 'psk', server: 'psk' },
  { protocol: 'http', tls: { min: '1.3' }, client: 'oauth', authorisation: 'per-identity' },
  { protocol: 'mqtt' },
  { protocol: 'amqp', tls: { min: 'none' }, client: 'none' },
];

function protectionOf(i) {
  return PROTECTIONS[i % PROTECTIONS.length];
}
