/** One planned check, executed: context, bounds, and what came of it as results. */
import type { Budget } from '../catalogue/schema.ts';
import type { Fact, Result } from '../evidence/run.ts';
import { type Admitted, needsGrant } from './permission/address.ts';
import type { Check, CheckContext, CheckOutcome } from './check.ts';
import type { Endpoint, Endpoints } from './endpoint.ts';
import type { PlannedCheck } from './plan.ts';
import { type OpenDoorman, openDoorman } from './probes/client/doorman.ts';
import { DialError, type OpenDialler, openDialler } from './probes/dial.ts';
import { readProjectBytes, readProjectFile } from './project-files.ts';
import { type Loaded, loadSecrets, withoutSecrets } from './secrets.ts';
import { dated, weaker } from './readers/taken.ts';
import { inconclusive, lawful } from './verdict.ts';

/** What all checks of a run have in common. */
export interface Surroundings {
  readonly environment: string;
  readonly vantage: string;
  /** The project folder. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** What the run's checks know of listeners. */
  readonly endpoints: Endpoints;
  /** Results of the runs before, oldest first. */
  readonly earlier?: readonly Result[];
}

/** What an execution came to; no results where it was interrupted. */
export interface Executed {
  readonly results: readonly Result[];
  readonly spent: Budget;
}

/** Time that a check may take beyond its budget, to word what it saw after its connections were cut off. */
const GRACE_MILLIS = 500;

/** Executes one check on one target. Never rejects. `admitted` is absent for targets that are only read. */
export async function execute(
  item: PlannedCheck,
  check: Check,
  admitted: Admitted | undefined,
  around: Surroundings,
): Promise<Executed> {
  const began = performance.now();
  const over = new AbortController();
  const interrupt = (): void => over.abort();
  around.signal.addEventListener('abort', interrupt, { once: true });
  if (around.signal.aborted) interrupt();
  const ways = openWays(item, check, admitted, over.signal);
  try {
    const outcome = await judged(item, check, ways, around, over.signal);
    const interrupted = around.signal.aborted && outcome.verdict !== 'fail';
    const spent = {
      ...spentOn(ways),
      seconds: (performance.now() - began) / 1000,
    };
    const vantage = `${around.vantage}, ${pathTo(admitted)}`;
    return { results: interrupted ? [] : toResults(item, check, outcome, { ...around, vantage }), spent };
  } finally {
    around.signal.removeEventListener('abort', interrupt);
    over.abort();
    ways.dial?.close();
    ways.door?.close();
  }
}

/** How a check reaches its target: it dials, or it is dialled. A place where a device calls is never dialled. */
interface Ways {
  readonly dial?: OpenDialler;
  readonly door?: OpenDoorman;
}

function openWays(
  { declaration }: PlannedCheck,
  { budget }: Check,
  admitted: Admitted | undefined,
  signal: AbortSignal,
): Ways {
  if (!admitted) return {};
  const shared = { serverName: declaration.tls?.name ?? admitted.name, budget, signal };
  const place = declaration.address === undefined ? admitted : admitted.listen;
  const { declared, ports, host, port, plain } = admitted;
  return {
    ...(place && {
      door: openDoorman({
        ...shared,
        declared: place.declared,
        bind: { host: place.host, port: place.port },
      }),
    }),
    ...(declaration.address !== undefined && {
      dial: openDialler({
        ...shared,
        declared,
        resolved: { host, port },
        ...(ports && { ports }),
        ...(plain && {
          plain: {
            declared: plain.declared,
            resolved: { host: plain.host, port: plain.port },
            serverName: plain.name,
          },
        }),
      }),
    }),
  };
}

function spentOn({ dial, door }: Ways): Pick<Budget, 'connections' | 'bytes'> {
  const none = { connections: 0, bytes: 0 };
  const [dialled, called] = [dial?.spent() ?? none, door?.spent() ?? none];
  return {
    connections: dialled.connections + called.connections,
    bytes: dialled.bytes + called.bytes,
  };
}

async function judged(
  item: PlannedCheck,
  check: Check,
  { dial, door }: Ways,
  around: Surroundings,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  let loaded: Loaded;
  try {
    loaded = await loadSecrets(item.declaration, around.root, around.env);
  } catch (error) {
    return inconclusive(`what the check needs is not there: ${said(error)}`);
  }
  const now = around.clock();
  const facts = new Map<string, Fact>(loaded.facts.map((fact) => [fact.ref, fact]));
  const context: CheckContext = {
    target: item.declaration,
    targetName: item.target,
    expects: item.expects,
    covers: item.covers,
    dial: dial ?? NO_DOOR,
    ...(door && { door }),
    endpoint: around.endpoints.of(endpointOf(dial ?? NO_DOOR)),
    ca: loaded.ca,
    identities: loaded.identities,
    readFile: async (path) => {
      const { text, fact } = await readProjectFile(around.root, path);
      facts.set(fact.ref, fact);
      return text;
    },
    readBytes: async (path) => {
      const { bytes, fact } = await readProjectBytes(around.root, path);
      facts.set(fact.ref, fact);
      return bytes;
    },
    earlier: (around.earlier ?? []).filter(
      ({ check: id, target, environment }) =>
        id === item.check && target === item.target && environment === around.environment,
    ),
    now,
    signal,
  };
  const outcome = await bounded(check, context).catch((error: unknown) =>
    inconclusive(`the check itself failed: ${said(error)}`),
  );
  const stopped = dial?.stopped() ?? door?.stopped();
  const honest =
    stopped && outcome.verdict === 'pass'
      ? inconclusive(`${stopped.message}: ${outcome.reason}`, outcome)
      : outcome;
  const whole = { ...honest, facts: [...facts.values(), ...honest.facts] };
  return withoutSecrets(dated(lawful(whole, check), check, item.declaration, now), loaded.secrets);
}

function endpointOf({ resolved, serverName }: CheckContext['dial']): Endpoint {
  return { ...resolved, name: serverName };
}

/** How the target was reached. Loopback is a vantage of its own: servers often trust it more than the network. */
function pathTo(admitted: Admitted | undefined): string {
  if (!admitted) return 'reading a file of the project';
  return needsGrant(admitted) ? 'over the network' : 'on the same machine, over loopback';
}

/** For targets without an address: nothing can be dialled. */
const NO_DOOR: CheckContext['dial'] = {
  declared: '',
  resolved: { host: '', port: 0 },
  serverName: '',
  connect: () => Promise.reject(new DialError('unreachable', 'the target has no address')),
  datagrams: () => Promise.reject(new DialError('unreachable', 'the target has no address')),
};

/** The check, or an error when it does not end in time although its connections were cut off. */
async function bounded(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const seconds = check.budget.seconds;
  const timeUp = new TimeUp();
  let timer = setTimeout(
    () => timeUp.because(`it did not end within its ${seconds} seconds`),
    seconds * 1000 + GRACE_MILLIS,
  );
  const hurry = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => timeUp.because('it was interrupted'), GRACE_MILLIS);
  };
  context.signal.addEventListener('abort', hurry, { once: true });
  if (context.signal.aborted) hurry();
  try {
    return await Promise.race([check.run(context), timeUp.promise]);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', hurry);
  }
}

/** A promise that only ever rejects, from outside. */
class TimeUp {
  readonly promise: Promise<never>;
  #reject: (reason: Error) => void = () => undefined;

  constructor() {
    this.promise = new Promise((_, reject) => {
      this.#reject = reject;
    });
  }

  because(reason: string): void {
    this.#reject(new Error(reason));
  }
}

function toResults(item: PlannedCheck, check: Check, outcome: CheckOutcome, around: Surroundings): Result[] {
  const now = around.clock();
  const { verdict, reason, control, attack, observer, refusedBy } = outcome;
  const lifetime = now.getTime() + check.lifetimeHours * 3_600_000;
  const until = Math.min(lifetime, outcome.validUntil?.getTime() ?? lifetime);
  return item.mitigations.map((mitigation, index) => ({
    check: item.check,
    target: item.target,
    covers: [...item.covers],
    mitigation,
    verdict,
    reason,
    control,
    attack: [...attack],
    observer,
    refusedBy,
    // Nobody observed: then it is no observed probe.
    strength: weaker(weaker(check.strength, outcome.strength), observer === null ? 'probe' : undefined),
    coverage: item.coverage,
    vantage: around.vantage,
    environment: around.environment,
    facts: [...item.facts, ...outcome.facts],
    ...(outcome.seen && index === 0 && { seen: [...outcome.seen] }),
    observedAt: now.toISOString(),
    validUntil: new Date(Math.max(until, now.getTime())).toISOString(),
  }));
}

/** An error's words, in one line and without its stack. */
function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}
