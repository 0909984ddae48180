/**
 * Which settings open the default listener, on port 1883, which nobody wrote down: each was tried on mosquitto
 * 2.0.11, alone, before a `listener` line, and with `per_listener_settings`.
 */
import { flagOf, type Setting } from './mosquitto-line.ts';
import { optionOf } from './mosquitto-options.ts';

/** Values that change nothing: a default listener is not opened for them. */
const INITIAL: Readonly<Record<string, readonly string[]>> = {
  max_connections: ['-1'],
  max_qos: ['2'],
  maximum_qos: ['2'],
  protocol: ['mqtt'],
};

/** Settings of a listener for which none is opened. */
const NEVER: ReadonlySet<string> = new Set([
  'http_dir',
  'listener_allow_anonymous',
  'listener_auto_id_prefix',
  'max_topic_alias',
  'max_topic_alias_broker',
  'tls_keyform',
  'tls_version',
]);

/** Of the settings of who may come in, which open it where they are a listener's own. */
const OWN_SECURITY: ReadonlySet<string> = new Set(['auth_plugin', 'password_file', 'plugin', 'psk_file']);

/** True for a setting that opens the default listener when it stands before all others. */
export function opensDefault(setting: Setting, perListener: boolean): boolean {
  const scope = optionOf(setting.name)?.scope;
  const flag = flagOf(setting);
  if (scope === 'security' || scope === 'plugin') {
    if (!perListener) return false;
    return (
      OWN_SECURITY.has(setting.name) || (setting.name === 'allow_zero_length_clientid' && flag === false)
    );
  }
  if (scope !== 'listener' || NEVER.has(setting.name)) return false;
  const initial = INITIAL[setting.name];
  return initial === undefined ? flag !== false : !initial.includes(setting.value.split(' ')[0] ?? '');
}
