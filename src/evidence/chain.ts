/**
 * The evidence folder: one signed file a run, each naming the run before, and `head.json`, signed too, naming
 * the newest one. Leaving out a run that failed therefore shows.
 *
 * What it cannot show: somebody who removes the newest runs AND restores the head of that earlier time leaves a
 * folder that is whole in itself, and an empty folder looks like a new project. Only a copy elsewhere (version
 * control, a CI archive) shows those. Nor does a signature show that something happened: it shows who says so.
 */
import type { ProblemCode } from '../text/codes.ts';
import { sha256 } from '../text/digest.ts';
import type { Problem, ProblemSeverity } from '../text/problem.ts';
import type { Source } from '../text/source.ts';
import { openEnvelope, signEnvelope, verifyEnvelope } from './dsse.ts';
import { type SigningKey, type VerifyingKey, verifyingKey } from './keys.ts';
import { checkChain } from './links.ts';
import { Run, type VerifiedRun } from './run.ts';
import { type Head, headStatement, readHeadStatement, readRunStatement, runStatement } from './statement.ts';
import type { Signer, Trust } from './trust.ts';

/** What an evidence folder holds. */
export interface OpenedRuns {
  /** Runs whose signature counts, oldest first: by sequence, then start time. */
  readonly runs: readonly VerifiedRun[];
  /** EVI01 to EVI06; EVI02 is a warning, the others are errors. */
  readonly problems: readonly Problem[];
  /** Worth knowing and nothing wrong: forks, copies, a head that lags behind. */
  readonly notes: readonly string[];
}

/**
 * Opens the files of an evidence folder (`head` apart) and checks signatures, purpose, system and chain. Never
 * throws, whatever is in the files.
 */
export async function openRuns(
  files: readonly Source[],
  head: Source | undefined,
  trust: Trust,
  systemId: string,
): Promise<OpenedRuns> {
  const folder = new Folder(systemId, await keysOf(trust));
  for (const file of files) await folder.add(file);
  const opened = head && (await folder.openHead(head));
  const runs = folder.runs.toSorted(byAge);
  const trusted = runs.map(({ digest }) => digest);
  const chain = checkChain({ present: folder.present, trusted, head: opened, headFile: head?.file });
  return {
    runs,
    problems: [...folder.problems, ...chain.problems],
    notes: [...folder.notes, ...chain.notes],
  };
}

/** Files to write after a run. */
export interface AppendedRun {
  /** The name of the new file in the evidence folder. */
  readonly name: string;
  readonly text: string;
  /** The new text of `head.json`. */
  readonly head: string;
  /** The run as it was signed, with its place in the chain. */
  readonly run: Run;
}

/**
 * Signs a run as the one after the newest of `existing` (the runs of {@link openRuns}): `previous` and
 * `sequence` of `run` are set here. Throws when the run is not of the shape of {@link Run}.
 */
export async function appendRun(
  existing: readonly VerifiedRun[],
  run: Run,
  key: SigningKey,
): Promise<AppendedRun> {
  const newest = existing.toSorted(byAge).at(-1);
  const signed = Run.parse({
    ...run,
    previous: newest?.digest ?? null,
    sequence: (newest?.run.sequence ?? 0) + 1,
  });
  const payload = runStatement(signed);
  const digest = sha256(payload);
  const followed = new Set([signed.previous, ...existing.map((one) => one.run.previous)]);
  const ends = [...existing.map((one) => one.digest).filter((one) => !followed.has(one)), digest];
  return {
    name: `${signed.id}.dsse.json`,
    text: await signEnvelope(payload, key),
    head: await signEnvelope(
      headStatement(signed.system.id, { digest, sequence: signed.sequence, ends }),
      key,
    ),
    run: signed,
  };
}

/** The text of `head.json` for runs as they stand: names the newest, and every run that none follows. */
export async function signHead(runs: readonly VerifiedRun[], key: SigningKey): Promise<string> {
  const newest = runs.toSorted(byAge).at(-1);
  if (!newest) throw new RangeError('there is no run to name');
  const followed = new Set(runs.map(({ run }) => run.previous));
  const ends = runs.map(({ digest }) => digest).filter((digest) => !followed.has(digest));
  const { digest, run } = newest;
  return signEnvelope(headStatement(run.system.id, { digest, sequence: run.sequence, ends }), key);
}

/** Signs one run as it is, place in the chain included, and returns the envelope as JSON text. */
export async function signRun(run: Run, key: SigningKey): Promise<string> {
  return signEnvelope(runStatement(Run.parse(run)), key);
}

interface TrustedKeys {
  readonly signers: ReadonlyMap<string, Signer>;
  readonly keys: ReadonlyMap<string, VerifyingKey>;
}

async function keysOf(trust: Trust): Promise<TrustedKeys> {
  const signers = new Map<string, Signer>();
  const keys = new Map<string, VerifyingKey>();
  for (const signer of trust.signers.values()) {
    const key = await verifyingKey(signer.key);
    if (!key) continue;
    signers.set(key.keyId, signer);
    keys.set(key.keyId, key);
  }
  return { signers, keys };
}

/** Reads the files one by one. */
class Folder {
  readonly runs: VerifiedRun[] = [];
  /** Every run that can be read, trusted or not, by digest. */
  readonly present = new Map<string, { readonly file: string; readonly run: Run }>();
  readonly problems: Problem[] = [];
  readonly notes: string[] = [];
  readonly #systemId: string;
  readonly #trusted: TrustedKeys;

  constructor(systemId: string, trusted: TrustedKeys) {
    this.#systemId = systemId;
    this.#trusted = trusted;
  }

  async add({ file, text }: Source): Promise<void> {
    const envelope = openEnvelope(text);
    const run = envelope && readRunStatement(envelope.payload);
    if (!envelope || !run) {
      this.#report(
        'EVI01',
        file,
        'this is not a signed run',
        'Keep only signed runs in the evidence folder.',
      );
      return;
    }
    if (run.system.id !== this.#systemId) {
      this.#report('EVI06', file, `this run is about the system "${run.system.id}", not "${this.#systemId}"`);
      return;
    }
    const digest = sha256(envelope.payload);
    const copy = this.present.get(digest);
    if (copy) this.notes.push(`${file} holds the same run as ${copy.file}`);
    else this.present.set(digest, { file, run });
    const signers = await this.#verify(envelope, file, 'run');
    if (!signers) return;
    const signer = signers.find((one) => one.may.includes(run.kind));
    if (!signer) {
      const names = signers.map((one) => `"${one.name}"`).join(', ');
      this.#report(
        'EVI05',
        file,
        `${names} may not sign a run of kind "${run.kind}"`,
        `Give "may: [${run.kind}]" in trust.yaml to whoever may.`,
      );
    } else if (!this.runs.some((one) => one.digest === digest)) {
      this.runs.push({ file, digest, signer: signer.name, run });
    }
  }

  async openHead({ file, text }: Source): Promise<Head | undefined> {
    const envelope = openEnvelope(text);
    const read = envelope && readHeadStatement(envelope.payload);
    if (!envelope || !read) {
      this.#report('EVI01', file, 'this is not a signed chain head');
      return undefined;
    }
    if (read.systemId !== this.#systemId) {
      this.#report(
        'EVI06',
        file,
        `this chain head is about the system "${read.systemId}", not "${this.#systemId}"`,
      );
      return undefined;
    }
    return (await this.#verify(envelope, file, 'chain head')) && read.head;
  }

  /** The trusted signers; undefined, with the problem reported, when there is none. */
  async #verify(
    envelope: NonNullable<ReturnType<typeof openEnvelope>>,
    file: string,
    what: string,
  ): Promise<Signer[] | undefined> {
    const verification = await verifyEnvelope(envelope, this.#trusted.keys);
    if (verification.outcome === 'trusted') {
      return verification.keyIds.flatMap((keyId) => this.#trusted.signers.get(keyId) ?? []);
    }
    if (verification.outcome === 'unknown-key') {
      this.#report(
        'EVI02',
        file,
        `this ${what} is signed by a key that trust.yaml does not list, so it counts for nothing`,
        'Add the signer to trust.yaml if you trust it.',
        'warning',
      );
    } else {
      const name = this.#trusted.signers.get(verification.keyId)?.name ?? verification.keyId;
      this.#report(
        'EVI03',
        file,
        `the signature of "${name}" does not verify: the ${what} was changed after signing`,
        RESTORE,
      );
    }
    return undefined;
  }

  #report(
    code: ProblemCode,
    file: string,
    message: string,
    hint?: string,
    severity: ProblemSeverity = 'error',
  ): void {
    this.problems.push({
      code,
      severity,
      message,
      ...(hint !== undefined && { hint }),
      where: { file, line: 1, column: 1 },
    });
  }
}

const RESTORE = 'Restore the file from version control or from the archive of the CI.';

function byAge(a: VerifiedRun, b: VerifiedRun): number {
  return (
    a.run.sequence - b.run.sequence ||
    compare(a.run.startedAt, b.run.startedAt) ||
    compare(a.digest, b.digest)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
