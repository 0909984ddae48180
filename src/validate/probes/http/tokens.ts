/** Tokens of canaries, taken apart (RFC 7519, shared access signatures), and forged from them. */
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A JSON Web Token in the compact form, as far as it can be read without its key. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The three parts, as they stand in the token. */
  readonly parts: readonly [string, string, string];
}

/** Undefined: it is no JWT. */
export function readJwt(token: string): Jwt | undefined {
  const [header, claims, signature, ...more] = token.split('.');
  if (!header || !claims || !signature || more.length > 0) return undefined;
  const [readHeader, readClaims] = [objectIn(header), objectIn(claims)];
  return readHeader && readClaims && typeof readHeader['alg'] === 'string'
    ? { header: readHeader, claims: readClaims, parts: [header, claims, signature] }
    : undefined;
}

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}

/** When it runs out, by its own word: `exp` of a JWT, `se` of a shared access signature. Undefined: it does not say. */
export function expiryOf(token: string): Date | undefined {
  const said = readJwt(token)?.claims['exp'] ?? /(?:^|[ &?])se=(\d{9,11})(?:&|$)/.exec(token)?.[1];
  const seconds = Number(said);
  return said === undefined || !Number.isFinite(seconds) ? undefined : new Date(seconds * 1000);
}

/** Something to show in the place of a token, and how it reads in a record. */
export interface Forged {
  readonly how: string;
  readonly token: string;
}

/**
 * Tokens that nobody issued, made from one that somebody did. None is ever the token itself, nor decodes to it: the
 * last character of base64 may hold bits that nobody reads.
 */
export function forgedTokens(token: string, now: Date): readonly Forged[] {
  const jwt = readJwt(token);
  const places = [...new Set([0, Math.floor(token.length / 2), Math.max(0, token.length - 5)])];
  const forged = jwt
    ? forgedJwts(jwt, now)
    : [
        ...forgedSignatures(token, now),
        ...places.map((place) => ({
          how: `its token with character ${place + 1} changed`,
          token: withOtherCharacter(token, place),
        })),
        { how: 'the first half of its token', token: token.slice(0, Math.ceil(token.length / 2)) },
      ];
  const madeUp = { how: 'a made-up token', token: sameShape(token) };
  // Blanks at the end are no part of a header's value.
  return [madeUp, ...forged].filter((one) => one.token.trim() !== token.trim());
}

/** Of a shared access signature: what it says under another signature, and something else under its own. */
function forgedSignatures(token: string, now: Date): readonly Forged[] {
  const [whole = '', signature = ''] = /(?:^|[ &?])sig=([^&]*)/.exec(token) ?? [];
  // A letter that stands for itself: a changed percent sign would be refused for being none.
  const plain = signature.replaceAll(/%[0-9a-f]{2}/gi, '   ');
  const at = plain.search(/(?<=^.{4,})[a-z0-9]/i);
  const begin = token.indexOf(whole) + whole.length - signature.length;
  const later = Math.floor(now.getTime() / 1000) + 3600 * 24 * 365;
  return [
    ...(at < 0
      ? []
      : [
          {
            how: 'one character of its signature changed',
            token: withOtherCharacter(token, begin + at),
          },
        ]),
    ...(whole !== '' && /[ &?]se=\d+/.test(token)
      ? [
          {
            how: 'a later end under its signature',
            token: token.replace(/([ &?]se=)\d+/, (_, name: string) => `${name}${later}`),
          },
        ]
      : []),
  ];
}

function forgedJwts({ header, claims, parts }: Jwt, now: Date): readonly Forged[] {
  const [, , signature] = parts;
  const { kid, ...plain } = header;
  const unsigned = `${encoded({ ...plain, alg: 'none' })}.${parts[1]}`;
  const later = { ...claims, exp: Math.floor(now.getTime() / 1000) + 3600 * 24 * 365 };
  const own = `${encoded({ ...header, alg: 'HS256' })}.${parts[1]}`;
  return [
    { how: 'its claims, alg none and no signature', token: `${unsigned}.` },
    { how: 'its claims, alg none and its signature', token: `${unsigned}.${signature}` },
    {
      how: 'its claims, alg nOnE and no signature',
      token: `${encoded({ ...plain, alg: 'nOnE' })}.${parts[1]}.`,
    },
    // Whoever looks up the key first refuses what names none, and believes that there is no signature all the same.
    ...(kid === undefined
      ? []
      : [
          {
            how: 'its claims, alg none, the name of its key and no signature',
            token: `${encoded({ ...header, alg: 'none' })}.${parts[1]}.`,
          },
          withKeyInside(header, parts[1], 'jwk, under the name of its key'),
        ]),
    { how: 'its token without the signature', token: `${parts[0]}.${parts[1]}.` },
    {
      how: 'one character of its signature changed',
      token: `${parts[0]}.${parts[1]}.${withOtherCharacter(signature, Math.floor(signature.length / 2))}`,
    },
    { how: 'a later end under its signature', token: `${parts[0]}.${encoded(later)}.${signature}` },
    {
      how: 'its claims signed with an empty key (HS256)',
      token: `${own}.${createHmac('sha256', '').update(own).digest('base64url')}`,
    },
    withKeyInside(plain, parts[1], 'jwk'),
    {
      how: 'its claims signed with a made-up key (HS256)',
      token: `${own}.${createHmac('sha256', randomBytes(32)).update(own).digest('base64url')}`,
    },
  ];
}

/** RFC 7515 section 4.1.3: a token may name the key of its signature, and nobody is to take it from there. */
function withKeyInside(header: Jwt['header'], claims: string, named: string): Forged {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = `${encoded({ ...header, alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })}.${claims}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    how: `its claims signed with a made-up key that the token itself names (${named})`,
    token: `${signed}.${signature.toString('base64url')}`,
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Another text of the same length, with letters and digits where there were some, and with its dots and signs. */
function sameShape(token: string): string {
  const bytes = randomBytes(token.length);
  return token.replaceAll(/[a-z0-9]/gi, (one, at: number) => {
    const others = alphabetOf(one).replace(one, '');
    return others[(bytes[at] ?? 0) % others.length] ?? one;
  });
}

function withOtherCharacter(text: string, at: number): string {
  const one = text[at] ?? '';
  const alphabet = alphabetOf(one);
  // Half an alphabet on, so that the high bits of a base64 character change and not only the low ones.
  const other = alphabet[(alphabet.indexOf(one) + Math.floor(alphabet.length / 2)) % alphabet.length] ?? 'A';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

function alphabetOf(one: string): string {
  const kinds = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return kinds.find((kind) => kind.includes(one)) ?? `A${one}`;
}
