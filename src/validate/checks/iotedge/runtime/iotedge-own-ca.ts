/** Does the gateway, as configured, make its certificates with a CA of one's own? Read from config.toml. */
import { defineCheck } from '../../../check.ts';
import { type EdgeConfig, judgeEdgeConfig, setting } from '../../../readers/iotedge-config/config.ts';
import { good, type Judgement, untold, weak } from '../../../readers/rows.ts';
import { at, isMapping, textOf } from '../../../readers/tree.ts';

export const iotedgeOwnCa = defineCheck({
  id: 'iotedge-own-ca',
  title:
    'Is the CA of the IoT Edge gateway, as configured, one of one’s own and not one made for trying out?',
  targets: ['iotedge-config'],
  control: 'the file is a config.toml of IoT Edge, every setting of which is understood',
  attack:
    'look for an edge CA that the gateway makes for itself (left out, auto-generated, self-signed), and for certificates of the scripts for tests',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeEdgeConfig(
      context,
      'the edge CA is one that was given to the gateway or is issued by a CA',
      (config) => [
        {
          what: isMapping(config.get('edge_ca')) ? setting(config, 'edge_ca') : config.file,
          judgement: judge(config),
        },
      ],
    ),
});

/** Names that the certificate scripts of Azure/iotedge, meant for tests, give their files. */
const FOR_TESTS = /test[-_]only|quick[-_]?start|[-_]root-ca-for-tests/i;

function judge(config: EdgeConfig): Judgement {
  for (const keys of [['edge_ca', 'cert'], ['trust_bundle_cert'], ['cert_issuance', 'local_ca', 'cert']]) {
    const value = config.get(...keys);
    const uri = textOf(isMapping(value) ? at(value, 'uri') : value) ?? '';
    if (FOR_TESTS.test(uri))
      return weak(`has a certificate made for tests (line ${config.where(...keys).line})`);
  }
  const ca = config.get('edge_ca');
  if (!isMapping(ca) || Object.keys(ca).every((key) => key === 'auto_renew')) {
    return config.whole
      ? weak('names no edge CA, so the gateway makes one for itself')
      : untold('says nothing of an edge CA, and is no whole config.toml');
  }
  const method = config.text('edge_ca', 'method')?.toLowerCase();
  const line = (key: string): string => `line ${config.where('edge_ca', key).line}`;
  if (method === 'self_signed') return weak(`is one that the gateway signs for itself (${line('method')})`);
  if (method === 'est') {
    const url = config.get('edge_ca', 'url') ?? config.get('cert_issuance', 'est', 'urls');
    return url === undefined
      ? untold('is asked for by EST, and no server is named')
      : good('is issued by EST');
  }
  if (method === 'local_ca') {
    return isMapping(config.get('cert_issuance', 'local_ca'))
      ? good('is issued by a CA on the gateway')
      : untold('is issued by a local CA, which cert_issuance does not name');
  }
  if (method !== undefined) return untold(`comes by a method that is not understood (${line('method')})`);
  const given = ['cert', 'pk'].filter((key) => config.get('edge_ca', key) !== undefined);
  if (given.length === 2) return good('was given to the gateway, with its key');
  if (given.length === 1) return untold('is half given: a certificate goes with a key');
  return weak(`is one that the gateway makes for itself (${line('auto_generated_edge_ca_expiry_days')})`);
}
