/** Does the gateway, as configured, prove itself by a certificate or a TPM? Read from config.toml. */
import { defineCheck } from '../../../check.ts';
import { type EdgeConfig, judgeEdgeConfig, setting } from '../../../readers/iotedge-config/config.ts';
import { identityOf } from '../../../readers/iotedge-config/identity.ts';
import { good, type Judgement, untold, weak } from '../../../readers/rows.ts';

export const iotedgeProvisioning = defineCheck({
  id: 'iotedge-provisioning',
  title:
    'Does the IoT Edge gateway, as configured, prove itself by a certificate or a TPM and by no shared key?',
  targets: ['iotedge-config'],
  control:
    'the file is a config.toml of IoT Edge that says how it is provisioned, every setting of which is understood',
  attack:
    'look for a connection string, for a symmetric key, and for another way than the one that the model states',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: { client: 'client' },

  run: (context) =>
    judgeEdgeConfig(context, 'the gateway proves itself by a certificate or a TPM', (config) => [
      {
        what: config.whole ? setting(config, 'provisioning') : config.file,
        judgement: judge(config, context.expects['client']),
      },
    ]),
});

function judge(config: EdgeConfig, stated: unknown): Judgement {
  const identity = identityOf(config);
  if (!identity) return untold('says nothing of provisioning');
  const { method, said, key } = identity;
  const place = `line ${config.where(...said).line}`;
  if (method === undefined) return untold(`has a way of provisioning that is not understood (${place})`);
  if (method === 'sas') {
    const open = key?.is === 'inline' ? ', which stands in the file' : '';
    return weak(`is by a shared key${open} (${place})`);
  }
  const differs = (stated === 'x509' || stated === 'tpm') && stated !== method;
  return differs
    ? untold(`is by ${WORDS[method]} (${place}), where the model says ${WORDS[stated]}`)
    : good(`is by ${WORDS[method]} (${place})`);
}

const WORDS = { x509: 'a certificate', tpm: 'a TPM' } as const;
