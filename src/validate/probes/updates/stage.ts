/**
 * A test unit that is offered releases, right and wrong ones, and says which it runs. What it says is its own word: that
 * it runs nothing else besides is not seen.
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { UpdateTarget } from '../../targets/test-unit/update.ts';
import { inconclusive } from '../../verdict.ts';
import { ask } from '../commands/http.ts';
import { wordAt } from '../commands/json.ts';
import { type Said, type Watch, type Way, openWay, saidOver, saidTo } from '../commands/way.ts';
import { controlFailed } from '../mqtt/canary.ts';
import { type Parts } from './packages.ts';

/** A package, read. */
export interface Package {
  readonly version: string;
  readonly bytes: Uint8Array;
  /** Where content and signature stand in it; undefined where nobody said. */
  readonly parts: Parts | undefined;
}

/** What came of offering something. */
export interface Offered {
  readonly said: Said;
  /** Every version that the unit said it runs, from then on and for as long as it may take to change. */
  readonly versions: readonly string[];
}

export interface UpdateStage {
  readonly told: UpdateTarget;
  /** What it says that it runs, as far as it has said so. */
  running(): string;
  /** Genuine releases that it has not had, the next one first. */
  readonly ahead: readonly Package[];
  /** One of the other releases that are declared. */
  package(kind: 'older' | 'other' | 'foreign' | 'unsigned' | 'faulty'): Package | undefined;
  /** Sends what it should not run, and watches for as long as it may take to run it. */
  offers(bytes: Uint8Array, seconds?: number): Promise<Offered>;
  /** Sends a genuine release; `accepted` when it then says that it runs it. */
  takes(release: Package, when?: string): Promise<Attempt>;
  /** Watches on, for as long as it may take to run something that was sent before; what it said. */
  rests(): Promise<readonly string[]>;
  /** What it says now that it runs; undefined where it says nothing for as long as it may take to start. */
  says(): Promise<string | undefined>;
  /** What it last said of an update that failed; empty where it said nothing. */
  failed(): string;
  blind(): string | undefined;
}

/** Packages are held in memory while they are tried. */
const MOST_BYTES = 32 * 1024 ** 2;

/** What every check of updates may spend: some packages there, and looking on meanwhile. */
export const UPDATE_BUDGET = { connections: 1000, seconds: 1800, bytes: 400_000_000 } as const;

const KINDS = ['older', 'other', 'foreign', 'unsigned', 'faulty'] as const;

/**
 * Sets the stage; an outcome where the target cannot be tried, the unit does not say what it runs, or there are not as
 * many releases ahead as the check `needs`.
 */
export async function withUpdates(
  context: CheckContext,
  needs: number,
  play: (stage: UpdateStage) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  const told = context.target.update;
  if (!told) return inconclusive('the target declares no updates (update)');
  const sender = context.identities.find(({ name }) => name === told.by);
  if (!sender) return inconclusive(`the target does not declare the identity ${told.by}`);
  const way = openWay(context);
  try {
    const packages = await readAll(context, told);
    const settleMillis = settleMillisOf(told);
    const watching = await way.watch(sender, told.over, told.observe, Math.max(250, settleMillis / 20));
    if ('what' in watching) return controlFailed(watching);
    await watching.until((text) => wordAt(text, told.version) !== '', 0, settleMillis);
    const stage = new Stage(told, packages, watching, (bytes) => send(context, way, sender, told, bytes));
    const doubt = notReady(stage, packages, needs);
    return doubt ?? (await play(stage));
  } catch (error) {
    return inconclusive(error instanceof Error ? error.message : 'a package cannot be read');
  } finally {
    way.close();
  }
}

function notReady(stage: UpdateStage, packages: Packages, needs: number): CheckOutcome | undefined {
  const first = stage.running();
  if (first === '')
    return controlFailed({
      what: `the unit says at ${stage.told.observe} which version it runs`,
      outcome: 'not-seen',
      refusedBy: null,
      detail: 'it says nothing of it',
    });
  const wrong = KINDS.find((kind) => packages[kind]?.version === first);
  if (wrong !== undefined)
    return inconclusive(
      `the unit runs ${first}, which the target calls ${wrong}: put it back to one that is to be updated`,
    );
  if (stage.ahead.length < needs)
    return inconclusive(
      `the unit runs ${first}, and the target declares ${stage.ahead.length} newer releases that it has not had, of which ${needs} are needed: declare further ones, or put the unit back`,
    );
  return undefined;
}

function settleMillisOf({ settleSeconds = 5 }: UpdateTarget): number {
  return settleSeconds * 1000;
}

class Stage implements UpdateStage {
  readonly told: UpdateTarget;
  readonly ahead: readonly Package[];
  readonly #packages: Packages;
  readonly #watching: Watch;
  readonly #send: (bytes: Uint8Array) => Promise<Said>;

  constructor(
    told: UpdateTarget,
    packages: Packages,
    watching: Watch,
    sendIt: (bytes: Uint8Array) => Promise<Said>,
  ) {
    this.told = told;
    this.#packages = packages;
    this.#watching = watching;
    this.#send = sendIt;
    const had = packages.newer.findIndex(({ version }) => version === this.running());
    this.ahead = packages.newer.slice(had + 1);
  }

  running(): string {
    return this.#versions(0).at(-1) ?? '';
  }

  package(kind: (typeof KINDS)[number]): Package | undefined {
    return this.#packages[kind];
  }

  async offers(bytes: Uint8Array, seconds?: number): Promise<Offered> {
    const from = this.#watching.texts.length;
    const said = await this.#send(bytes);
    const millis = seconds === undefined ? settleMillisOf(this.told) : seconds * 1000;
    return { said, versions: await this.#looks(from, millis) };
  }

  async takes(release: Package, when = ''): Promise<Attempt> {
    const what = `${this.told.by} sends ${release.version}${when}`;
    const from = this.#watching.texts.length;
    const since = Date.now();
    const said = await this.#send(release.bytes);
    // A unit that answers at the end of the work, or goes away in the middle of it, may still say that it runs it.
    if (said.outcome === 'unreachable' || said.outcome === 'local-failure') return { what, ...said };
    const millis = Math.max(0, settleMillisOf(this.told) - (Date.now() - since));
    const runs = await this.#watching.until(
      (text) => wordAt(text, this.told.version) === release.version,
      from,
      millis,
    );
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    return runs
      ? {
          what,
          outcome: 'accepted',
          refusedBy: null,
          detail: `${said.detail}; after ${seconds} seconds it says that it runs it`,
        }
      : {
          what,
          outcome: 'not-seen',
          refusedBy: null,
          detail: `${said.detail}; it does not say that it runs it`,
        };
  }

  rests(): Promise<readonly string[]> {
    return this.#looks(this.#watching.texts.length, settleMillisOf(this.told));
  }

  async says(): Promise<string | undefined> {
    const from = this.#watching.texts.length;
    const isSaid = (text: string): boolean => wordAt(text, this.told.version) !== '';
    await this.#watching.until(isSaid, from, settleMillisOf(this.told));
    return this.#versions(from).at(-1);
  }

  failed(): string {
    const { failed } = this.told;
    return failed === undefined ? '' : wordAt(this.#watching.texts.at(-1) ?? '', failed);
  }

  blind(): string | undefined {
    return this.#watching.blind();
  }

  /** All the time through; and so long again for one that has not said anything yet, which may be starting. */
  async #looks(from: number, millis: number): Promise<readonly string[]> {
    await this.#watching.until(() => false, from, millis);
    if (this.#versions(from).length === 0)
      await this.#watching.until((text) => wordAt(text, this.told.version) !== '', from, millis);
    return this.#versions(from);
  }

  #versions(from: number): string[] {
    return this.#watching.texts.slice(from).flatMap((text) => wordAt(text, this.told.version) || []);
  }
}

/** The word of who answers; of a unit that answers itself, any answer but a good one is its refusal. */
async function send(
  context: CheckContext,
  way: Way,
  sender: Credentials,
  told: UpdateTarget,
  bytes: Uint8Array,
): Promise<Said> {
  if (told.over === 'mqtt') {
    const session = await way.session(sender);
    if ('what' in session)
      return { outcome: 'local-failure', refusedBy: null, detail: `did not connect: ${session.detail}` };
    return saidTo(await session.publish(told.send, Buffer.from(bytes), 1));
  }
  const answerMillis = Math.max(6000, settleMillisOf(told));
  const answer = await ask(context, sender, { method: 'POST', path: told.send, body: bytes, answerMillis });
  const said = saidOver(answer);
  return told.direct && answer.kind === 'answered' && answer.status >= 400
    ? { outcome: 'refused', refusedBy: 'device', detail: `HTTP ${answer.status}` }
    : said;
}

type Packages = Readonly<Partial<Record<(typeof KINDS)[number], Package>>> & {
  readonly newer: readonly Package[];
};

/** Rejects with an Error that a person understands. */
async function readAll(context: CheckContext, told: UpdateTarget): Promise<Packages> {
  const read = async (
    { file, version }: { readonly file: string; readonly version: string },
    parts: Parts | undefined,
  ): Promise<Package> => {
    const bytes = await context.readBytes(file);
    if (bytes.length === 0) throw new Error(`the package "${file}" is empty`);
    if (bytes.length > MOST_BYTES) throw new Error(`the package "${file}" has more than ${MOST_BYTES} bytes`);
    return { version, bytes, parts };
  };
  const newer: Package[] = [];
  for (const one of told.newer) newer.push(await read(one, one.parts ?? told.parts));
  const others: Partial<Record<(typeof KINDS)[number], Package>> = {};
  for (const kind of KINDS) {
    const one = told[kind];
    if (one) others[kind] = await read(one, undefined);
  }
  return { ...others, newer };
}
