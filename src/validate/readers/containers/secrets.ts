/** Is what stands in a file a secret in the clear? By the name it goes under, and by what it looks like. */
import { type Container, line, shown, type Told, type Variable } from './container.ts';
import { hasBlank } from './placeholders.ts';

/** `clear`: it stands there. `later`: a variable or a person puts it in. */
export interface Secret {
  readonly is: 'clear' | 'later';
  /** Where it is, and never what it is. */
  readonly what: string;
}

const SECRET_WORDS = new Set(
  'password passwd passphrase pwd pass pw passcode secret token apikey accesskey sharedkey accountkey privatekey connectionstring credential credentials psk sas dsn requirepass'.split(
    ' ',
  ),
);
/** A key is a secret only of these kinds. */
const KEY_KINDS = new Set(
  'access account aes api auth client encryption hmac jwt license master nwk preshared primary private root secondary secret shared signing storage symmetric'.split(
    ' ',
  ),
);
/** Keys that are for everybody to see, or open nothing. */
const OPEN_KEYS = new Set(
  'cache hash host hosts instrumentation partition public row verification verify'.split(' '),
);
/** Names that are run together: PGPASSWORD. */
const RUN_TOGETHER = /(password|passwd|passphrase|clientsecret|apikey|(auth|access)token)$/;
/** By such a cookie nodes of Erlang (RabbitMQ, EMQX, VerneMQ) let each other in. */
const COOKIE_KINDS = new Set('erlang node distributed cluster'.split(' '));
/** What may follow the word that tells: `PASSWORD_1`, `DB_SECRET_VALUE`. */
const TAILS = new Set('0 1 2 3 value base64 b64 primary secondary default raw text plain'.split(' '));

/** Secrets that show by their form, wherever they stand. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/(SharedAccessKey|AccountKey)=[^;\s"']+/i, 'a connection string with its key'],
  [/\b(Password|Pwd)=[^;\s"'$<{][^;\s"']*/i, 'a connection string with its password'],
  [/SharedAccessSignature\s+sr=|[?&]sig=[A-Za-z0-9%+/=]{16,}/i, 'a shared access signature'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./, 'a signed token'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@"']*:[^/\s@"']+@/i, 'an address with a password in it'],
];

/** Programs that take a password under a letter. */
const CLIENTS: readonly RegExp[] = [
  /\bmosquitto_(?:pub|sub|rr)\b[^|;&]{0,400}?\s(-P)\s+(\S+)/,
  /\bredis-cli\b[^|;&]{0,400}?\s(-a|--pass)\s+(\S+)/,
  /\b(?:mysql|mysqladmin|mysqldump|mariadb|mariadb-admin)\b[^|;&]{0,400}?\s(-p)(\S+)/,
  /\bmongo(?:sh)?\b[^|;&]{0,400}?\s(-p)\s+(\S+)/,
  /\bcurl\b[^|;&]{0,400}?\s(-u|--user)\s+["']?[^:\s"']+:(\S+)/,
  /\bsshpass\s+(-p)\s*(\S+)/,
];

/** All secrets of a container: in its environment, and in the arguments of its commands. */
export function secretsOf({ environment, words, asides = [] }: Container): readonly Secret[] {
  return [...environment.flatMap(secretIn), ...[words, ...asides].flatMap(secretsInCommand)];
}

function secretsInCommand(words: readonly Told[]): readonly Secret[] {
  return [...words.flatMap(secretInWord), ...secretArguments(words), ...secretOfClient(words)];
}

function secretOfClient(words: readonly Told[]): readonly Secret[] {
  const [first] = words;
  const whole = words.map(({ text }) => text).join(' ');
  if (!first) return [];
  return CLIENTS.flatMap((client) => {
    const [, letter = '', text = ''] = client.exec(whole) ?? [];
    const plain = text.replaceAll(/^["']|["']$/g, '');
    // A variable of the container is judged where it stands.
    if (plain === '' || plain.startsWith('$') || isNoSecret(plain)) return [];
    const what = `${letter} of its command (${line(first.where)})`;
    return [{ is: hasBlank(plain) ? ('later' as const) : ('clear' as const), what }];
  });
}

export function secretIn(variable: Variable): readonly Secret[] {
  const { name, value } = variable;
  if (value === undefined) return [];
  const from = value.taken ? `, by ${value.taken.map(shown).join(' and ')} of the file of variables` : '';
  const place = `${shown(name)} of ${variable.in} (${line(variable.where)}${from})`;
  const text = value.text.trim();
  const form = formOf(value);
  if (form !== undefined) return [{ is: form.is, what: `${form.what} in ${place}` }];
  if (isKey(name, text)) return [{ is: 'clear', what: place }];
  if (!tellsSecret(name) || isNoSecret(text)) return [];
  return [{ is: isLater(value) ? 'later' : 'clear', what: place }];
}

/** A key of whatever kind that is one by its looks too: 128 bits or more, in hexadecimal digits or in base64. */
function isKey(name: string, text: string): boolean {
  const [before = '', last] = wordsOf(name).slice(-2);
  if (last !== 'key' || OPEN_KEYS.has(before)) return false;
  return /^([0-9a-f]{2}){16,}$/i.test(text) || /^[A-Za-z0-9+/_-]{22,}={1,2}$/.test(text);
}

function secretInWord(word: Told): readonly Secret[] {
  const form = formOf(word);
  return form ? [{ is: form.is, what: `${form.what} in its command (${line(word.where)})` }] : [];
}

/** `--password x`, `--db-token=x`, in a list of arguments and in a script. */
function secretArguments(words: readonly Told[]): readonly Secret[] {
  const found: Secret[] = [];
  words.forEach((word, index) => {
    const next = words[index + 1];
    const whole = /^--?([A-Za-z][\w.-]*)$/.exec(word.text.trim());
    const places =
      whole && next && !next.text.startsWith('-')
        ? [{ name: whole[1] ?? '', text: next.text, told: next }]
        : [...word.text.matchAll(/(?:^|[\s"'])--?([A-Za-z][\w.-]*)(?:=|\s+)("[^"]*"|'[^']*'|[^\s"']+)/g)].map(
            ([, name = '', text = '']) => ({ name, text: text.replaceAll(/^["']|["']$/g, ''), told: word }),
          );
    for (const { name, text, told } of places) {
      if (!tellsSecret(name) || isNoSecret(text) || text.startsWith('-')) continue;
      const later = text.includes('${') || /^\$[A-Za-z_]/.test(text) || hasBlank(text);
      found.push({
        is: later ? 'later' : 'clear',
        what: `--${shown(name)} of its command (${line(told.where)})`,
      });
    }
  });
  return found;
}

function formOf(told: Told): { readonly is: Secret['is']; readonly what: string } | undefined {
  for (const [form, what] of FORMS) {
    const found = form.exec(told.text);
    if (!found) continue;
    // A blank may hold what ends the form elsewhere: AccountKey=<any key; ask for one>.
    const around = told.text.slice(found.index, found.index + 200);
    const later = found[0].includes('${') || (/[=:]\s*[<{#_]/.test(found[0]) && hasBlank(around));
    return { is: later ? 'later' : 'clear', what };
  }
  return undefined;
}

/** True for names that end in a word for secrets: `POSTGRES_PASSWORD`, `logAnalyticsSharedKey`; not for `PASSWORD_FILE`. */
export function tellsSecret(name: string): boolean {
  const words = wordsOf(name);
  while (words.length > 1 && TAILS.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (last === 'key') return KEY_KINDS.has(before);
  if (last === 'string') return before === 'connection';
  if (last === 'cookie') return COOKIE_KINDS.has(before);
  return SECRET_WORDS.has(last) || RUN_TOGETHER.test(last);
}

/** The words of a name in whatever spelling: `MqttAuthMode`, `MQTT_AUTH_MODE`, `mqtt.auth-mode`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Nothing, a switch, the path of a file, a reference to a vault, an address: no secret, whatever its name. */
function isNoSecret(text: string): boolean {
  const plain = text.trim();
  return (
    plain === '' ||
    /^(true|false|yes|no|on|off|none|null)$/i.test(plain) ||
    /^(\.{0,2}\/|[A-Za-z]:\\|file:)/.test(plain) ||
    /^@Microsoft\.KeyVault\(|^(vault|arn:aws:secretsmanager|projects\/[^/]+\/secrets\/)/i.test(plain) ||
    /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i.test(plain)
  );
}

/** Wholly made of variables and blanks; a text that only begins with one is a secret with a known part. */
function isLater({ text, open }: Told): boolean {
  return open.length > 0 || hasBlank(text);
}
