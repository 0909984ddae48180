/** What checks of Azure make of exports, of linked templates, and of pairs of which one is hardened. */
import { describe, expect, it } from 'vitest';

import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { armDirectoryIdentities } from './data/arm-directory-identities.ts';
import { armHubLocalAuth } from './hub/arm-hub-local-auth.ts';
import { armNetworkRules } from './network/arm-network-rules.ts';
import { armTlsFloor } from './network/arm-tls-floor.ts';
import { armPublishingDoors } from './services/arm-publishing-doors.ts';
import { armSecretsInVault } from './services/arm-secrets-in-vault.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function run(check: typeof armTlsFloor, files: Record<string, unknown>, declares: Partial<Target> = {}) {
  const texts = Object.entries(files).map(([path, one]) => [
    path,
    typeof one === 'string' ? one : JSON.stringify(one),
  ]);
  return runAgainst(check, {
    port: 0,
    kind: 'arm',
    identities: [],
    now: NOW,
    files: Object.fromEntries(texts),
    declares: { file: 'hub.json', ...declares },
  });
}

const PROVIDERS = '/subscriptions/s/resourceGroups/g/providers';
const HUB = {
  id: `${PROVIDERS}/Microsoft.Devices/IotHubs/hub`,
  type: 'Microsoft.Devices/IotHubs',
  name: 'hub',
  properties: { disableLocalAuth: true },
};
const TEMPLATE = {
  resources: [{ type: 'Microsoft.Devices/IotHubs', name: 'hub', properties: { disableLocalAuth: true } }],
};

describe('the strength of what was read', () => {
  it.each([
    ['an export with its date', HUB, { taken: '2026-11-20' }, 'pass', 'live-config'],
    ['an export without', HUB, {}, 'pass', 'repository-config'],
    ['an old export', HUB, { taken: '2026-11-01' }, 'inconclusive', 'live-config'],
    [
      'a template with its date: az group export prints one',
      TEMPLATE,
      { taken: '2026-11-20' },
      'pass',
      'live-config',
    ],
    [
      'what a compiler wrote',
      { ...TEMPLATE, metadata: { _generator: { name: 'bicep' } } },
      { taken: '2026-11-20' },
      'pass',
      'repository-config',
    ],
    [
      'what wants parameters',
      TEMPLATE,
      { taken: '2026-11-20', arm: { parameters: 'p.json' } },
      'pass',
      'repository-config',
    ],
  ] as const)('%s', async (_, file, declares, verdict, strength) => {
    const files = { 'hub.json': file, 'p.json': { parameters: {} } };
    const found = await run(armHubLocalAuth, files, declares);
    expect([found.verdict, found.strength]).toEqual([verdict, strength]);
  });

  it('takes in further exports that are named beside it', async () => {
    const id = `${PROVIDERS}/Microsoft.Storage/storageAccounts/store`;
    const files = { 'hub.json': HUB, 'store.json': { id, properties: {} }, 'other.json': { a: 1 } };
    const whole = await run(armDirectoryIdentities, files, { includes: ['store.json'] });
    expect(whole).toMatchObject({ verdict: 'fail', seen: [{ name: 'hub' }, { name: 'store' }] });
    for (const includes of [['other.json'], ['none.json']]) {
      const found = await run(armHubLocalAuth, files, { includes });
      expect(found).toMatchObject({
        verdict: 'inconclusive',
        reason: expect.stringContaining(includes[0] ?? ''),
      });
    }
  });

  it('shows nothing where the list of resources holds no properties', async () => {
    const found = await run(armHubLocalAuth, { 'hub.json': [{ ...HUB, properties: null }] });
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('az resource show');
  });

  it('does not take the settings of an app for known without its config/web', async () => {
    const id = `${PROVIDERS}/Microsoft.Web/sites/app`;
    const doors = ['ftp', 'scm'].map((name) => ({
      id: `${id}/basicPublishingCredentialsPolicies/${name}`,
      properties: { allow: false },
    }));
    const app = { id, properties: { httpsOnly: true, siteConfig: { ftpsState: null } } };
    const config = { id: `${id}/config/web`, properties: { ftpsState: 'Disabled' } };
    const open = { ...config, properties: { ftpsState: 'Disabled', remoteDebuggingEnabled: true } };
    for (const [list, verdict] of [
      [[app, ...doors], 'inconclusive'],
      [[app, config, ...doors], 'pass'],
      [[app, open, ...doors], 'fail'],
    ] as const)
      expect((await run(armPublishingDoors, { 'hub.json': list })).verdict).toBe(verdict);
  });

  it('repeats no secret of an export', async () => {
    const value = 'HostName=h;SharedAccessKey=canary-secret';
    const app = { id: `${PROVIDERS}/Microsoft.Web/sites/app`, properties: {} };
    const settings = {
      id: `${app.id}/config/appsettings`,
      properties: { Hub: value, ApiKey: 'canary-secret' },
    };
    const config = { id: `${app.id}/config/web`, properties: {} };
    const found = await run(armSecretsInVault, { 'hub.json': [app, settings, config] });
    expect(found.verdict).toBe('fail');
    expect(JSON.stringify(found)).not.toContain('canary-secret');
  });
});

describe('what is there', () => {
  const resources = [
    ...TEMPLATE.resources,
    { type: 'Microsoft.Storage/storageAccounts', name: "[concat('s', uniqueString('a'))]" },
    { type: 'Microsoft.Network/virtualNetworks', name: 'net' },
    { type: 'Microsoft.Devices/IotHubs/certificates', name: 'hub/ca' },
  ];

  it('is recorded by the names that the file gives, where it is an element of a model', async () => {
    const found = await run(armHubLocalAuth, { 'hub.json': { resources } });
    expect(found.seen).toEqual([
      { kind: 'resource', name: 'hub', detail: 'Microsoft.Devices/IotHubs (hub.json:1)' },
      {
        kind: 'resource',
        name: "[concat('s', uniqueString('a'))]",
        detail: 'Microsoft.Storage/storageAccounts (hub.json:1)',
      },
    ]);
    expect((await run(armHubLocalAuth, { 'hub.json': [HUB] })).seen).toMatchObject([{ name: 'hub' }]);
  });

  it('is not recorded where some of it may be missing, or may not be there', async () => {
    const link = { type: 'Microsoft.Resources/deployments', name: 'l', properties: { templateLink: {} } };
    const maybe = { ...resources[1], condition: "[parameters('p')]" };
    for (const more of [link, maybe, { type: 'A/b', name: "[concat('x']" }]) {
      const found = await run(armHubLocalAuth, { 'hub.json': { resources: [...resources, more] } });
      expect(found.seen).toBeUndefined();
    }
  });
});

describe('linked templates', () => {
  const link = {
    type: 'Microsoft.Resources/deployments',
    name: 'l',
    properties: {
      templateLink: { relativePath: 'parts/store.json' },
      parameters: { keys: { value: false } },
    },
  };
  const store = {
    parameters: { keys: { type: 'bool' } },
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts',
        name: 'store',
        properties: { allowSharedKeyAccess: "[parameters('keys')]" },
      },
    ],
  };

  it('are read with the parameters they get', async () => {
    const files = { 'hub.json': { resources: [link] }, 'parts/store.json': store };
    const found = await run(armDirectoryIdentities, files);
    expect(found).toMatchObject({ verdict: 'pass', reason: expect.stringContaining('parts/store.json:1') });
    expect(found.control?.what).toContain('parts/store.json');
    const open = { ...store, parameters: {}, resources: [{ ...store.resources[0], properties: {} }] };
    expect((await run(armDirectoryIdentities, { ...files, 'parts/store.json': open })).verdict).toBe('fail');
    const missing = await run(armDirectoryIdentities, { 'hub.json': { resources: [link] } });
    expect(missing).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('parts/store.json'),
    });
  });
});

/** What is seen of the network around a database. */
async function onDatabase(text: string): Promise<string[]> {
  const { attack } = await run(armNetworkRules, { 'hub.json': text });
  return attack.filter(({ what }) => what.includes('DocumentDB')).map(({ outcome }) => outcome);
}

describe.skipIf(!hasCorpus('arm'))('other people’s templates', () => {
  const sources = corpusFiles('arm');
  const textOf = (part: string): string => sources.find(({ file }) => file.includes(part))?.text ?? '';

  it('of the hot path, the hardened one keeps others from the database as far as it says', async () => {
    const [plain, hardened] = [
      'HotPathDeployment--AsaResourcesDeployment',
      'HotPathDeployment_EnhancedSecurity',
    ];
    // The hardened one lets in whatever runs in Azure, which is no pass, and answers in the clear as the plain one does.
    for (const part of [plain, hardened])
      expect((await run(armTlsFloor, { 'hub.json': textOf(part) })).verdict).toBe('fail');
    expect(await onDatabase(textOf(plain))).toEqual(['seen']);
    expect(await onDatabase(textOf(hardened))).toEqual(['silent']);
  });

  it('that link to each other are read through, once their files are named', async () => {
    const parts = sources.filter(({ file }) => file.includes('iotedge-logging-and-monitoring'));
    const files = Object.fromEntries(
      parts.map(({ file, text }) => [`Templates/${/--([\w-]+\.json)$/.exec(file)?.[1]}`, text]),
    );
    const main = 'Templates/azuredeploy.json';
    const includes = Object.keys(files).filter((one) => one !== main);
    const alone = await run(armDirectoryIdentities, files, { file: main });
    const whole = await run(armDirectoryIdentities, files, { file: main, includes });
    expect(alone.attack.length).toBeLessThan(whole.attack.length);
    const places = new Set(whole.attack.map(({ what }) => /Templates\/[\w-]+/.exec(what)?.[0]));
    expect(places).toContain('Templates/storage-deploy');
  });
});
