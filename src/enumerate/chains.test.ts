import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { model } from '../model/index.ts';
import { type Chains, findChains } from './chains.ts';
import { enumerate } from './index.ts';

const catalogue = builtinCatalogue();

const TEXT = `bestride: 1
system: { id: tested }
zones: { field: { type: device }, site: { type: field-gateway }, cloud: { type: cloud-gateway }, back: { type: services } }
elements:
  valve: { type: actuator, zone: field }
  lock: { type: actuator, zone: field }
  probe: { type: sensor, zone: field }
  gateway: { type: field-gateway, zone: site }
  hub: { type: mqtt-broker, zone: cloud }
  orders: { type: command-service, zone: back }
  screens: { type: service, zone: back }
connections:
  valve-line: { from: valve, to: gateway, protocol: mqtt }
  lock-line: { from: lock, to: hub, protocol: mqtt }
  probe-line: { from: probe, to: gateway, protocol: mqtt }
  uplink: { from: gateway, to: hub, protocol: mqtt }
  order-line: { from: orders, to: hub, protocol: amqp }
  screen-line: { from: screens, to: hub, protocol: amqp }
`;

function chainsIn(text = TEXT): Chains {
  const { value: system, problems } = model({ file: 'system.yaml', text }, catalogue);
  if (!system) throw new Error(problems.map(({ message }) => message).join('; '));
  return findChains(system, catalogue, enumerate(system, catalogue));
}

function find(chains: Chains, id: string) {
  const found = chains.found.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} among ${chains.found.map((one) => one.id).join(', ')}`);
  return found;
}

describe('stories of threats', () => {
  const chains = chainsIn();

  it('tell the source’s example of tampering for each device (S-43, S-61)', () => {
    const tellings = chains.found.filter(({ chain }) => chain.id === 'stolen-key-false-data');
    expect(tellings.map(({ steps }) => steps)).toEqual(
      ['valve', 'lock', 'probe'].map((id) => [[`DEV-05@${id}`], [`DEV-03@${id}`], [`DEV-32@${id}`]]),
    );
  });

  it('follow the ways of the model: through the hub, and through the field gateway behind it', () => {
    const { steps } = find(chains, 'false-service-drives-device@order-line');
    expect(steps.map((step) => step.toSorted())).toEqual([
      ['COM-05@order-line', 'COM-05@screen-line'],
      ['DEV-13@lock', 'DEV-13@valve'],
      ['DEV-14@lock', 'DEV-14@valve'],
    ]);
  });

  it('make one story of all beginnings that lead to the same places', () => {
    expect(chains.found.filter(({ chain }) => chain.id === 'false-service-drives-device')).toHaveLength(1);
  });

  it('are not told where a step cannot be taken', () => {
    const devices = chains.found.filter(({ chain }) => chain.id === 'leaked-secret-controls-device');
    expect(devices.map(({ id }) => id)).toEqual(['leaked-secret-controls-device@valve-line']);
    expect(
      chainsIn(TEXT.replaceAll('mqtt-broker', 'iot-hub')).found.map(({ chain }) => chain.id),
    ).not.toContain('false-gateway-speaks-for-devices');
  });

  it('get as far as the threats that nothing stops', () => {
    const found = find(chains, 'false-service-drives-device@order-line');
    const reach = (...stopped: string[]) => chains.reach(found, (threat) => stopped.includes(threat));
    expect(reach()).toEqual(found.steps);
    expect(reach('DEV-13@lock')).toEqual([found.steps[0], ['DEV-13@valve'], ['DEV-14@valve']]);
    expect(reach('DEV-13@lock', 'DEV-14@valve')).toEqual([found.steps[0], ['DEV-13@valve'], []]);
    expect(reach('DEV-13@lock', 'DEV-13@valve')).toEqual([found.steps[0], [], []]);
    expect(reach('COM-05@order-line')).toEqual([['COM-05@screen-line'], ...found.steps.slice(1)]);
    expect(reach('COM-05@order-line', 'COM-05@screen-line')).toEqual([[], [], []]);
  });

  it('are few and quickly found in a large system', () => {
    const many = Array.from({ length: 400 }, (_, i) => i);
    const text = TEXT.replace(
      '  orders:',
      `${many.map((i) => `  v${i}: { type: actuator, zone: field }\n  s${i}: { type: service, zone: back }\n`).join('')}  orders:`,
    ).concat(
      many
        .map(
          (i) =>
            `  vl${i}: { from: v${i}, to: hub, protocol: mqtt }\n  sl${i}: { from: s${i}, to: hub, protocol: amqp }\n`,
        )
        .join(''),
    );
    const large = chainsIn(text);
    const services = large.found.filter(({ chain }) => chain.id === 'false-service-drives-device');
    expect(services.map(({ steps }) => steps.map((step) => step.length))).toEqual([[402, 402, 402]]);
  });
});
