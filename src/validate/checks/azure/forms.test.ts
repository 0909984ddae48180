/** Forms that templates take beside those of the rows, and what plain ones and their hardened twins differ in. */
import { describe, expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import { runAgainst } from '../../testing/context.ts';
import { checks } from '../index.ts';
import { armNetworkRules } from './network/arm-network-rules.ts';
import { armPrivateAccess } from './network/arm-private-access.ts';
import { armTlsFloor } from './network/arm-tls-floor.ts';
import { armIdentityRights } from './services/arm-identity-rights.ts';
import { armPublishingDoors } from './services/arm-publishing-doors.ts';
import { armSecretsInVault } from './services/arm-secrets-in-vault.ts';

type Resource = Readonly<Record<string, unknown>>;

const resource = (type: string, name: string, properties: object, more: object = {}): Resource => ({
  type: `Microsoft.${type}`,
  name,
  apiVersion: '2022-09-01',
  properties,
  ...more,
});

function run(check: Check, resources: readonly Resource[]) {
  const text = JSON.stringify({ parameters: { given: { type: 'string' } }, resources });
  return runAgainst(check, {
    port: 0,
    kind: 'arm',
    identities: [],
    files: { 'main.json': text },
    declares: { file: 'main.json' },
  });
}

const verdict = async (check: Check, ...resources: readonly Resource[]) =>
  (await run(check, resources)).verdict;

const within = (rules: object, kind = 'EventHub/namespaces') => [
  resource(kind, 'n', {}),
  resource(`${kind}/networkRuleSets`, 'n/default', rules),
];

const someone = { virtualNetworkRules: [{ subnet: { id: 'x' } }] };

const address = (properties: object, more: object = {}) =>
  resource('Network/publicIPAddresses', 'address', properties, more);

const onPlan = (id = "[resourceId('Microsoft.Web/serverfarms', 'plan')]", properties: object = {}) =>
  resource('Web/sites', 'app', { serverFarmId: id, ...properties });

const setting = (name: string, value: string) =>
  resource('Web/sites', 'app', { siteConfig: { appSettings: [{ name, value }] } });

const role = (id: string) => ({
  roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${id}')]`,
});

const below = (id: string) =>
  resource(
    'EventHub/namespaces/eventhubs/providers/roleAssignments',
    "[concat('n/h/Microsoft.Authorization/', guid('x'))]",
    role(id),
  );

const rows = async (check: Check, resources: readonly Resource[]) =>
  JSON.stringify((await run(check, resources)).attack.map(({ detail, outcome }) => [detail, outcome]));

describe('event hubs and queues', () => {
  it.each(['EventHub/namespaces', 'ServiceBus/namespaces'])(
    '%s deny once they name somebody',
    async (kind) => {
      const deny = { defaultAction: 'Deny' };
      const judged = async (rules: object) => verdict(armNetworkRules, ...within(rules, kind));
      expect(await judged({ ...deny, ...someone })).toBe('pass');
      expect(await judged({ ...deny, ipRules: [{ ipMask: '192.0.2.7', action: 'Allow' }] })).toBe('pass');
      expect(await judged(deny)).toBe('fail');
      expect(await judged({ ...deny, ipRules: [], virtualNetworkRules: [] })).toBe('fail');
      expect(await judged({ ...deny, ipRules: "[parameters('given')]" })).toBe('inconclusive');
      expect(await judged({ defaultAction: 'Allow', ...someone })).toBe('fail');
    },
  );

  it('may be closed by their rules', async () => {
    const closed = within({ publicNetworkAccess: 'Disabled', defaultAction: 'Allow' });
    expect(await verdict(armNetworkRules, ...closed)).toBe('pass');
    expect(await verdict(armPrivateAccess, ...closed)).toBe('pass');
    const open = within({ publicNetworkAccess: 'Enabled', defaultAction: 'Allow' });
    expect(await verdict(armPrivateAccess, ...open)).toBe('fail');
    const own = [
      resource('EventHub/namespaces', 'n', { publicNetworkAccess: 'Enabled' }),
      ...closed.slice(1),
    ];
    expect(await verdict(armPrivateAccess, ...own)).toBe('fail');
  });
});

describe('machines', () => {
  const card = (more: object = {}) =>
    resource('Network/networkInterfaces', 'card', {
      ipConfigurations: [
        {
          properties: {
            subnet: { id: "[resourceId('Microsoft.Network/virtualNetworks/subnets/', 'net', 'one')]" },
            publicIpAddress: { id: "[resourceId('Microsoft.Network/publicIPAddresses/', 'address')]" },
          },
        },
      ],
      ...more,
    });
  const net = resource('Network/virtualNetworks', 'net', { subnets: [{ name: 'one', properties: {} }] });
  const judged = async (one: Resource) => verdict(armNetworkRules, card(), net, one);

  it('without a filter are as open as their kind of address', async () => {
    expect(await judged(address({}, { sku: { name: 'Basic' } }))).toBe('fail');
    expect(await judged(address({ publicIPAllocationMethod: 'Dynamic' }))).toBe('fail');
    expect(await judged(address({}, { sku: { name: 'Standard' } }))).toBe('pass');
    expect(await judged(address({ publicIPAllocationMethod: 'Static' }))).toBe('inconclusive');
  });

  it.each([
    ['*', 'fail'],
    ['192.0.2.0/29', 'pass'],
  ])('are found with their filter, a slash after its type or not: from %s', async (from, expected) => {
    const rule = { direction: 'Inbound', access: 'Allow', sourceAddressPrefix: from, priority: 100 };
    const filter = resource('Network/networkSecurityGroups', 'filter', {
      securityRules: [{ name: 'ssh', properties: rule }],
    });
    const filtered = card({
      networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups/', 'filter')]" },
    });
    const standard = address({}, { sku: { name: 'Standard' } });
    expect(await verdict(armNetworkRules, filtered, net, filter, standard)).toBe(expected);
  });
});

describe('servers', () => {
  it.each([
    ['203.0.113.1', '203.0.113.9', 'pass'],
    ['1.1.1.1', '255.255.255.254', 'fail'],
    ['0.0.0.0', '255.255.255.255', 'fail'],
    ['0.0.0.0', '0.0.0.0', 'inconclusive'],
    ['::', '::1', 'inconclusive'],
  ])('let in from %s to %s: %s', async (startIpAddress, endIpAddress, expected) => {
    const server = resource('Sql/servers', 's', {});
    const rule = resource('Sql/servers/firewallRules', 's/r', { startIpAddress, endIpAddress });
    expect(await verdict(armNetworkRules, server, rule)).toBe(expected);
  });
});

describe('web apps', () => {
  it('stand where their plan stands', async () => {
    const plan = resource('Web/serverfarms', 'plan', {
      hostingEnvironmentProfile: { id: "[resourceId('Microsoft.Web/hostingEnvironments', 'inside')]" },
    });
    const inside = (mode: unknown) =>
      resource('Web/hostingEnvironments', 'inside', { internalLoadBalancingMode: mode });
    const judged = async (mode: unknown) => verdict(armNetworkRules, onPlan(), plan, inside(mode));
    expect(await judged('Web, Publishing')).toBe('pass');
    expect(await judged(3)).toBe('pass');
    expect(await judged('None')).toBe('fail');
    expect(await judged("[parameters('given')]")).toBe('inconclusive');
    expect(await verdict(armNetworkRules, onPlan(), resource('Web/serverfarms', 'plan', {}))).toBe('fail');
    expect(await verdict(armNetworkRules, onPlan("[parameters('given')]"))).toBe('inconclusive');
  });

  it('are judged with their slots, which have settings of their own', async () => {
    const app = resource('Web/sites', 'app', { httpsOnly: true, siteConfig: { minTlsVersion: '1.2' } });
    const slot = (properties: object) => resource('Web/sites/slots', 'app/next', properties);
    const config = resource('Web/sites/slots/config', 'app/next/web', { minTlsVersion: '1.2' });
    expect(await verdict(armTlsFloor, app)).toBe('pass');
    expect(await verdict(armTlsFloor, app, slot({}))).toBe('fail');
    expect(await verdict(armTlsFloor, app, slot({ httpsOnly: true }), config)).toBe('pass');
    const secret = { siteConfig: { appSettings: [{ name: 'A', value: 'AccountKey=canary' }] } };
    expect(await verdict(armSecretsInVault, setting('B', '1'), slot(secret))).toBe('fail');
    const doors = (own: object) => [
      resource('Web/sites/slots', 'app/next', { siteConfig: { ftpsState: 'Disabled' } }),
      ...['ftp', 'scm'].map((way) =>
        resource('Web/sites/slots/basicPublishingCredentialsPolicies', `app/next/${way}`, own),
      ),
    ];
    expect(await verdict(armPublishingDoors, ...doors({ allow: false }))).toBe('pass');
    expect(await verdict(armPublishingDoors, ...doors({ allow: true }))).toBe('fail');
  });

  it.each([
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', "[reference('i').ConnectionString]", 'pass'],
    ['AzureWebJobsStorage__accountName', 'store', 'pass'],
    ['AzureWebJobsStorage', "[reference('nested').outputs.store.value]", 'inconclusive'],
    ['HubConnection', "[parameters('given')]", 'inconclusive'],
    ['HubConnection__fullyQualifiedNamespace', "[parameters('given')]", 'pass'],
    ['SqlConnectionString', 'Server=tcp:s;Authentication=Active Directory Managed Identity;', 'pass'],
    [
      'SqlConnectionString',
      "[concat('Server=tcp:', reference('s').name, ';Authentication=\"Active Directory Default\"')]",
      'pass',
    ],
    ['SqlConnectionString', 'Server=tcp:s;User Id=a;Password=canary', 'fail'],
    ['MongoConnectionString', 'mongodb://a:canary@m/?ssl=true', 'fail'],
    ['SignalRConnectionString', 'Endpoint=https://s;AccessKey=canary', 'fail'],
    ['ConnectionString', 'canary', 'fail'],
  ])('%s=%s: %s', async (name, value, expected) => {
    const found = await run(armSecretsInVault, [setting(name, value)]);
    expect(found.verdict).toBe(expected);
    expect(JSON.stringify(found)).not.toContain('canary');
  });
});

describe('roles', () => {
  it('count in the older way too, below the very resource', async () => {
    expect(await verdict(armIdentityRights, below('2b629674-e913-4c01-ae53-ef4638d8f975'))).toBe('pass');
    expect(await verdict(armIdentityRights, below('8e3af657-a8ff-443c-a75c-2fe8c4bcb635'))).toBe('fail');
  });
});

describe('a plain template and its hardened twin', () => {
  const OURS = checks.filter(({ targets }) => targets.includes('arm'));

  // Each measure as the platform documents it; what no measure is about must stay as it was.
  const plain = [
    resource('Devices/IotHubs', 'hub', {}, { sku: { name: 'S1' } }),
    resource('Devices/provisioningServices', 'dps', {}),
    resource('Storage/storageAccounts', 'store', {}),
    resource('KeyVault/vaults', 'vault', {}),
  ];
  const changed = (at: number, properties: object): Resource[] =>
    plain.map((one, index) => (index === at ? { ...one, properties } : one));

  it.each([
    [0, { disableLocalAuth: true }, ['arm-hub-local-auth', 'arm-service-rights']],
    [0, { disableDeviceSAS: true, disableModuleSAS: true }, ['arm-hub-device-keys']],
    [0, { minTlsVersion: '1.2' }, ['arm-tls-floor']],
    [0, { restrictOutboundNetworkAccess: true, allowedFqdnList: [] }, ['arm-hub-egress']],
    [0, { publicNetworkAccess: 'Disabled' }, ['arm-network-rules', 'arm-private-access']],
    [1, { publicNetworkAccess: 'Disabled' }, ['arm-network-rules', 'arm-private-access']],
    [1, { minTlsVersion: '1.2' }, ['arm-tls-floor']],
    [2, { allowSharedKeyAccess: false }, ['arm-directory-identities']],
    [2, { allowBlobPublicAccess: false }, ['arm-public-read']],
    [2, { minimumTlsVersion: 'TLS1_2' }, ['arm-tls-floor']],
    [2, { networkAcls: { defaultAction: 'Deny' } }, ['arm-network-rules']],
    [3, { enablePurgeProtection: true }, ['arm-deletion-protection']],
    [3, { enableRbacAuthorization: true }, ['arm-vault-rights']],
    [3, { networkAcls: { defaultAction: 'Deny' } }, ['arm-network-rules']],
  ])('differ in what was changed: resource %i, %j', async (at, properties, expected) => {
    const differing: string[] = [];
    for (const check of OURS)
      if ((await rows(check, plain)) !== (await rows(check, changed(at, properties))))
        differing.push(check.id);
    expect(differing.toSorted()).toEqual(expected);
  });
});
