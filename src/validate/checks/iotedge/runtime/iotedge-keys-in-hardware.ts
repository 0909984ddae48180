/** Do the keys that config.toml names lie in hardware? Read from the repository; that they do is for a probe to show. */
import { defineCheck } from '../../../check.ts';
import { type EdgeConfig, judgeEdgeConfig, setting } from '../../../readers/iotedge-config/config.ts';
import { identityOf, type KeyPlace, keyPlace } from '../../../readers/iotedge-config/identity.ts';
import { good, type Judgement, type Row, untold, weak } from '../../../readers/rows.ts';

export const iotedgeKeysInHardware = defineCheck({
  id: 'iotedge-keys-in-hardware',
  title:
    'Does the configuration of IoT Edge keep the keys of the gateway’s identity, and of its CAs, in hardware?',
  targets: ['iotedge-config'],
  control:
    'the file is a config.toml of IoT Edge that says how it is provisioned, every setting of which is understood',
  attack:
    'look for a key in the file or in a file beside it (connection string, value, file URI), for PKCS#11 without library, and for a TPM or an HSM that is software; keys that the runtime makes for modules are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeEdgeConfig(context, 'the keys it names lie behind PKCS#11 or in the TPM', (config) => rows(config)),
});

function rows(config: EdgeConfig): readonly Row[] {
  const identity = identityOf(config);
  if (!identity) return [{ what: config.file, judgement: untold('says nothing of provisioning') }];
  const { method, said, key } = identity;
  const first: Row =
    method === 'tpm'
      ? { what: setting(config, ...said), judgement: judgeTpm(config) }
      : {
          what: setting(config, ...(key?.setting ?? said)),
          judgement: key ? judgeKey(config, key) : untold('says no way of provisioning that is understood'),
        };
  const more = [
    ['edge_ca', 'pk'],
    ['cert_issuance', 'local_ca', 'pk'],
    ['cert_issuance', 'est', 'auth', 'identity_pk'],
    ['edge_ca', 'identity_pk'],
  ].filter((keys) => config.get(...keys) !== undefined);
  return [
    first,
    ...more.map((keys) => ({
      what: setting(config, ...keys),
      judgement: judgeKey(config, keyPlace(config, ...keys)),
    })),
  ];
}

function judgeKey(config: EdgeConfig, { is }: KeyPlace): Judgement {
  if (is === 'inline') return weak('is a key that stands in the file itself');
  if (is === 'file') return weak('is a key in a file');
  if (is === 'unknown') return untold('is no URI that is understood');
  const hardware = judgeLibrary(config);
  if (is === 'pkcs11') return hardware;
  return config.get('aziot_keys', 'pkcs11_base_slot') === undefined
    ? weak('names no key, so the runtime keeps the one it makes in a file')
    : hardware;
}

function judgeLibrary(config: EdgeConfig): Judgement {
  const library = config.text('aziot_keys', 'pkcs11_lib_path') ?? '';
  const { line } = config.where('aziot_keys', 'pkcs11_lib_path');
  if (library === '') return untold('is behind PKCS#11, for which aziot_keys names no library');
  if (/softhsm|softtoken|opencryptoki-soft|kryoptic/i.test(library))
    return weak(`is behind PKCS#11 in software (line ${line})`);
  return good(`is behind PKCS#11 (line ${line})`);
}

function judgeTpm(config: EdgeConfig): Judgement {
  const tcti = config.text('tpm', 'tcti') ?? '';
  const { line } = config.where('tpm', 'tcti');
  return /^(swtpm|mssim|libtpms)\b/i.test(tcti)
    ? weak(`is by a TPM that is software (line ${line})`)
    : good('is by the key of the TPM');
}
