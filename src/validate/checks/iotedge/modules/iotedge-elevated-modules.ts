/** Does the runtime, as configured, refuse modules that ask for more of the host? Read from config.toml. */
import { defineCheck } from '../../../check.ts';
import { type EdgeConfig, judgeEdgeConfig, setting } from '../../../readers/iotedge-config/config.ts';
import { good, type Judgement, untold, weak } from '../../../readers/rows.ts';
import { truthOf } from '../../../readers/tree.ts';

const KEY = 'allow_elevated_docker_permissions';

export const iotedgeElevatedModules = defineCheck({
  id: 'iotedge-elevated-modules',
  title: 'Does the IoT Edge runtime, as configured, refuse privileged modules and added capabilities?',
  targets: ['iotedge-config'],
  control: 'the file is a config.toml of IoT Edge, every setting of which is understood',
  attack: 'look for allow_elevated_docker_permissions that is left out, which allows them, or true',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeEdgeConfig(context, 'the runtime refuses privileged modules and added capabilities', (config) => [
      {
        what: config.get(KEY) === undefined ? config.file : setting(config, KEY),
        judgement: judge(config),
      },
    ]),
});

function judge(config: EdgeConfig): Judgement {
  if (config.get(KEY) === undefined) {
    return config.whole
      ? weak(`does not set ${KEY}, so the runtime allows privileged modules`)
      : untold(`says nothing of ${KEY}, and is no whole config.toml`);
  }
  const allowed = truthOf(config.text(KEY));
  if (allowed === undefined) return untold('is neither true nor false');
  return allowed ? weak('allows privileged modules') : good('refuses privileged modules');
}
