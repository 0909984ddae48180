/**
 * What a listener of a mosquitto configuration does, which is more than what its lines say: defaults differ
 * between versions, and some settings do nothing without others.
 */
import { flagOf, type Listener, type MosquittoConf } from './mosquitto-conf.ts';

/** Versions with the same defaults: everything before 2.0, 2.0, and 2.1 or later. */
export type Dialect = '1.6' | '2.0' | '2.1';

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

/** Whether bytes on the wire are protected: by a certificate of the server, by pre-shared keys, not at all. */
export function transportOf(listener: Listener, dialect: Dialect): 'certificate' | 'psk' | 'plain' {
  const has = (name: string): boolean => listener.own.has(name);
  const ca = has('cafile') || has('capath');
  if (has('certfile') && has('keyfile') && (ca || dialect !== '1.6')) return 'certificate';
  return has('psk_hint') ? 'psk' : 'plain';
}

/** Whether a client must have a certificate of the listener's CA, and one within its dates. */
export function demandsCertificate(listener: Listener, dialect: Dialect): boolean {
  return (
    transportOf(listener, dialect) === 'certificate' &&
    flagOf(listener.own.get('require_certificate')) === true
  );
}

/**
 * Whether a client without user name gets in. Before 2.0 anybody did unless some authentication was set up;
 * since 2.0 nobody does unless told so, but for the listener on loopback that opens when none is configured.
 */
export function takesAnonymous(conf: MosquittoConf, listener: Listener, dialect: Dialect): boolean {
  if (demandsCertificate(listener, dialect) || transportOf(listener, dialect) === 'psk') return false;
  const own = flagOf(listener.own.get('listener_allow_anonymous'));
  if (own !== undefined && dialect === '2.1') return own;
  if (conf.localOnly && dialect !== '1.6') return true;
  const stated = flagOf(listener.security.get('allow_anonymous'));
  if (stated !== undefined) return stated;
  const { security, plugins } = listener;
  return (
    dialect === '1.6' && !security.has('password_file') && !security.has('psk_file') && plugins.length === 0
  );
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
