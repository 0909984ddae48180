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
  if (ELSEWHERE.test(head)) return { kind: 'opaque' };
  const body = head.slice(head.indexOf('\r\n\r\n') + 4);
  if (IN_BODY.test(body)) return { kind: 'opaque' };
  return body.length < announced(head) ? { kind: 'unread' } : { kind: 'none' };
}

/** How long a body is said to be; one in pieces is never known to be whole. */
function announced(head: string): number {
  if (/\r\ntransfer-encoding:/i.test(head)) return Infinity;
  return Number(/\r\ncontent-length:[ \t]*(\d+)/i.exec(head)?.[1] ?? 0);
}

const IN_BODY = /token|secret|passw|api_?key|signature|\beyJ/i;

/** A query, a part of the path that nobody would give a name like it, or a header in which secrets travel as well. */
const ELSEWHERE =
  /^[A-Z]+ \S*\?|^[A-Z]+ \S*\/(?=[\w-]*\d)[\w-]{20,}|\r\n(cookie|[^\r\n:]*(key|token|auth|secret)[^\r\n:]*):/i;

function inConnect(bytes: Buffer): TokenSight {
  let seen: TokenSight = { kind: 'unread' };
  const reader = parser();
  reader.on('packet', (packet) => {
    if (packet.cmd !== 'connect') return;
    const { password, username = '', clientId, properties } = packet;
    if (properties?.authenticationMethod !== undefined || properties?.userProperties !== undefined) {
      seen = { kind: 'opaque' };
      return;
    }
    if (password !== undefined && password !== null && password.length > 0)
      seen = sightOf(password.toString());
    else seen = isName(username, clientId) ? { kind: 'none' } : { kind: 'opaque' };
  });
  reader.on('error', () => undefined);
  try {
    reader.parse(bytes);
  } catch {
    return { kind: 'unread' };
  }
  return seen;
}

/** A user name without a password may be the secret itself; one that says the client id is a name. */
function isName(username: string, clientId: string): boolean {
  if (/(sig|token|secret|key)=|\beyJ/i.test(username)) return false;
  return username === '' || (clientId !== '' && username.includes(clientId));
}

function sightOf(secret: string): TokenSight {
  const jwt = readJwt(secret);
  if (!jwt && !/^SharedAccessSignature\s/.test(secret)) return { kind: 'opaque' };
  const end = expiryOf(secret);
  const issued = jwt?.claims['iat'];
  const made = typeof issued === 'number' && Number.isFinite(issued) ? new Date(issued * 1000) : undefined;
  return { kind: 'token', token: secret, ...(end && { end }), ...(made && { made }) };
}
