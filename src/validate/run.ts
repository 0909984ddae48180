/** Executes a plan: the only part of the four steps that touches the world. */
import type { Budget } from '../catalogue/schema.ts';
import type { Result, Run } from '../evidence/run.ts';
import type { Problem } from '../text/problem.ts';
import {
  type Admitted,
  type Lookup,
  admit,
  needsGrant,
  placesOf,
  systemLookup,
} from './permission/address.ts';
import type { Check } from './check.ts';
import { Endpoints } from './endpoint.ts';
import { type Surroundings, execute } from './execute.ts';
import { type Grant, grantCovers } from './permission/grants.ts';
import { type Plan, type PlannedCheck, planItem } from './plan.ts';
import { newRunId } from './run-id.ts';
import { portsOf } from './targets/device.ts';
import { type Target, addressOf } from './targets/targets.ts';

export interface RunOptions {
  /** The checks there are ({@link ./checks/index.ts}). */
  readonly checks: readonly Check[];
  /** The project folder: files of targets and `file:` references are read below it. */
  readonly root: string;
  /** For `env:` references. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Permission to go beyond loopback ({@link readGrant}). */
  readonly grant?: Grant;
  /** Digest and successor number of the run before; null and 1 for the first. */
  readonly previous: string | null;
  readonly sequence: number;
  /** Results of the runs before whose signature is trusted, oldest first; absent: nothing is known of any. */
  readonly earlier?: readonly Result[];
  /** Ends the run early: what was not done by then is listed in `notRun`. */
  readonly signal: AbortSignal;
  /** From where the run looks: the machine's name, say. How each target was reached is added to its results. */
  readonly vantage: string;
  /** Version of this program. */
  readonly version: string;
  /** Ids of checks and names of targets; an item is run when either is listed. Absent: everything. */
  readonly only?: readonly string[];
  /** Ids of disturbing checks that may run. */
  readonly allowDisturbing: readonly string[];
  /** Told once for each check that ended, with its results. */
  readonly onProgress?: (results: readonly Result[]) => void;
  readonly clock?: () => Date;
  /** How names are resolved; the system's way where absent. */
  readonly lookup?: Lookup;
}

/** How many targets are looked at, at the same time. Each sees one check at a time. */
const LANES = 4;

/**
 * Executes the plan and returns the record, unsigned. Never rejects for anything a target does. Beyond loopback
 * there is one check at a time over all targets, so that the grant's budget can be kept.
 */
export async function run(plan: Plan, options: RunOptions): Promise<Run> {
  const clock = options.clock ?? (() => new Date());
  const startedAt = clock();
  const around: Surroundings = {
    ...options,
    environment: plan.environment,
    clock,
    endpoints: new Endpoints(),
  };
  const done = new Map<PlannedCheck, readonly Result[]>();
  const notRun = new Map<PlannedCheck, string>();
  const purse = options.grant && new Purse(options.grant.budget);
  let grantUsed = false;

  const wanted: { item: PlannedCheck; check: Check }[] = [];
  for (const item of plan.items) {
    const check = options.checks.find((one) => one.id === item.check);
    const reason = whyNot(item, check, options);
    if (check && reason === undefined) wanted.push({ item, check });
    else notRun.set(item, reason ?? 'this version has no such check');
  }
  const places = await admitAll(
    wanted.map(({ item }) => item),
    plan,
    options,
    clock,
  );

  const one = async ({ item, check }: { item: PlannedCheck; check: Check }): Promise<void> => {
    const place = places.get(item.target);
    if (typeof place === 'string') {
      notRun.set(item, place);
      return;
    }
    if (options.signal.aborted) {
      notRun.set(item, INTERRUPTED);
      return;
    }
    const refusal = needsGrant(place)
      ? whyNotGranted(item, check, place, plan, options.grant, purse, clock())
      : undefined;
    if (refusal !== undefined) {
      notRun.set(item, refusal);
      return;
    }
    grantUsed ||= needsGrant(place);
    const { results, spent } = await execute(item, check, place, around);
    if (needsGrant(place)) purse?.spend(spent);
    if (results.length === 0) {
      notRun.set(item, INTERRUPTED);
      return;
    }
    done.set(item, results);
    options.onProgress?.(results);
  };
  const lanes = lanesOf(wanted, ({ item }) => doorsOf(item, places.get(item.target)));
  await inLanes(lanes, one);

  return {
    id: newRunId(startedAt),
    kind: 'run',
    tool: { name: 'bestride', version: options.version },
    system: plan.system,
    environment: plan.environment,
    vantage: options.vantage,
    startedAt: startedAt.toISOString(),
    finishedAt: clock().toISOString(),
    plan: { digest: plan.digest, items: plan.items.map(planItem) },
    grant:
      options.grant && grantUsed
        ? { digest: options.grant.digest, authorisedBy: options.grant.authorisedBy }
        : null,
    results: plan.items.flatMap((item) => done.get(item) ?? []),
    notRun: plan.items.flatMap((item) => {
      const reason = notRun.get(item);
      return reason === undefined ? [] : [{ check: item.check, target: item.target, reason }];
    }),
    statement: null,
    previous: options.previous,
    sequence: options.sequence,
  };
}

const INTERRUPTED = 'interrupted before it ended';

function whyNot(item: PlannedCheck, check: Check | undefined, options: RunOptions): string | undefined {
  if (options.only && !options.only.includes(item.check) && !options.only.includes(item.target)) {
    return 'not selected for this run';
  }
  if (check?.effect === 'disturbing' && !options.allowDisturbing.includes(check.id)) {
    return 'it may disturb the service, and was not named';
  }
  return undefined;
}

/** Each wanted target's place, resolved once; a text says why it must not be contacted. */
async function admitAll(
  items: readonly PlannedCheck[],
  plan: Plan,
  options: RunOptions,
  clock: () => Date,
): Promise<Map<string, Admitted | string>> {
  const places = new Map<string, Admitted | string>();
  for (const { target, declaration } of items) {
    const address = addressOf(declaration);
    if (address === undefined || places.has(target)) continue;
    const name = `${plan.environment}/${target}`;
    const place = await admitTarget(name, address, declaration, options, clock());
    places.set(target, 'code' in place ? `${place.code}: ${place.message}` : place);
  }
  return places;
}

/**
 * A target's place with all its ports, where its device is waited for when it is dialled as well, and its plain
 * address. Each is resolved once and judged for itself; one that may not be contacted keeps all of them from it.
 */
async function admitTarget(
  name: string,
  address: string,
  { address: dialled, device, plain: declaredPlain, ports }: Target,
  { grant, lookup = systemLookup }: RunOptions,
  now: Date,
): Promise<Admitted | Problem> {
  const place = await admit(name, address, grant, now, lookup, ports && portsOf(ports));
  if ('code' in place || dialled === undefined) return place;
  const listen = device && (await admit(name, device.listen, grant, now, lookup));
  if (listen && 'code' in listen) return listen;
  const plain =
    declaredPlain === undefined ? undefined : await admit(name, declaredPlain, grant, now, lookup);
  if (plain && 'code' in plain) return plain;
  return { ...place, ...(listen && { listen }), ...(plain && { plain }) };
}

function whyNotGranted(
  item: PlannedCheck,
  check: Check,
  place: Admitted,
  plan: Plan,
  grant: Grant | undefined,
  purse: Purse | undefined,
  now: Date,
): string | undefined {
  if (!grant || !purse) return 'TGT04: there is no grant';
  // The whole check must fit into the window, not only its beginning.
  const end = new Date(now.getTime() + check.budget.seconds * 1000);
  for (const { host, port } of placesOf(place).filter(({ byGrant }) => byGrant)) {
    for (const moment of [now, end]) {
      const refusal = grantCovers(grant, `${plan.environment}/${item.target}`, host, port, moment);
      if (refusal !== undefined) return `TGT05: ${refusal}`;
    }
  }
  return purse.cannotPay(check.budget);
}

/** What is left of a grant's budget. */
class Purse {
  #left: Budget;

  constructor(budget: Budget) {
    this.#left = budget;
  }

  /** Why a check with this budget must not begin; undefined: it may. */
  cannotPay(price: Budget): string | undefined {
    for (const what of ['connections', 'seconds', 'bytes'] as const) {
      if (price[what] > this.#left[what]) {
        const left = Math.max(0, Math.floor(this.#left[what]));
        return `TGT05: the grant leaves ${left} ${what}, the check may need ${price[what]}`;
      }
    }
    return undefined;
  }

  spend({ connections, seconds, bytes }: Budget): void {
    this.#left = {
      connections: this.#left.connections - connections,
      seconds: this.#left.seconds - seconds,
      bytes: this.#left.bytes - bytes,
    };
  }
}

/** What an item has for itself while it runs: its listeners and places, whatever they are called. */
function doorsOf(item: PlannedCheck, place: Admitted | string | undefined): readonly string[] {
  if (place === undefined || typeof place === 'string') return [`no address: ${item.target}`];
  if (needsGrant(place)) return ['by grant'];
  return placesOf(place).map(({ host, port }) => `${host} ${port}`);
}

/** Items of one lane follow one another: those that have a door in common, by themselves or through others. */
function lanesOf<T>(items: readonly T[], doors: (item: T) => readonly string[]): readonly (readonly T[])[] {
  let lanes: { readonly doors: readonly string[]; readonly items: readonly T[] }[] = [];
  for (const item of items) {
    const own = doors(item);
    const shared = lanes.filter((lane) => lane.doors.some((door) => own.includes(door)));
    const joined = {
      doors: [...new Set([...shared.flatMap((lane) => lane.doors), ...own])],
      items: [...shared.flatMap((lane) => lane.items), item],
    };
    lanes = [...lanes.filter((lane) => !shared.includes(lane)), joined];
  }
  return lanes.map((lane) => lane.items);
}

async function inLanes<T>(lanes: readonly (readonly T[])[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...lanes];
  const worker = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
      for (const one of lane) await work(one);
    }
  };
  await Promise.all(Array.from({ length: LANES }, worker));
}
