/** Checks of ARM templates, on what their rows do not show: doubts, secrets, and other people's templates. */
import { describe, expect, it } from 'vitest';

import type { Check, CheckOutcome } from '../../check.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { checks } from '../index.ts';
import { armHubLocalAuth } from './hub/arm-hub-local-auth.ts';
import { armNetworkRules } from './network/arm-network-rules.ts';
import { armTlsFloor } from './network/arm-tls-floor.ts';

const OURS = checks.filter(({ targets }) => targets.includes('arm'));

function run(check: Check, text: string, arm?: Target['arm'], more: Record<string, string> = {}) {
  return runAgainst(check, {
    port: 0,
    kind: 'arm',
    identities: [],
    files: { 'main.json': text, ...more },
    declares: { file: 'main.json', ...(arm && { arm }) },
  });
}

const hub = (properties: object, more: object = {}) => ({
  type: 'Microsoft.Devices/iotHubs',
  apiVersion: '2023-06-30',
  name: 'hub',
  properties,
  ...more,
});
const template = (...resources: object[]) =>
  JSON.stringify({ parameters: { off: { type: 'bool' }, made: { type: 'bool' } }, resources });

const account = (apiVersion: string) =>
  template({
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion,
    name: 'a',
    properties: { minimumTlsVersion: 'TLS1_2' },
  });

describe('checks of templates', () => {
  it('leave open what the parameters decide, and judge with their file', async () => {
    const text = template(hub({ disableLocalAuth: "[parameters('off')]" }));
    const open = await run(armHubLocalAuth, text);
    expect(open.verdict).toBe('inconclusive');
    expect(open.reason).toContain('name the parameters file');
    for (const [value, verdict] of [
      [true, 'pass'],
      [false, 'fail'],
    ] as const) {
      const files = { 'prod.json': JSON.stringify({ parameters: { off: { value } } }) };
      const found = await run(armHubLocalAuth, text, { parameters: 'prod.json' }, files);
      expect(found.verdict).toBe(verdict);
    }
    expect((await run(armHubLocalAuth, text, { parameters: 'none.json' })).verdict).toBe('inconclusive');
  });

  it('hold nothing against a resource that may not be deployed, nor count it', async () => {
    for (const off of [true, false]) {
      const text = template(hub({ disableLocalAuth: off }, { condition: "[parameters('made')]" }));
      expect((await run(armHubLocalAuth, text)).verdict).toBe('inconclusive');
    }
    const both = template(
      hub({ disableLocalAuth: true }),
      hub({ disableLocalAuth: true }, { condition: "[parameters('made')]" }),
    );
    expect((await run(armHubLocalAuth, both)).verdict).toBe('pass');
  });

  it('do not pass when a linked template was not read, unless the resource is named', async () => {
    const linked = { type: 'Microsoft.Resources/deployments', name: 'l', properties: { templateLink: {} } };
    const text = template(hub({ disableLocalAuth: true }), linked);
    const found = await run(armHubLocalAuth, text);
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('a linked template (main.json:1)');
    const resource = 'microsoft.devices/iothubs/hub';
    expect((await run(armHubLocalAuth, text, { resource })).verdict).toBe('pass');
    expect((await run(armHubLocalAuth, text, { resource: `${resource}-2` })).verdict).toBe('inconclusive');
  });

  it('know the default of the API version', async () => {
    expect((await run(armTlsFloor, account('2018-07-01'))).verdict).toBe('fail');
    expect((await run(armTlsFloor, account('2019-04-01'))).verdict).toBe('pass');
    expect((await run(armTlsFloor, account("[parameters('x')]"))).verdict).toBe('inconclusive');
  });

  it.each([
    [
      { networkRuleSets: { defaultAction: 'Deny', applyToBuiltInEventHubEndpoint: true, ipRules: [] } },
      'pass',
    ],
    [{ networkRuleSets: { defaultAction: 'Deny', ipRules: [] } }, 'fail'],
    [
      {
        networkRuleSets: {
          defaultAction: 'Deny',
          applyToBuiltInEventHubEndpoint: true,
          ipRules: [{ ipMask: '0.0.0.0/0' }],
        },
      },
      'fail',
    ],
    [{ ipFilterRules: [{ action: 'Reject', ipMask: '0.0.0.0/0' }] }, 'inconclusive'],
    [{ ipFilterRules: [{ action: 'Accept', ipMask: '192.0.2.0/24' }] }, 'fail'],
    [{ ipFilterRules: [] }, 'fail'],
    [{ publicNetworkAccess: 'Disabled' }, 'pass'],
    [{}, 'fail'],
  ])('judge the networks of a hub: %j', async (properties, verdict) => {
    expect((await run(armNetworkRules, template(hub(properties)))).verdict).toBe(verdict);
  });

  it('repeat no secret', async () => {
    const secret = 'canary-secret';
    const dps = {
      type: 'Microsoft.Devices/provisioningServices',
      name: "[parameters('key')]",
      properties: { iotHubs: [{ connectionString: secret }], publicNetworkAccess: { x: secret } },
    };
    const text = JSON.stringify({
      parameters: { key: { type: 'secureString', defaultValue: secret } },
      resources: [dps, hub({ disableLocalAuth: "[parameters('key')]", minTlsVersion: [secret] })],
    });
    const files = { 'p.json': JSON.stringify({ parameters: { key: { value: secret } } }) };
    for (const check of OURS) {
      const found = await run(check, text, { parameters: 'p.json' }, files);
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });
});

describe.skipIf(!hasCorpus('arm'))('other people’s templates', () => {
  const sources = corpusFiles('arm');
  const textOf = (part: string): string => sources.find(({ file }) => file.includes(part))?.text ?? '';

  it.each(sources.map(({ file, text }) => [file, text] as const))('%s', async (file, text) => {
    const found: CheckOutcome[] = [];
    for (const check of OURS) found.push(await run(check, text));
    for (const { verdict, reason, attack } of found) {
      expect(reason).not.toBe('');
      expect(verdict === 'inconclusive' || attack.length > 0).toBe(true);
    }
    const unread = /parameters(\.template)?\.json$/.test(file) || file.includes('SqlDb');
    const placed = found.every(({ reason }) => /main\.json:\d+:/.test(reason));
    expect(placed).toBe(unread);
  });

  it('the cold path and its secure twin differ in the network around the cluster, and not in the stores', async () => {
    const seen = async (part: string) => {
      const { verdict, attack } = await run(armNetworkRules, textOf(part));
      return { verdict, rows: attack.map(({ what, outcome }) => [what.split(/[ /]/)[1], outcome]) };
    };
    // Their authors have the stores closed by a command after the deployment: the template leaves them open.
    expect(await seen('ColdPathDeployment--azure')).toEqual({
      verdict: 'fail',
      rows: [
        ['storageAccounts', 'seen'],
        ['storageAccounts', 'seen'],
        ['clusters', 'seen'],
      ],
    });
    expect(await seen('ColdPathDeployment_Secure')).toEqual({
      verdict: 'fail',
      rows: [
        ['storageAccounts', 'seen'],
        ['storageAccounts', 'seen'],
        ['clusters', 'not-seen'],
      ],
    });
    const closed = textOf('ColdPathDeployment_Secure').replaceAll(
      '"defaultAction": "Allow"',
      '"defaultAction": "Deny"',
    );
    expect((await run(armNetworkRules, closed)).verdict).toBe('pass');
    const others = OURS.filter(({ id }) => id !== 'arm-network-rules');
    for (const check of others) {
      const verdicts = [];
      for (const part of ['ColdPathDeployment--azure', 'ColdPathDeployment_Secure'])
        verdicts.push((await run(check, textOf(part))).verdict);
      expect(verdicts[0]).toBe(verdicts[1]);
    }
  });
});
