import { expect, it } from 'vitest';

import { cloudServicesIn } from './cloud-services.ts';

const where = { file: 'edge.json', line: 3, column: 1 };
const names = (...texts: string[]) =>
  cloudServicesIn(texts.map((text) => ({ text, where }))).map(({ name }) => name);

it.each([
  ['HostName=Plant.azure-devices.net;DeviceId=a;SharedAccessKey=canary', 'plant.azure-devices.net'],
  [
    'Endpoint=sb://readings.servicebus.windows.net/;SharedAccessKey=canary',
    'readings.servicebus.windows.net',
  ],
  ['plant.azurecr.io/filter@sha256:00', 'plant.azurecr.io'],
  ['https://keys.vault.azure.net/secrets/a', 'keys.vault.azure.net'],
  ['a1b2-ats.iot.eu-west-1.amazonaws.com:8883', 'a1b2-ats.iot.eu-west-1.amazonaws.com'],
  ['DefaultEndpointsProtocol=https;AccountName=plantdata;AccountKey=canary', 'plantdata'],
])('%s names %s', (text, name) => {
  expect(names(text)).toEqual([name]);
  expect(JSON.stringify(cloudServicesIn([{ text, where }]))).not.toContain('canary');
});

it('names each once, and nothing that is no service of somebody’s', () => {
  expect(names('https://a.azurecr.io', 'A.AZURECR.IO/x')).toEqual(['a.azurecr.io']);
  expect(names('mcr.microsoft.com/azureiotedge-hub:1.5', 'azurecr.io', 'broker:8883', '')).toEqual([]);
});

it('takes no time over long texts', () => {
  const began = performance.now();
  names('a'.repeat(1e6), 'a.'.repeat(5e5), 'a-'.repeat(5e5));
  expect(performance.now() - began).toBeLessThan(2000);
});
