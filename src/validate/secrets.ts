/** Canaries' secrets: fetched for one target, held in memory, and kept out of everything that is recorded. */
import type { Fact } from '../evidence/run.ts';
import type { CheckOutcome, Credentials } from './check.ts';
import { readProjectFile } from './project-files.ts';
import type { Identity, Target } from './targets/targets.ts';
import { inconclusive } from './verdict.ts';

/** What a target's references lead to. */
export interface Loaded {
  /** PEM of the CA of `tls`. */
  readonly ca: string | undefined;
  readonly identities: readonly Credentials[];
  /** The CA file, where it is one of the project's. */
  readonly facts: readonly Fact[];
  /** What must never be recorded. */
  readonly secrets: readonly string[];
}

/** A shorter one could not be told from ordinary words. */
const SHORTEST = 4;

/** Fetches them. Rejects with an Error that names the reference, never its value. */
export async function loadSecrets(
  target: Target,
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Loaded> {
  const fetchRef = async (ref: string): Promise<{ text: string; facts: Fact[] }> => {
    if (ref.startsWith('file:')) {
      const { text, fact } = await readProjectFile(root, ref.slice('file:'.length));
      return { text, facts: [fact] };
    }
    const name = ref.slice('env:'.length);
    const text = env[name];
    if (text === undefined || text === '') throw new Error(`the environment variable ${name} is not set`);
    return { text, facts: [] };
  };
  const secrets: string[] = [];
  const secret = async (ref: string, trim: boolean): Promise<string> => {
    const { text } = await fetchRef(ref);
    const value = trim ? text.replace(/\r?\n$/, '') : text;
    if (value.length < SHORTEST) throw new Error(`the secret ${ref} is shorter than ${SHORTEST} characters`);
    secrets.push(value);
    return value;
  };
  const credentials = async ([name, identity]: [string, Identity]): Promise<Credentials> => ({
    name,
    clientId: identity.clientId ?? name,
    state: identity.state,
    ...(identity.username !== undefined && { username: identity.username }),
    ...(identity.cert !== undefined && { cert: (await fetchRef(identity.cert)).text }),
    ...(identity.key !== undefined && { key: await secret(identity.key, false) }),
    // Editors end files with a line break, which is no part of a password.
    ...(identity.password !== undefined && { password: await secret(identity.password, true) }),
    ...(identity.psk !== undefined && { psk: await secret(identity.psk, true) }),
    ...(identity.token !== undefined && { token: await secret(identity.token, true) }),
  });
  const ca = target.tls && (await fetchRef(target.tls.ca));
  const identities: Credentials[] = [];
  for (const one of Object.entries(target.identities ?? {})) identities.push(await credentials(one));
  return { ca: ca?.text, identities, facts: ca?.facts ?? [], secrets };
}

/**
 * The outcome, unless one of the secrets stands in it, whole, in part or in another spelling: then nothing of
 * it is kept, and the item is inconclusive. A check that repeats a secret is a defect of the check.
 */
export function withoutSecrets(outcome: CheckOutcome, secrets: readonly string[]): CheckOutcome {
  const needles = secrets.flatMap(spellings);
  const leaks = texts(outcome).some((text) => {
    const lower = text.toLowerCase();
    return needles.some((needle) => text.includes(needle) || lower.includes(needle));
  });
  return leaks
    ? inconclusive('a secret stood in what the check reported, so all of it was withheld')
    : outcome;
}

/** How a secret may turn up: as it is, a line of it, or encoded. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const lines = secret
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= 16 && !line.startsWith('-----'));
  const encoded = [
    bytes.toString('hex'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...[0, 1, 2].flatMap((shift) => base64Core(bytes, shift)),
  ];
  return [secret, secret.trim(), ...lines, ...encoded];
}

/** The part of the base64 text that is the same whatever stands `shift` bytes (modulo 3) before the secret. */
function base64Core(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  const core = text.slice(Math.ceil((shift * 8) / 6), whole);
  return core.length >= SHORTEST ? [core, core.replaceAll('+', '-').replaceAll('/', '_')] : [];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
