/**
 * Does a device come back to software that works after an update that is damaged, cut off, or does not work? One that
 * does not work must have been tried, which its reports show, or coming back from it is none. Power that fails in the
 * middle of an update is not tried.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckOutcome, defineCheck } from '../../check.ts';
import type { Said } from '../../probes/commands/way.ts';
import { controlFailed, line, outcome } from '../../probes/mqtt/canary.ts';
import { altered, cutShort } from '../../probes/updates/packages.ts';
import { type Package, UPDATE_BUDGET, type UpdateStage, withUpdates } from '../../probes/updates/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const updateRecovery = defineCheck({
  id: 'update-recovery',
  title: 'Does a device come back to what works after an update that fails?',
  targets: ['update'],
  control:
    'the test unit says which version it runs before; afterwards a genuine release is sent, and it runs it',
  attack:
    'a release is sent that is cut off in the middle, one whose content was damaged, and a genuine one that does not work',
  observer: 'the version that the test unit says it runs, and the one that it says failed',
  effect: 'disturbing',
  budget: UPDATE_BUDGET,
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    return withUpdates(context, 1, async (stage) => {
      const [release] = stage.ahead;
      const faulty = stage.package('faulty');
      if (!release || !faulty)
        return inconclusive('the target declares no release that is genuine and does not work (faulty)');
      const damaged = damagedOnes(release);
      if (typeof damaged === 'string') return inconclusive(damaged);
      const home = stage.running();
      const attack: Attempt[] = [];
      let isTried = false;
      for (const { what, bytes } of [...damaged, notWorking(faulty)]) {
        const before = stage.failed();
        const { came, versions } = await comesBack(stage, home, what, bytes);
        attack.push(came);
        const failed = stage.failed();
        // What it said before may be of an earlier run.
        isTried = versions.includes(faulty.version) || (failed !== before && failed.includes(faulty.version));
        if (came.outcome === 'accepted') break;
      }
      return concluded(stage, attack, release, faulty, isTried, context.signal);
    });
  },
});

function damagedOnes(
  release: Package,
): readonly { readonly what: string; readonly bytes: Uint8Array }[] | string {
  const { bytes, parts, version } = release;
  const cut = parts && cutShort(bytes, parts);
  const damaged = parts && altered(bytes, parts.content);
  if (!cut || !damaged) return `release ${version} has no content where the target says (parts)`;
  return [
    { what: `release ${version}, cut off in the middle`, bytes: cut },
    { what: `release ${version}, damaged`, bytes: damaged },
  ];
}

function notWorking({ version, bytes }: Package): { readonly what: string; readonly bytes: Uint8Array } {
  return { what: `release ${version}, genuine, which does not work`, bytes };
}

/** `accepted` when the harm is done: it is not back to the version it had. */
async function comesBack(
  stage: UpdateStage,
  home: string,
  what: string,
  bytes: Uint8Array,
): Promise<{ readonly came: Attempt; readonly versions: readonly string[] }> {
  const { said, versions } = await stage.offers(bytes, stage.told.recoverSeconds);
  // What it said before it tried the new one is not what counts.
  const last = await stage.says();
  return { came: { what, ...judged(stage, home, said, last) }, versions };
}

function judged(stage: UpdateStage, home: string, said: Said, last: string | undefined): Said {
  if (said.outcome === 'unreachable' || said.outcome === 'local-failure') return said;
  if (last === home) {
    const detail = `${said.detail}; it says that it runs ${home}`;
    return said.refusedBy === 'server'
      ? { ...said, detail }
      : { outcome: 'not-seen', refusedBy: 'device', detail };
  }
  // Where the way to it is gone as well, nobody knows how it is.
  const blind = stage.told.direct ? undefined : stage.blind();
  if (last === undefined && blind !== undefined)
    return { outcome: 'silent', refusedBy: null, detail: `${said.detail}; then ${blind}` };
  const then =
    last === undefined ? `it ran ${home} and says nothing any more` : `it says that it runs ${last}`;
  return { outcome: 'accepted', refusedBy: null, detail: `${said.detail}; ${then}` };
}

async function concluded(
  stage: UpdateStage,
  attack: readonly Attempt[],
  release: Package,
  faulty: Package,
  isTried: boolean,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const harmed = attack.filter(({ outcome: came }) => came === 'accepted');
  const control = await stage.takes(release, ', genuine, afterwards');
  const observer: Attempt = {
    what: 'the version that the test unit says it runs after each',
    outcome: harmed.length > 0 ? 'not-seen' : 'seen',
    refusedBy: null,
    detail: harmed.length > 0 ? harmed.map(({ detail }) => detail).join('; ') : 'the one from before',
  };
  const found = { control, attack, observer };
  if (harmed.length > 0 && !signal.aborted) {
    const help =
      control.outcome === 'accepted'
        ? `a further update, ${release.version}, helped`
        : 'no further update helped';
    return outcome('fail', `it does not come back by itself: ${harmed.map(line).join('; ')}; ${help}`, found);
  }
  if (control.outcome !== 'accepted') return controlFailed(control, { attack, observer });
  const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'device');
  const doubt = stage.blind() ?? unclear.map(line).join('; ');
  if (doubt !== '') return outcome('inconclusive', `nothing is shown of the unit itself: ${doubt}`, found);
  if (!isTried)
    return outcome(
      'inconclusive',
      `the test unit never said that it tried to run ${faulty.version}, nor that it failed: it may just have refused it`,
      found,
    );
  const reason = `the test unit was back at its version after each of these, and took ${release.version} then: ${attack.map(({ what }) => what).join('; ')}. Power that fails during an update was not tried`;
  return { ...outcome('pass', reason, found), refusedBy: 'device' };
}
