/** Does a deployment carry secrets in the clear? Read from the manifest. */
import { defineCheck } from '../../../check.ts';
import { judgeContainers } from '../../../readers/containers/judge.ts';
import { secretIn, secretsOf } from '../../../readers/containers/secrets.ts';
import { judgeSecrets } from '../../../readers/containers/secret-judgement.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';

export const iotedgeEnvironment = defineCheck({
  id: 'iotedge-environment',
  title:
    'Does the deployment carry no secret in the environment, command and twin of its modules, or for registries?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or twins of its modules as the hub has them, every option of whose modules is understood',
  attack:
    'look for values that are secrets by their name (…_PASSWORD, …_SHARED_KEY) or by their form (connection strings, private keys, passwords in addresses); what a placeholder will put in is in the deployment then, so it is left open; images are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readManifestTarget, {
      met: () => 'no module has a secret in what its deployment says',
      judge: (module) => judgeSecrets(secretsOf(module), { laterIsGood: false }),
      besides: ({ shared, file }) =>
        shared.map((one) => ({
          what: `${one.in} (${file}:${one.where.line})`,
          judgement: judgeSecrets(secretIn(one), { laterIsGood: false }),
        })),
    }),
});
