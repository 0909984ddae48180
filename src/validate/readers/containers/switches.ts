/**
 * Settings that say in their own name that authentication, or security as a whole, is switched off or on. Every
 * project has its own (EDGEX_SECURITY_SECRET_STORE, ALLOW_ANONYMOUS_LOGIN, xpack.security.enabled,
 * POSTGRES_HOST_AUTH_METHOD, mosquitto-no-auth.conf), and they are made of the same few words. Whether traffic
 * is encrypted is another question, which is not asked here.
 */
import type { Where } from '../../../text/problem.ts';
import { type Container, line, shown, type Told } from './container.ts';
import { hasBlank } from './placeholders.ts';
import { wordsOf } from './secrets.ts';

/** `off`, `on`, or `unclear`: it says "insecure", and not what it leaves out. */
export interface Switch {
  readonly says: 'off' | 'on' | 'unclear';
  readonly what: string;
}

const OFF = /^(false|no|off|0|none|disabled?|trust|anonymous|noauth|open)$/i;
/** Of Kafka: neither authenticated nor encrypted. */
const PLAIN = /^plaintext$/i;
const ON = /^(true|yes|on|1|enabled?|always|required?|strict)$/i;

/** What is switched. */
const SECURITY = new Set(
  'auth authn authz authentication authorization authorisation authmode acl rbac security protected'.split(
    ' ',
  ),
);
/** One way of several to prove oneself may be off, and encryption is not asked for. */
const OTHER_MATTERS = new Set(
  'basic digest generic github gitlab google jwt kerberos ldap ntlm oauth oauth2 oidc okta saml azuread ssl tls https'.split(
    ' ',
  ),
);
/** What may follow the word without another matter being switched: `AUTH_ENABLED`, and not `AUTH_LOGIN_FORM`. */
const TAILS =
  /^(enabled?|enabling|required?|requires|active|activated|on|modes?|method|type|mechanism|plugins?|checks?|checking|enforced|enforcement|control|dashboards|secret|store|policy|\d+)$/;
const NOBODY = new Set('anonymous unauthenticated noauth noauthentication nosecurity nosec'.split(' '));
const NOBODYS_TAILS =
  /^(enabled?|allow(ed)?|active|on|logins?|access|users?|auth|authentication|mode|connections?|clients?|reads?|write|publish|subscribe|\d+)$/;
const NEGATIONS = new Set('disable disabled skip bypass without no ignore'.split(' '));
/** Stand-ins let anybody in. */
const STAND_INS = new Set('dummy fake mock'.split(' '));
const CALLERS = new Set('clients users connections devices'.split(' '));
/** With these last, any value that is not off says how it is done: `AUTHMODE: usernamepassword`. */
const MANNERS = new Set('authmode mode method type mechanism'.split(' '));
const EMPTY = new Set('empty blank'.split(' '));

/** All such settings of a container: in its environment and in the arguments of its command. */
export function switchesOf({ environment, image, words }: Container): readonly Switch[] {
  return [
    ...environment.flatMap(({ name, value, where, overruled }) =>
      value && overruled !== true ? switchIn(name, value, (said) => `${name}=${said}`, where) : [],
    ),
    ...pairsOf(words).flatMap(({ name, value, where }) =>
      switchIn(name, value, (said) => `--${name}${said === 'true' ? '' : ` ${said}`}`, where).map((one) =>
        one.says === 'unclear' && isOpenDoor(name, image) ? { ...one, says: 'off' as const } : one,
      ),
    ),
    ...words.flatMap(unprotectedFile),
  ];
}

function switchIn(name: string, value: Told, say: (value: string) => string, where: Where): Switch[] {
  const text = value.text.trim();
  // A text of several lines is a configuration of its own, not a switch.
  if (text.includes('\n') || value.open.length > 0 || hasBlank(text)) return [];
  const says = meaning(wordsOf(name), text);
  if (says === undefined) return [];
  // Any other value might be one that nobody should read here.
  const what = say(OFF.test(text) || ON.test(text) ? text : '…');
  return [{ says, what: `${shown(what)} (${line(where)})` }];
}

/** Of some software it is known what "insecure" leaves out: who is asking. */
function isOpenDoor(name: string, image: Told | undefined): boolean {
  return /^api\.insecure$/i.test(name) || (name === 'insecure' && /cockroach/i.test(image?.text ?? ''));
}

function meaning(words: readonly string[], value: string): Switch['says'] | undefined {
  const has = (some: ReadonlySet<string>): boolean => words.some((word) => some.has(word));
  const off = OFF.test(value);
  const on = ON.test(value);
  const door = on ? 'off' : off ? 'on' : undefined;
  const isOpened =
    words.includes('allow') &&
    ((has(EMPTY) && words.includes('password')) ||
      (words.includes('all') && CALLERS.has(words.at(-1) ?? '')) ||
      words.includes('plaintext'));
  if (isOpened) return has(NEGATIONS) ? flipped(off, on) : door;
  const nobody = words.findLastIndex((word) => NOBODY.has(word));
  if (nobody >= 0) {
    const plain = words.slice(nobody + 1).filter((word) => !NEGATIONS.has(word));
    if (!plain.every((word) => NOBODYS_TAILS.test(word))) return undefined;
    return has(NEGATIONS) ? flipped(off, on) : door;
  }
  if (words.includes('insecure')) return on ? 'unclear' : undefined;
  if (words.includes('security') && /^protocol|^map$/.test(words.at(-1) ?? '')) return protocols(value);
  return has(OTHER_MATTERS) ? undefined : switched(words, value);
}

/** `SASL_SSL`, or one for each of several listeners: `INSIDE:PLAINTEXT,OUTSIDE:SASL_SSL`. */
function protocols(value: string): Switch['says'] | undefined {
  const all = value.split(',').map((one) => one.split(':').at(-1)?.trim() ?? '');
  if (all.every((one) => PLAIN.test(one))) return 'off';
  return all.every((one) => /^sasl_/i.test(one)) ? 'on' : undefined;
}

/** The word itself, with what negates it before or at the end, and nothing after it that would be another matter. */
function switched(words: readonly string[], value: string): Switch['says'] | undefined {
  const at = words.findLastIndex((word) => SECURITY.has(word));
  if (at < 0) return undefined;
  const [before, after] = [words.slice(0, at), words.slice(at + 1)];
  const isNegated = [...before, after.at(-1) ?? ''].some((word) => NEGATIONS.has(word));
  const rest = NEGATIONS.has(after.at(-1) ?? '') ? after.slice(0, -1) : after;
  // What was proved to somebody else, and is taken on trust here, is neither on nor off.
  if (!rest.every((word) => TAILS.test(word)) || before.at(-1) === 'pre') return undefined;
  const off = OFF.test(value);
  const on = ON.test(value);
  if (before.some((word) => STAND_INS.has(word))) return on ? 'off' : undefined;
  if (isNegated) return on ? 'off' : off ? 'on' : undefined;
  if (off) return 'off';
  if (on) return 'on';
  return MANNERS.has(words.at(-1) ?? '') && value !== '' ? 'on' : undefined;
}

/** `DISABLE_ANONYMOUS`: two negations. */
function flipped(off: boolean, on: boolean): Switch['says'] | undefined {
  return on ? 'on' : off ? 'off' : undefined;
}

interface Pair {
  readonly name: string;
  readonly value: Told;
  readonly where: Where;
}

/** `--auth none`, `--auth=none` and `--no-auth` as names and values. */
function pairsOf(words: readonly Told[]): readonly Pair[] {
  const plain = words.flatMap((word) =>
    word.text.includes('\n')
      ? []
      : word.text
          .split(/\s+/)
          .map((part) => part.replaceAll(/^["']|["']$/g, ''))
          .filter(Boolean)
          .map((text) => ({ ...word, text })),
  );
  return plain.flatMap((word, index) => {
    const [, name, given] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/.exec(word.text) ?? [];
    if (name === undefined) return [];
    const next = plain[index + 1];
    const follows = next !== undefined && !next.text.startsWith('-') ? next.text : 'true';
    const text = given ?? follows;
    // `--anonymous server`: what follows a flag need not be its value.
    const value = given === undefined && !OFF.test(text) && !ON.test(text) && !isManner(name) ? 'true' : text;
    return [{ name, value: { ...word, text: value }, where: word.where }];
  });
}

function isManner(name: string): boolean {
  return MANNERS.has(wordsOf(name).at(-1) ?? '');
}

/** A configuration file whose name says so: `-c /mosquitto-no-auth.conf`. */
function unprotectedFile(word: Told): Switch[] {
  if (word.text.includes('\n')) return [];
  return word.text.split(/\s+/).flatMap((part) => {
    const words = wordsOf(part);
    const is = words.some(
      (one, index) =>
        ['no', 'non', 'without'].includes(one) &&
        /^(auth|authentication|security|secty)$/.test(words[index + 1] ?? ''),
    );
    const file = !part.startsWith('-') && (is || words.some((one) => NOBODY.has(one))) && /[./]/.test(part);
    return file ? [{ says: 'off' as const, what: `${shown(part)} (${line(word.where)})` }] : [];
  });
}
