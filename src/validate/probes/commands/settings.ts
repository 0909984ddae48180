/** A test unit that is given configurations, right and wrong ones, and says which it runs. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { SettingsTarget } from '../../targets/test-unit/settings.ts';
import { inconclusive } from '../../verdict.ts';
import { controlFailed } from '../mqtt/canary.ts';
import { numberAt } from './json.ts';
import { signedWith } from './message.ts';
import { isWithin } from './stage.ts';
import { type Watch, openWay } from './way.ts';

/** What the unit says that it runs. */
export interface Running {
  readonly version: number;
  readonly value: number;
}

export interface SettingsStage {
  readonly told: SettingsTarget;
  /** What it ran before anything was sent. */
  readonly first: Running;
  /** A configuration with the next number. */
  next(value: number): Configuration;
  /** The same number with another value. */
  changed(configuration: Configuration, value: number): Configuration;
  /** Signed as it must be. */
  signed(configuration: Configuration): string;
  /** Sends a right configuration; `accepted` when the unit then says that it runs it. */
  takes(what: string, text: string, configuration: Configuration): Promise<Attempt>;
  /** Sends a wrong one, and watches all the time that a unit may take; what it said that it runs. */
  offers(text: string): Promise<{ readonly said: Attempt; readonly running: readonly Running[] }>;
  blind(): string | undefined;
}

export interface Configuration extends Running {
  /** Without its signature. */
  readonly text: string;
}

/** Sets the stage; an outcome where the target cannot be tried, or does not say what it runs. */
export async function withSettings(
  context: CheckContext,
  play: (stage: SettingsStage) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  const told = context.target.settings;
  if (!told) return inconclusive('the target declares no settings');
  const named = (name: string): Credentials | undefined =>
    context.identities.find((identity) => identity.name === name);
  const sender = named(told.by);
  const { key } = named(told.signer ?? told.by) ?? {};
  if (!sender || key === undefined)
    return inconclusive(
      `the target does not declare the identity ${told.by}, or no key of ${told.signer ?? told.by}`,
    );
  const way = openWay(context);
  try {
    const watching = await way.watch(sender, told.over, told.observe);
    if ('what' in watching) return controlFailed(watching);
    const settleMillis = (told.settleSeconds ?? 2) * 1000;
    await watching.until((text) => runningIn(text, told) !== undefined, 0, settleMillis + 2000);
    const first = allRunning(watching, told, 0).at(-1);
    if (!first)
      return controlFailed({
        what: `the unit says at ${told.observe} which configuration it runs`,
        outcome: 'not-seen',
        refusedBy: null,
        detail: 'it says nothing of it',
      });
    let version = first.version;
    /** The longest that it took to run a right one: whoever looked away sooner would miss a wrong one. */
    let slowest = 0;
    const send = async (what: string, text: string): Promise<Attempt> => ({
      what,
      ...(await way.send(sender, told.over, told.send, text)),
    });
    return await play({
      told,
      first,
      blind: () => watching.blind(),
      signed: ({ text }) => signedWith(text, key),
      next: (value) => {
        version += 1;
        return configured(told, version, value);
      },
      changed: ({ version: same }, value) => configured(told, same, value),
      async takes(what, text, { version: wanted, value }) {
        const from = watching.texts.length;
        const since = performance.now();
        const said = await send(what, text);
        if (said.outcome !== 'accepted') return said;
        const runs = await watching.until(
          (report) => {
            const running = runningIn(report, told);
            return running?.version === wanted && running.value === value;
          },
          from,
          settleMillis + 2000,
        );
        if (runs) slowest = Math.max(slowest, performance.now() - since);
        return runs
          ? { ...said, detail: `${said.detail}; it runs number ${wanted}, ${value}` }
          : { ...said, outcome: 'not-seen', detail: `${said.detail}; it does not say that it runs it` };
      },
      async offers(text) {
        const from = watching.texts.length;
        const said = await send('', text);
        // Never met: it looks all the time through.
        await watching.until(() => false, from, Math.max(settleMillis, 2 * slowest));
        return { said, running: allRunning(watching, told, from) };
      },
    });
  } finally {
    way.close();
  }
}

/** Whether a unit may run this value. */
export const isBounded = (value: number, told: SettingsTarget): boolean => isWithin(value, told);

function configured({ body }: SettingsTarget, version: number, value: number): Configuration {
  const text = body.trim().replaceAll('{version}', String(version)).replaceAll('{value}', String(value));
  return { version, value, text };
}

function allRunning(watching: Watch, told: SettingsTarget, from: number): Running[] {
  return watching.texts.slice(from).flatMap((text) => runningIn(text, told) ?? []);
}

function runningIn(text: string, told: SettingsTarget): Running | undefined {
  const version = numberAt(text, told.version);
  const value = numberAt(text, told.value);
  return version === undefined || value === undefined ? undefined : { version, value };
}
