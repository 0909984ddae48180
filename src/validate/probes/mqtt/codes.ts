/**
 * What the numbers mean with which servers refuse: MQTT 3.1.1 return codes (section 3.2.2.3), MQTT 5 reason
 * codes (section 2.4), and which of them, and of the TLS alerts (RFC 8446 section 6), is a refusal of this client
 * rather than trouble of the server's own.
 */

const CONNACK_3: Readonly<Record<number, string>> = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
};

const REASON_5: Readonly<Record<number, string>> = {
  0x00: 'success',
  0x01: 'granted QoS 1',
  0x10: 'no matching subscribers',
  0x80: 'unspecified error',
  0x81: 'malformed packet',
  0x82: 'protocol error',
  0x83: 'implementation specific error',
  0x84: 'unsupported protocol version',
  0x85: 'client identifier not valid',
  0x86: 'bad user name or password',
  0x87: 'not authorized',
  0x88: 'server unavailable',
  0x89: 'server busy',
  0x8a: 'banned',
  0x8b: 'server shutting down',
  0x8c: 'bad authentication method',
  0x8d: 'keep alive timeout',
  0x8e: 'session taken over',
  0x8f: 'topic filter invalid',
  0x90: 'topic name invalid',
  0x95: 'packet too large',
  0x97: 'quota exceeded',
  0x98: 'administrative action',
  0x99: 'payload format invalid',
  0x9a: 'retain not supported',
  0x9f: 'connection rate exceeded',
};

/** Alerts by which a server turns away this client; any other one is an accident of its platform. */
const CLIENT_ALERTS = new Set([40, 42, 43, 44, 45, 46, 48, 49, 51, 115, 116]);

/** CONNACK codes by which a server turns away this client; any other one says that it cannot serve anybody. */
const CLIENT_CODES = { 4: new Set([2, 4, 5]), 5: new Set([0x80, 0x85, 0x86, 0x87, 0x8a, 0x8c]) };

/** The MQTT versions spoken here: 4 is MQTT 3.1.1. */
export type MqttVersion = 4 | 5;

/** `MQTT 3.1.1` or `MQTT 5`. */
export function versionName(version: MqttVersion): string {
  return version === 4 ? 'MQTT 3.1.1' : 'MQTT 5';
}

/** `CONNACK 5 (not authorized)`, `CONNACK 0x87 (not authorized)`. */
export function connackName(version: MqttVersion, code: number): string {
  return version === 4 ? `CONNACK ${named(CONNACK_3, code, String(code))}` : `CONNACK ${reasonName(code)}`;
}

/** `0x87 (not authorized)`: a reason code of MQTT 5, or a SUBACK code of either version. */
export function reasonName(code: number): string {
  return named(REASON_5, code, `0x${code.toString(16).padStart(2, '0')}`);
}

/** True when the alert turns away this client for what it is or failed to present. */
export function alertTurnsAway(alert: number): boolean {
  return CLIENT_ALERTS.has(alert);
}

/** How a CONNACK code other than 0 is to be read. */
export function connackMeans(version: MqttVersion, code: number): 'refused' | 'not-spoken' | 'unavailable' {
  if (code === (version === 4 ? 1 : 0x84)) return 'not-spoken';
  return CLIENT_CODES[version].has(code) ? 'refused' : 'unavailable';
}

function named(names: Readonly<Record<number, string>>, code: number, shown: string): string {
  const name = names[code];
  return name === undefined ? shown : `${shown} (${name})`;
}
