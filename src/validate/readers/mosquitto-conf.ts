/**
 * Reads mosquitto.conf, whose lines mean something by where they stand: settings belong to the listener above
 * them, and some of them, standing before the first listener, open a default one that nobody wrote down.
 * Every rule here was seen on mosquitto 2.0.11 or stands in its manual page mosquitto.conf(5).
 */
import type { Outcome, Problem, Where } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import { suggestion } from '../../text/suggest.ts';
import { opensDefault } from './mosquitto-default.ts';
import { flagOf, type Setting, settingOf, shown } from './mosquitto-line.ts';
import { type Dialect, OPTIONS, optionOf, sinceOf } from './mosquitto-options.ts';
import { type Plugin, pluginOf, settingsOf } from './mosquitto-plugins.ts';
import { otherProgram } from './other-program.ts';

type Settings = ReadonlyMap<string, Setting>;

/** A way in. */
export interface Listener {
  /** 0: a Unix socket, whose path is `bind`. */
  readonly port: number;
  readonly bind: string | undefined;
  /** The line that opens it; for the default listener the first one that makes it exist. */
  readonly where: Where;
  /** Opened without a `listener` line. */
  readonly byDefault: boolean;
  readonly own: Settings;
  /** Who may come in and do what: its own, or those of all, as `per_listener_settings` says. */
  readonly security: Settings;
  /** Plugins that take part in that. */
  readonly plugins: readonly Plugin[];
}

interface Bridge {
  readonly name: string;
  readonly where: Where;
  readonly settings: readonly Setting[];
}

export interface MosquittoConf {
  readonly file: string;
  /** Nothing opens a listener: since 2.0 this means loopback only, and anonymous whatever the file says. */
  readonly localOnly: boolean;
  /** A `listener`, `port` or `bind_address` line says where to listen; other settings open a listener, too. */
  readonly isAsked: boolean;
  readonly perListener: boolean;
  /** The first version that has all of its settings; a setting of that version. */
  readonly since: { readonly dialect: Dialect; readonly setting: Setting | undefined };
  readonly listeners: readonly Listener[];
  readonly bridges: readonly Bridge[];
  /** `include_dir` lines, in case the files in the folder were not given. */
  readonly unread: readonly Setting[];
}

/**
 * Reads one file, and in the place of its `include_dir` the included ones where they are given.
 * Problems: CFG02 (an error) for a file of another program; CFG01 (warnings) for lines that mosquitto would
 * stop at or that this reader does not know. Never throws.
 */
export function readMosquittoConf(source: Source, included?: readonly Source[]): Outcome<MosquittoConf> {
  for (const one of [source, ...(included ?? [])]) {
    const other = otherProgram(one);
    if (other) return { problems: [other] };
  }
  const reading = new Reading(source.file);
  reading.read(source, included, 0);
  return { value: reading.result(), problems: reading.problems };
}

interface Draft {
  port: number;
  bind: string | undefined;
  where: Where | undefined;
  readonly byDefault: boolean;
  readonly own: Map<string, Setting>;
  readonly security: Map<string, Setting>;
  readonly plugins: Plugin[];
}

class Reading {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #shared = draft(true);
  readonly #default = draft(true);
  readonly #listeners: Draft[] = [];
  readonly #bridges: { name: string; where: Where; settings: Setting[] }[] = [];
  readonly #unread: Setting[] = [];
  readonly #loaded = new Map<string, Plugin>();
  #since: MosquittoConf['since'] = { dialect: '1.6', setting: undefined };
  #isAsked = false;
  #perListener = false;
  #securitySeen = false;

  constructor(file: string) {
    this.#file = file;
  }

  read(source: Source, included: readonly Source[] | undefined, depth: number): void {
    // An included file starts afresh, and what follows it goes on where it was interrupted.
    const cursor: Cursor = { listener: this.#default, bridge: undefined, plugin: undefined };
    source.text.split('\n').forEach((raw, index) => {
      const setting = settingOf(raw, source.file, index + 1);
      if (!setting) return;
      if (setting.name === 'include_dir' && depth === 0) {
        if (included) for (const one of included) this.read(one, undefined, 1);
        else this.#unread.push(setting);
      } else this.#apply(setting, cursor);
    });
  }

  result(): MosquittoConf {
    const written = this.#listeners;
    const localOnly = written.length === 0 && this.#default.where === undefined;
    const all = written.length === 0 || this.#default.where ? [this.#default, ...written] : written;
    return {
      file: this.#file,
      localOnly,
      isAsked: this.#isAsked,
      perListener: this.#perListener,
      since: this.#since,
      listeners: all.map((one) => {
        const plugins = [...this.#shared.plugins, ...one.plugins];
        const security = this.#perListener ? one.security : this.#shared.security;
        return {
          port: one.port,
          bind: localOnly ? 'localhost' : one.bind,
          where: one.where ?? { file: this.#file, line: 1, column: 1 },
          byDefault: one.byDefault,
          own: one.own,
          security: new Map([...settingsOf(plugins), ...security]),
          plugins,
        };
      }),
      bridges: this.#bridges,
      unread: this.#unread,
    };
  }

  #apply(setting: Setting, cursor: Cursor): void {
    const option = optionOf(setting.name);
    if (!option) {
      this.#stops(
        setting,
        `mosquitto has no setting "${shown(setting.name)}"`,
        suggestion(setting.name, [...OPTIONS.keys()]),
      );
      return;
    }
    if (option.flag ? flagOf(setting) === undefined : setting.value === '') {
      const wanted = option.flag ? 'true or false' : 'a value';
      this.#stops(setting, `"${setting.name}" needs ${wanted}`);
      return;
    }
    const since = sinceOf(setting.name);
    if (since > this.#since.dialect) this.#since = { dialect: since, setting };
    this.#isAsked ||= ['listener', 'port', 'bind_address'].includes(setting.name);
    if (setting.name === 'per_listener_settings') this.#setPerListener(setting);
    else if (setting.name === 'listener') this.#openListener(setting, cursor);
    else if (setting.name === 'connection') this.#openBridge(setting, cursor);
    else if (option.scope === 'bridge') this.#applyToBridge(setting, cursor);
    else if (option.scope === 'security') this.#applySecurity(setting, cursor);
    else if (option.scope === 'listener') this.#applyToListener(setting, cursor);
    else if (option.scope === 'plugin') this.#applyPlugin(setting, cursor);
  }

  #setPerListener(setting: Setting): void {
    this.#perListener = flagOf(setting) === true;
    if (this.#perListener && this.#securitySeen) {
      this.#stops(setting, '"per_listener_settings" must stand before all settings that it concerns');
    }
  }

  #openListener(setting: Setting, cursor: Cursor): void {
    const [port = '', bind] = setting.value.split(/ +/);
    const number = /^\d{1,5}$/.test(port) ? Number(port) : -1;
    if (number < 0 || number > 65_535 || (number === 0 && bind === undefined)) {
      this.#stops(setting, `"${shown(port)}" is no port`);
      return;
    }
    const opened = draft(false);
    opened.port = number;
    opened.bind = bind?.startsWith('#') ? undefined : bind;
    opened.where = setting.where;
    this.#listeners.push(opened);
    cursor.listener = opened;
  }

  #openBridge(setting: Setting, cursor: Cursor): void {
    cursor.bridge = { name: setting.value, where: setting.where, settings: [] };
    this.#bridges.push(cursor.bridge);
  }

  #applyToBridge(setting: Setting, cursor: Cursor): void {
    if (cursor.bridge) cursor.bridge.settings.push(setting);
    else this.#stops(setting, `"${setting.name}" needs a "connection" line before it`);
  }

  #applySecurity(setting: Setting, cursor: Cursor): void {
    this.#securitySeen = true;
    const holder = this.#perListener ? cursor.listener : this.#shared;
    this.#put(holder.security, setting);
    this.#maybeDefault(setting, cursor);
  }

  #applyToListener(setting: Setting, cursor: Cursor): void {
    if (setting.name === 'port' || setting.name === 'bind_address') {
      // Both speak of the default listener, wherever they stand.
      if (setting.name === 'port') this.#default.port = Number.parseInt(setting.value, 10) || 1883;
      else this.#default.bind = setting.value;
      this.#default.where ??= setting.where;
      return;
    }
    this.#put(cursor.listener.own, setting);
    this.#maybeDefault(setting, cursor);
  }

  #applyPlugin(setting: Setting, cursor: Cursor): void {
    if (!PLUGIN_LINES.has(setting.name)) {
      cursor.plugin?.options.set(setting.name.replace(/^auth_/, 'plugin_'), setting);
      return;
    }
    const [name = '', ...path] = setting.value.split(/ +/);
    if (setting.name === 'plugin_use') {
      const loaded = this.#loaded.get(name);
      cursor.listener.plugins.push(loaded ? { ...loaded, setting } : pluginOf(setting, name));
      return;
    }
    const isLoaded = setting.name === 'plugin_load';
    const plugin = pluginOf(setting, isLoaded ? path.join(' ') : setting.value);
    cursor.plugin = plugin;
    if (isLoaded) this.#loaded.set(name, plugin);
    else if (setting.name === 'global_plugin') this.#shared.plugins.push(plugin);
    else {
      this.#securitySeen = true;
      (this.#perListener ? cursor.listener : this.#shared).plugins.push(plugin);
      this.#maybeDefault(setting, cursor);
    }
  }

  /** Before the first `listener` line, some settings open the default listener. */
  #maybeDefault(setting: Setting, cursor: Cursor): void {
    if (cursor.listener === this.#default && opensDefault(setting, this.#perListener))
      this.#default.where ??= setting.where;
  }

  #put(into: Map<string, Setting>, setting: Setting): void {
    if (into.has(setting.name) && optionOf(setting.name)?.flag !== true && !REPEATABLE.has(setting.name)) {
      this.#stops(setting, `"${setting.name}" is set a second time`);
    }
    into.set(setting.name, setting);
  }

  #stops(setting: Setting, message: string, hint?: string): void {
    this.problems.push({
      code: 'CFG01',
      severity: 'warning',
      message,
      ...(hint !== undefined && { hint }),
      where: setting.where,
    });
  }
}

interface Cursor {
  listener: Draft;
  bridge: { name: string; where: Where; settings: Setting[] } | undefined;
  /** To which `plugin_opt_…` lines belong. */
  plugin: Plugin | undefined;
}

const PLUGIN_LINES: ReadonlySet<string> = new Set([
  'auth_plugin',
  'global_plugin',
  'plugin',
  'plugin_load',
  'plugin_use',
]);

const REPEATABLE: ReadonlySet<string> = new Set([
  'websockets_origin',
  'max_connections',
  'protocol',
  'max_qos',
]);

function draft(byDefault: boolean): Draft {
  return {
    port: 1883,
    bind: undefined,
    where: undefined,
    byDefault,
    own: new Map(),
    security: new Map(),
    plugins: [],
  };
}
