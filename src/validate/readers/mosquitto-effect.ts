/**
 * What a listener of a mosquitto configuration does, which is more than what its lines say: defaults differ
 * between versions, and some settings do nothing without others.
 */
import type { Listener, MosquittoConf } from './mosquitto-conf.ts';
import { flagOf } from './mosquitto-line.ts';
import type { Dialect } from './mosquitto-options.ts';

/** The dialect of a version (`2.0.11`); all of them where no version is declared, none for what is no version. */
export function dialectsOf(version: string | undefined): readonly Dialect[] {
  if (version === undefined) return ['1.6', '2.0', '2.1'];
  const parts = /^(\d+)\.(\d+)/.exec(version);
  if (!parts) return [];
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  if (major < 2) return ['1.6'];
  return major === 2 && minor === 0 ? ['2.0'] : ['2.1'];
}

/** `listener 8883 (mosquitto.conf:12)`. */
export function nameOf(listener: Listener): string {
  const kind = listener.byDefault ? 'the default listener' : 'listener';
  const place = listener.port === 0 ? (listener.bind ?? '') : String(listener.port);
  return `${kind} ${place} (${listener.where.file}:${listener.where.line})`;
}

/** True when it speaks MQTT; 2.1 has listeners for an HTTP interface besides. */
export function speaksMqtt(listener: Listener): boolean {
  return listener.own.get('protocol')?.value.split(' ')[0] !== 'http_api';
}

/** True for a listener that no network leads to: a Unix socket, or an address of the machine itself. */
export function isLocal({ port, bind }: Listener): boolean {
  return port === 0 || /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(bind ?? '');
}

/**
 * True where the library for WebSockets serves TLS and not mosquitto, which before 2.1 it always does: it has no
 * keys but those of certificates and asks `tls_version` nothing. Both were seen on 2.0.11.
 */
export function isForeignTls(listener: Listener, dialect: Dialect): boolean {
  return dialect !== '2.1' && listener.own.get('protocol')?.value.split(' ')[0] === 'websockets';
}

/** Whether bytes on the wire are protected: by a certificate of the server, by pre-shared keys, not at all. */
export function transportOf(listener: Listener, dialect: Dialect): 'certificate' | 'psk' | 'plain' {
  const has = (name: string): boolean => listener.own.has(name);
  const ca = has('cafile') || has('capath');
  if (has('certfile') && has('keyfile') && (ca || dialect !== '1.6')) return 'certificate';
  return has('psk_hint') && !isForeignTls(listener, dialect) ? 'psk' : 'plain';
}

/** Whether a client must have a certificate of the listener's CA, and one within its dates. */
export function demandsCertificate(listener: Listener, dialect: Dialect): boolean {
  return (
    transportOf(listener, dialect) === 'certificate' &&
    flagOf(listener.own.get('require_certificate')) === true
  );
}

/**
 * Whether a client that shows nothing gets in. Before 2.0 anybody did unless some authentication was set up;
 * since 2.0 nobody does unless told so, but where nobody said where to listen: see {@link isOpenAnyway}.
 */
export function takesAnonymous(conf: MosquittoConf, listener: Listener, dialect: Dialect): boolean {
  if (demandsCertificate(listener, dialect) || transportOf(listener, dialect) === 'psk') return false;
  if (dialect === '2.1') {
    const own = flagOf(listener.own.get('listener_allow_anonymous'));
    if (own !== undefined) return own;
  }
  if (dialect !== '1.6' && isOpenAnyway(conf, listener)) return true;
  const { security, plugins } = listener;
  const stated = flagOf(security.get('allow_anonymous'));
  if (stated !== undefined || dialect !== '1.6') return stated === true;
  return (
    !security.has('password_file') &&
    !security.has('psk_file') &&
    plugins.every(({ kind }) => kind === 'bystander')
  );
}

/**
 * Whether the listener takes everybody although no line says so, and in part although one says the contrary. Seen on
 * 2.0.11: where no `listener`, `port` or `bind_address` line stands, `allow_anonymous` counts for nothing, on
 * loopback and on a listener that another setting opens to the network; and with `per_listener_settings` the default
 * listener takes everybody unless it has an `allow_anonymous false` of its own.
 */
export function isOpenAnyway(conf: MosquittoConf, listener: Listener): boolean {
  if (conf.localOnly) return true;
  if (!listener.byDefault) return false;
  return conf.perListener ? !listener.security.has('allow_anonymous') : !conf.isAsked;
}

/**
 * The lowest TLS version it takes; undefined without TLS or for a value that mosquitto does not know. What
 * is unset allows TLS 1.1 in 2.0.11, whatever its manual page says: it was seen to negotiate it. Before 2.0
 * the setting names the one version that is spoken.
 */
export function leastTls(listener: Listener, dialect: Dialect): '1.0' | '1.1' | '1.2' | '1.3' | undefined {
  if (transportOf(listener, dialect) === 'plain') return undefined;
  const stated = listener.own.get('tls_version')?.value;
  if (stated === undefined) return UNSET[dialect];
  return STATED[stated];
}

const UNSET = { '1.6': '1.0', '2.0': '1.1', '2.1': '1.2' } as const;

const STATED: Readonly<Record<string, '1.0' | '1.1' | '1.2' | '1.3'>> = {
  tlsv1: '1.0',
  'tlsv1.1': '1.1',
  'tlsv1.2': '1.2',
  'tlsv1.3': '1.3',
};
