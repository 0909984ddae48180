/**
 * Plugins of a mosquitto configuration. What mosquitto's own decide is known (its documentation, "per listener
 * settings" and "dynamic security"; the last seen on 2.0.11); what others decide is their affair.
 */
import type { Setting } from './mosquitto-line.ts';

/**
 * `files`: one that does what a setting did before 2.1. `dynamic-security`: knows clients by password and holds
 * their rights in a file of its own; of clients without a name it says nothing. `bystander`: lets nobody in or out.
 */
type Kind = 'files' | 'dynamic-security' | 'bystander' | 'unknown';

export interface Plugin {
  readonly kind: Kind;
  /** The line that puts it to use. */
  readonly setting: Setting;
  /** The library; for `plugin_use` of one that was loaded, its path. */
  readonly path: string;
  readonly options: Map<string, Setting>;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['mosquitto_password_file', 'files'],
  ['mosquitto_acl_file', 'files'],
  ['mosquitto_dynamic_security', 'dynamic-security'],
  ['mosquitto_persist_sqlite', 'bystander'],
  ['mosquitto_sparkplug_aware', 'bystander'],
]);

export function pluginOf(setting: Setting, path: string): Plugin {
  const file = path.trim().split(/[/\\]/).at(-1) ?? '';
  return {
    kind: KINDS.get(file.replace(/\.(so|dll|dylib)$/, '')) ?? 'unknown',
    setting,
    path,
    options: new Map(),
  };
}

/** Plugins of which nobody knows whom they let in and what they let them do. */
export function unknownPlugin(plugins: readonly Plugin[]): Plugin | undefined {
  return plugins.find(({ kind }) => kind === 'unknown');
}

const FILES = ['password_file', 'acl_file'];

/** The settings that plugins stand for: `plugin_opt_acl_file` is what `acl_file` was. */
export function settingsOf(plugins: readonly Plugin[]): readonly (readonly [string, Setting])[] {
  return plugins
    .filter(({ kind }) => kind === 'files')
    .flatMap(({ options }) =>
      FILES.flatMap((name) => {
        const option = options.get(`plugin_opt_${name}`);
        return option ? [[name, { ...option, name }] as const] : [];
      }),
    );
}
