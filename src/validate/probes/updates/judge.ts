/** How checks of updates judge: what the unit did with one package, and what is to be said of all of them. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckOutcome } from '../../check.ts';
import { controlFailed, line, outcome } from '../mqtt/canary.ts';
import type { Offered, Package, UpdateStage } from './stage.ts';

/** Something that the unit should not run. */
export interface Wrong {
  readonly what: string;
  /** What the unit would say that it runs. */
  readonly version: string;
  readonly bytes: Uint8Array;
}

/**
 * Which of these the unit may refuse for its age alone, since it runs something as new already, which would show nothing
 * of what is wrong with it. Of names that are no numbers nobody can tell, and the target is believed.
 */
export function tooOld(running: string, wrongs: readonly Wrong[]): string | undefined {
  const old = wrongs.find(({ version }) => isNoNewer(version, running));
  return (
    old && `${old.what}, is not newer than ${running}, which the unit runs: it may refuse it for that alone`
  );
}

function isNoNewer(version: string, running: string): boolean {
  const [one, other] = [version, running].map((text) =>
    /^v?\d+(\.\d+)*$/.test(text) ? text.replace('v', '').split('.').map(Number) : undefined,
  );
  if (!one || !other) return false;
  const at = one.findIndex((number, index) => number !== (other[index] ?? 0));
  return at < 0 || (one[at] ?? 0) < (other[at] ?? 0);
}

/** Offers one after the other; ends with the first that it runs, since from then on nothing is as it was. */
export async function offerAll(stage: UpdateStage, wrongs: readonly Wrong[]): Promise<Attempt[]> {
  const attack: Attempt[] = [];
  for (const { what, version, bytes } of wrongs) {
    const tried = attemptOf(what, version, await stage.offers(bytes));
    attack.push(tried);
    if (tried.outcome === 'accepted') break;
  }
  return attack;
}

function attemptOf(what: string, version: string, { said, versions }: Offered): Attempt {
  if (versions.includes(version))
    return {
      what,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${said.detail}; it says that it runs ${version}`,
    };
  const last = versions.at(-1);
  // Whom the package did not reach has not refused it, and of one that says nothing nobody knows.
  if (last === undefined) {
    const detail = `${said.detail}; it no longer says which version it runs`;
    return said.outcome === 'unreachable' || said.outcome === 'local-failure'
      ? { ...said, what, detail }
      : { what, outcome: 'silent', refusedBy: null, detail };
  }
  const detail = `${said.detail}; it still says that it runs ${last}`;
  return said.outcome === 'accepted'
    ? { what, outcome: 'not-seen', refusedBy: 'device', detail }
    : { ...said, what, detail };
}

/**
 * After the attack: the genuine release must be taken, or nothing is shown. It is sent last, so that the unit ends on it,
 * and only after time enough for what was sent before to show.
 */
export async function concluded(
  stage: UpdateStage,
  attack: Attempt[],
  wrongs: readonly Wrong[],
  release: Package,
  shown: string,
): Promise<CheckOutcome> {
  const late = (versions: readonly string[], versionsOf: readonly Wrong[]): void => {
    const came = versionsOf.find(({ version }) => versions.includes(version));
    if (came)
      attack.push({
        what: `${came.what}, later`,
        outcome: 'accepted',
        refusedBy: null,
        detail: `it says that it runs ${came.version}`,
      });
  };
  if (!isTaken(attack)) late(await stage.rests(), wrongs);
  const control = await stage.takes(release, ', genuine, afterwards');
  if (!isTaken(attack))
    late(
      await stage.rests(),
      // The genuine one has its version as well.
      wrongs.filter(({ version }) => version !== release.version),
    );
  const taken = attack.filter(({ outcome: came }) => came === 'accepted');
  const observer: Attempt = {
    what: 'the version that the test unit says it runs, from the first package on',
    outcome: taken.length > 0 ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: taken.length > 0 ? taken.map(({ detail }) => detail).join('; ') : 'none that it must not run',
  };
  const found = { control, attack, observer };
  if (taken.length > 0)
    return outcome(
      'fail',
      `it runs what it should refuse: ${taken.map(line).join('; ')}. In the end it says that it runs ${stage.running()}`,
      found,
    );
  if (control.outcome !== 'accepted') return controlFailed(control, { attack, observer });
  const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'device');
  const doubt = stage.blind() ?? unclear.map(line).join('; ');
  if (doubt !== '') return outcome('inconclusive', `nothing is shown of the unit itself: ${doubt}`, found);
  const reason = `the test unit took ${release.version} and said so, and none of these: ${attack.map(({ what }) => what).join('; ')}. ${shown}`;
  return { ...outcome('pass', reason, found), refusedBy: 'device' };
}

function isTaken(attack: readonly Attempt[]): boolean {
  return attack.some(({ outcome: came }) => came === 'accepted');
}
