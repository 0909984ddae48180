/** The token in the first message of a client that took us for its server. It is looked at and never kept. */
import { parser } from 'mqtt-packet';

import { expiryOf, readJwt } from '../http/tokens.ts';

/** What a first message shows of a token. */
export type TokenSight =
  /** The message is whole, and no token and no password is in it. */
  | { readonly kind: 'none' }
  /** By its own word; `end` is absent where it never runs out. `made` is when it was, where it says so. */
  | { readonly kind: 'token'; readonly token: string; readonly end?: Date; readonly made?: Date }
  /** Something secret that says nothing of itself. */
  | { readonly kind: 'opaque' }
  | { readonly kind: 'unread' };

/** Looks into an MQTT CONNECT (its password) or an HTTP request (its Authorization). Never throws. */
export function tokenIn(first: Buffer): TokenSight {
  if (first[0] === 0x10) return inConnect(first);
  const head = first.toString('latin1');
  if (!/^[A-Z]{3,10} \S+ HTTP\/1\.\d\r\n/.test(head) || !head.includes('\r\n\r\n')) return { kind: 'unread' };
  const said = /\r\nauthorization:[ \t]*([^\r\n]*)/i.exec(head)?.[1];
  if (said !== undefined) return sightOf(said.replace(/^bearer\s+/i, ''));
  return ELSEWHERE.test(head) ? { kind: 'opaque' } : { kind: 'none' };
}

/** A query, or a header in which secrets travel as well. */
const ELSEWHERE = /^[A-Z]+ \S*\?|\r\n(cookie|[^\r\n:]*(key|token|auth|secret)[^\r\n:]*):/i;

function inConnect(bytes: Buffer): TokenSight {
  let seen: TokenSight = { kind: 'unread' };
  const reader = parser();
  reader.on('packet', (packet) => {
    if (packet.cmd !== 'connect') return;
    const { password, username = '' } = packet;
    if (password !== undefined && password !== null && password.length > 0)
      seen = sightOf(password.toString());
    else seen = /(sig|token|secret|key)=|\beyJ/i.test(username) ? { kind: 'opaque' } : { kind: 'none' };
  });
  reader.on('error', () => undefined);
  try {
    reader.parse(bytes);
  } catch {
    return { kind: 'unread' };
  }
  return seen;
}

function sightOf(secret: string): TokenSight {
  const jwt = readJwt(secret);
  if (!jwt && !/^SharedAccessSignature\s/.test(secret)) return { kind: 'opaque' };
  const end = expiryOf(secret);
  const issued = jwt?.claims['iat'];
  const made = typeof issued === 'number' && Number.isFinite(issued) ? new Date(issued * 1000) : undefined;
  return { kind: 'token', token: secret, ...(end && { end }), ...(made && { made }) };
}
