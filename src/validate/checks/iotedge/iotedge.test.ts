/** What the rows of the checks of IoT Edge do not show. */
import { describe, expect, it } from 'vitest';

import type { Check, CheckContext, CheckOutcome } from '../../check.ts';
import type { Target } from '../../targets/targets.ts';
import { runAgainst } from '../../testing/context.ts';
import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { iotedgeElevatedModules } from './modules/iotedge-elevated-modules.ts';
import { iotedgeEnvironment } from './modules/iotedge-environment.ts';
import { iotedgeImagesPinned } from './modules/iotedge-images-pinned.ts';
import { iotedgeKeysInHardware } from './runtime/iotedge-keys-in-hardware.ts';
import { iotedgeModuleLimits } from './modules/iotedge-module-limits.ts';
import { iotedgeModulePrivileges } from './modules/iotedge-module-privileges.ts';
import { iotedgeOwnCa } from './runtime/iotedge-own-ca.ts';
import { iotedgePorts } from './modules/iotedge-ports.ts';
import { iotedgeProvisioning } from './runtime/iotedge-provisioning.ts';
import { iotedgeRoutes } from './runtime/iotedge-routes.ts';
import { iotedgeRuntimeApi } from './runtime/iotedge-runtime-api.ts';
import { iotedgeWaitingBounded } from './runtime/iotedge-waiting-bounded.ts';

const OF_CONFIG = [
  iotedgeElevatedModules,
  iotedgeKeysInHardware,
  iotedgeOwnCa,
  iotedgeProvisioning,
  iotedgeRuntimeApi,
];
const OF_MANIFEST = [
  iotedgeEnvironment,
  iotedgeImagesPinned,
  iotedgeModuleLimits,
  iotedgeModulePrivileges,
  iotedgePorts,
  iotedgeRoutes,
  iotedgeWaitingBounded,
];

function run(
  check: Check,
  text: string,
  more: { expects?: CheckContext['expects']; containers?: Target['containers'] } = {},
): Promise<CheckOutcome> {
  return runAgainst(check, {
    port: 0,
    kind: check.targets[0] ?? '',
    identities: [],
    files: { 'deploy/file': text },
    expects: more.expects ?? {},
    declares: { file: 'deploy/file', ...(more.containers && { containers: more.containers }) },
  });
}

describe('checks of config.toml', () => {
  const SECRETS = [
    'hostname = "a"',
    '[provisioning]',
    'source = "manual"',
    'connection_string = "HostName=h;DeviceId=d;SharedAccessKey=canary-secret"',
    '[agent.config.auth]',
    'password = "canary-secret"',
    '[cert_issuance.est.auth]',
    'password = "canary-secret"',
  ].join('\n');

  it.each(OF_CONFIG)('$id keeps secrets out of its outcome', async (check) => {
    expect(JSON.stringify(await run(check, SECRETS))).not.toContain('canary-secret');
    const broken = await run(check, `${SECRETS}\nx = "canary-secret`);
    expect(broken.verdict).toBe('inconclusive');
    expect(JSON.stringify(broken)).not.toContain('canary-secret');
  });

  it.each(OF_CONFIG)('$id concludes nothing from what a part of a config.toml leaves out', async (check) => {
    expect((await run(check, '')).verdict).toBe('inconclusive');
    expect((await run(check, 'hostname = "a"')).verdict).toBe('inconclusive');
  });

  it('a weakness counts, whatever else was not understood', async () => {
    const found = await run(
      iotedgeRuntimeApi,
      'homedir = "/tmp"\n[listen]\nworkload_uri = "http://0.0.0.0:1"',
    );
    expect(found).toMatchObject({
      verdict: 'fail',
      reason: 'listen.workload_uri (deploy/file:3) is on the network (http)',
    });
  });

  it('a shared key fails, whatever the model says', async () => {
    const text =
      '[provisioning]\nsource = "dps"\nattestation = { method = "symmetric_key", symmetric_key = { uri = "pkcs11:object=a" } }';
    for (const client of ['x509', 'tpm', 'sas', undefined]) {
      const expects: CheckContext['expects'] = client === undefined ? {} : { client };
      expect((await run(iotedgeProvisioning, text, { expects })).verdict).toBe('fail');
    }
  });
});

describe('checks of deployments', () => {
  it.each(OF_MANIFEST)('$id keeps secrets out of its outcome', async (check) => {
    const modules = {
      a: {
        type: 'docker',
        settings: {
          image: 'a',
          createOptions: JSON.stringify({
            Env: ['PASSWORD=canary-secret'],
            Cmd: ['--password=canary-secret'],
          }),
        },
        env: { TOKEN: { value: 'canary-secret' }, STORE: { value: 'amqp://u:canary-secret@q' } },
      },
    };
    const registryCredentials = { r: { password: 'canary-secret' } };
    const agent = { runtime: { settings: { registryCredentials } }, modules };
    const text = JSON.stringify({
      modulesContent: {
        $edgeAgent: { 'properties.desired': agent },
        $edgeHub: { 'properties.desired': { routes: {} } },
      },
    });
    expect(JSON.stringify(await run(check, text))).not.toContain('canary-secret');
    const broken = await run(check, text.slice(0, -2));
    expect(broken.verdict).toBe('inconclusive');
    expect(JSON.stringify(broken)).not.toContain('canary-secret');
  });

  it('say of a layer that it is one', async () => {
    const text = JSON.stringify({
      content: {
        modulesContent: {
          $edgeAgent: {
            'properties.desired.modules.a': {
              settings: { image: `a@sha256:${'0'.repeat(64)}` },
              type: 'docker',
            },
          },
        },
      },
    });
    expect((await run(iotedgeImagesPinned, text)).reason).toContain('this is one layer');
    expect(await run(iotedgeRoutes, text)).toMatchObject({ verdict: 'inconclusive' });
  });
});

const verdictOf = (file: string, folder: string, check: Check) => {
  const text = corpusFiles(folder).find((one) => one.file.endsWith(file))?.text;
  return run(check, text ?? '');
};

describe.skipIf(!hasCorpus('iotedge-config'))('other people’s config.toml', () => {
  it.each(corpusFiles('iotedge-config').map(({ file, text }) => [file, text] as const))(
    '%s',
    async (file, text) => {
      for (const check of OF_CONFIG) {
        const { verdict, reason } = await run(check, text);
        const read = !/\.json$|bad_sample/.test(file);
        expect(read || (verdict === 'inconclusive' && /^deploy\/file:\d+: /.test(reason))).toBe(true);
        expect(file.includes('super-config') && verdict === 'inconclusive').toBe(false);
      }
    },
  );

  it.each([
    ['dps-tpm--super-config.toml', iotedgeProvisioning, 'pass'],
    ['dps-tpm--super-config.toml', iotedgeKeysInHardware, 'pass'],
    ['dps-x509--super-config.toml', iotedgeProvisioning, 'pass'],
    ['dps-x509--super-config.toml', iotedgeKeysInHardware, 'fail'],
    ['dps-symmetric-key--super-config.toml', iotedgeProvisioning, 'fail'],
    ['manual-connection-string--super-config.toml', iotedgeProvisioning, 'fail'],
    ['ca-certs--super-config.toml', iotedgeOwnCa, 'pass'],
    ['ca-certs-local-ca--super-config.toml', iotedgeOwnCa, 'pass'],
    ['ca-quickstart--super-config.toml', iotedgeOwnCa, 'fail'],
    ['ca-quickstart-custom--super-config.toml', iotedgeOwnCa, 'fail'],
    ['nested-edge--super-config.toml', iotedgeRuntimeApi, 'pass'],
    ['--sample_settings.toml', iotedgeRuntimeApi, 'fail'],
    ['ca-certs--super-config.toml', iotedgeElevatedModules, 'fail'],
  ] as const)('%s (%#)', async (file, check, verdict) => {
    expect((await verdictOf(file, 'iotedge-config', check)).verdict).toBe(verdict);
  });
});

describe.skipIf(!hasCorpus('iotedge-manifest'))('other people’s deployments', () => {
  it.each(corpusFiles('iotedge-manifest').map(({ file, text }) => [file, text] as const))(
    '%s',
    async (file, text) => {
      for (const check of OF_MANIFEST) {
        const { control, reason } = await run(check, text);
        const other = file.includes('proxy-deployment-template');
        expect(control?.outcome).toBe(other ? 'local-failure' : 'seen');
        expect(reason.includes('Azure Resource Manager')).toBe(other);
      }
    },
  );

  it.each([
    ['quickstart_deployment.template.json', iotedgeRoutes, 'fail', 'all modules and devices'],
    ['edgehub_restart_deployment.template.json', iotedgeModulePrivileges, 'fail', 'networkController'],
    ['opc-publisher--deployment.json', iotedgePorts, 'fail', 'finding faults'],
    ['opc-publisher--deployment.json', iotedgeRoutes, 'pass', 'as configured'],
    ['deployment.debug.template.json', iotedgePorts, 'fail', 'finding faults'],
    ['logging.deployment.json', iotedgeImagesPinned, 'fail', 'whatever came last'],
    ['OPCFoundation__UA-EdgeTranslator__deployment.template.json', iotedgeRoutes, 'pass', 'as configured'],
  ] as const)('%s', async (file, check, verdict, word) => {
    const found = await verdictOf(file, 'iotedge-manifest', check);
    expect(found.verdict).toBe(verdict);
    expect(found.reason).toContain(word);
  });
});
