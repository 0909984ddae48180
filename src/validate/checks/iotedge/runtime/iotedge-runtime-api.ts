/** Do the runtime's interfaces, as configured, answer on sockets of the machine only? Read from config.toml. */
import { defineCheck } from '../../../check.ts';
import { type EdgeConfig, judgeEdgeConfig, setting } from '../../../readers/iotedge-config/config.ts';
import { good, type Row, untold, weak } from '../../../readers/rows.ts';

export const iotedgeRuntimeApi = defineCheck({
  id: 'iotedge-runtime-api',
  title:
    'Do the interfaces of the IoT Edge runtime and of its container engine answer on no network port, as configured?',
  targets: ['iotedge-config'],
  control: 'the file is a config.toml of IoT Edge, every setting of which is understood',
  attack:
    'look for a workload or management interface, and for a container engine, with an address on the network; who may open the sockets is not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeEdgeConfig(context, 'the runtime and the container engine answer on sockets only', rows),
});

const PLACES = [
  ['listen', 'workload_uri'],
  ['listen', 'management_uri'],
  ['connect', 'workload_uri'],
  ['connect', 'management_uri'],
  ['moby_runtime', 'uri'],
] as const;

function rows(config: EdgeConfig): readonly Row[] {
  const said = PLACES.filter((keys) => config.get(...keys) !== undefined).map((keys): Row => {
    const uri = config.text(...keys)?.trim() ?? '';
    const [scheme = ''] = /^[a-z]+(?=:)/i.exec(uri) ?? [];
    const judgement = /^(unix|fd|npipe)$/i.test(scheme)
      ? good('is a socket of the machine')
      : /^(https?|tcp)$/i.test(scheme)
        ? weak(`is on the network (${scheme.toLowerCase()})`)
        : untold('is no address that is understood');
    return { what: setting(config, ...keys), judgement };
  });
  if (said.length > 0) return said;
  const judgement = config.whole
    ? good('leaves the interfaces at their default, which is sockets')
    : untold('says nothing of the runtime’s interfaces, and is no whole config.toml');
  return [{ what: config.file, judgement }];
}
