/** A context in which a test runs one check against one broker: the runner's part, without plan and grant. */
import { type DialledPlace, openDialler } from '../probes/dial.ts';
import type { Check, CheckContext, CheckOutcome, Credentials } from '../check.ts';
import type { Endpoint } from '../endpoint.ts';
import { withoutSecrets } from '../secrets.ts';
import { dated } from '../readers/taken.ts';
import type { Target } from '../targets/targets.ts';
import { lawful } from '../verdict.ts';
import type { Issued, Pki } from './pki.ts';

export interface ContextOptions {
  readonly port: number;
  readonly identities: readonly Credentials[];
  /** Absent: a plain listener. */
  readonly ca?: string;
  readonly service?: string;
  readonly now?: Date;
  /** What the model says, by the check's names; nothing where absent. */
  readonly expects?: CheckContext['expects'];
  /** The target's kind; mqtt where absent. */
  readonly kind?: string;
  /** The name the server's certificate must hold; localhost where absent. */
  readonly serverName?: string;
  /** Given to several checks, they share what they learn of it; a new one where absent. */
  readonly endpoint?: Endpoint;
  /** The port of the plain address, where the target declares one. */
  readonly plainPort?: number;
  /** Further keys of the target's declaration. */
  readonly declares?: Partial<Target>;
  /** What was found before. */
  readonly earlier?: CheckContext['earlier'];
  /** Files of the project, by their path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Runs a check against 127.0.0.1 within its own budget, and holds its verdict to the law as the runner does. */
export async function runAgainst(check: Check, options: ContextOptions): Promise<CheckOutcome> {
  const dial = openDialler({
    declared: `127.0.0.1:${options.port}`,
    resolved: { host: '127.0.0.1', port: options.port },
    serverName: options.serverName ?? 'localhost',
    ...(options.plainPort !== undefined && { plain: placeOf(options.plainPort) }),
    budget: check.budget,
    signal: new AbortController().signal,
    connectMillis: 1000,
  });
  const target: Target = {
    kind: options.kind ?? 'mqtt',
    address: `127.0.0.1:${options.port}`,
    covers: ['line'],
    ...(options.ca !== undefined && { tls: { ca: 'file:ca.pem' } }),
    topics: {
      publish: 'devices/{identity}/messages',
      subscribe: 'devices/{identity}/commands',
      ...(options.service !== undefined && { service: options.service }),
    },
    ...(options.plainPort !== undefined && { plain: placeOf(options.plainPort).declared }),
    ...options.declares,
  };
  const context: CheckContext = {
    target,
    targetName: 'hub-mqtt',
    expects: options.expects ?? {},
    covers: target.covers,
    dial,
    endpoint: options.endpoint ?? { ...dial.resolved, name: dial.serverName },
    ca: options.ca,
    identities: options.identities,
    readFile: (path) => {
      const text = options.files?.[path];
      return typeof text === 'string'
        ? Promise.resolve(text)
        : Promise.reject(new Error(`no text ${path} here`));
    },
    readBytes: (path) => {
      const bytes = options.files?.[path];
      return bytes === undefined
        ? Promise.reject(new Error(`no file ${path} here`))
        : Promise.resolve(Buffer.from(bytes));
    },
    earlier: options.earlier ?? [],
    now: options.now ?? new Date(),
    signal: new AbortController().signal,
  };
  const found = await check.run(context).finally(() => dial.close());
  const stopped = dial.stopped();
  if (stopped) throw stopped;
  const kept = withoutSecrets(found, secretsOf(options.identities));
  if (kept !== found) throw new Error(`${check.id} put a secret into what it reports`);
  return dated(lawful(found, check), check, target, context.now);
}

function placeOf(port: number): DialledPlace {
  return { declared: `127.0.0.1:${port}`, resolved: { host: '127.0.0.1', port }, serverName: 'localhost' };
}

/** What no outcome may hold: every row of every check runs with canary secrets, and so looks for them. */
function secretsOf(identities: readonly Credentials[]): string[] {
  return identities.flatMap(({ key, password, psk, token }) =>
    [key, password, psk, token].flatMap((one) => one ?? []),
  );
}

/** An identity that shows a certificate. */
export function byCertificate(issued: Issued, state: Credentials['state'] = 'enrolled'): Credentials {
  return { name: issued.name, clientId: issued.name, state, cert: issued.cert, key: issued.key };
}

/** An identity that shows a name and a password, and a certificate where one is given. */
export function byPassword(name: string, password: string, issued?: Issued): Credentials {
  return {
    name,
    clientId: name,
    state: 'enrolled',
    username: name,
    password,
    ...(issued && { cert: issued.cert, key: issued.key }),
  };
}

/** The two canaries and the services, by certificate. */
export function certified(pki: Pki): readonly Credentials[] {
  return [byCertificate(pki.canaryA), byCertificate(pki.canaryB), byCertificate(pki.service)];
}

/** The same three, by password, as `WITH_PASSWORDS` knows them. */
export const KNOWN_BY_PASSWORD: readonly Credentials[] = [
  byPassword('canary-a', 'a-secret'),
  byPassword('canary-b', 'b-secret'),
  byPassword('service', 's-secret'),
];
