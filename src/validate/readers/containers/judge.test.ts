import { expect, it } from 'vitest';

import { iotedgeImagesPinned } from '../../checks/iotedge/modules/iotedge-images-pinned.ts';
import { composeImagesPinned } from '../../checks/compose/compose-images-pinned.ts';
import { runAgainst } from '../../testing/context.ts';
import type { Check } from '../../check.ts';

const look = async (
  check: Check,
  kind: string,
  text: string,
  only?: string[],
): Promise<string[] | undefined> => {
  const file = kind === 'compose' ? 'compose.yaml' : 'deployment.json';
  const declares = { file, ...(only && { containers: { only } }) };
  const { seen } = await runAgainst(check, {
    port: 0,
    kind,
    identities: [],
    files: { [file]: text },
    declares,
  });
  return seen?.map(({ kind: what, name, detail }) => `${what} ${name} ${detail}`);
};
const compose = (text: string, only?: string[]) => look(composeImagesPinned, 'compose', text, only);
const SERVICES = 'services:\n  broker: { image: a/broker:1 }\n  tap: { image: a/tap:1 }\n';

it('reports every service of a compose file, also those that are not judged', async () => {
  const both = ['module broker in compose.yaml', 'module tap in compose.yaml'];
  expect(await compose(SERVICES)).toEqual(both);
  expect(await compose(SERVICES, ['broker'])).toEqual(both);
});

it('reports none where the file is not understood whole', async () => {
  expect(await compose('listeners.tcp { bind = 1883 }')).toBeUndefined();
  expect(await compose(`include: [other.yaml]\n${SERVICES}`)).toBeUndefined();
});

it('reports the modules of a deployment of IoT Edge', async () => {
  const module = { type: 'docker', settings: { image: 'a/b:1', createOptions: '{}' } };
  const desired = {
    schemaVersion: '1.1',
    runtime: { type: 'docker', settings: {} },
    systemModules: { edgeAgent: module, edgeHub: module },
    modules: { tap: module },
  };
  const hub = { schemaVersion: '1.1', routes: {} };
  const text = JSON.stringify({
    modulesContent: {
      $edgeAgent: { 'properties.desired': desired },
      $edgeHub: { 'properties.desired': hub },
    },
  });
  expect((await look(iotedgeImagesPinned, 'iotedge-manifest', text))?.toSorted()).toEqual(
    ['edgeAgent', 'edgeHub', 'tap'].map((name) => `module ${name} in deployment.json`),
  );
});
