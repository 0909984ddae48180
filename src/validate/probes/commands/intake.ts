/** Readings that a monitor must not take in, by way of the sensor's own connection; good ones before and after. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { controlFailed, line, outcome } from '../mqtt/canary.ts';
import { isQuiet, says } from './belief.ts';
import { type SensorStage, withSensor } from './sensor.ts';

/** Sends what must not be taken in; `words`: those of the monitor by which one knows that it was. */
export async function offers(
  stage: SensorStage,
  what: string,
  text: string,
  words: readonly string[],
): Promise<Attempt> {
  const from = stage.mark();
  await stage.sends(text);
  const taken = await says(stage, words, from);
  const said = stage.said(from);
  return {
    what: `${stage.told.by} sends ${what}`,
    outcome: taken ? 'accepted' : 'not-seen',
    refusedBy: taken ? null : 'server',
    detail: said === 'nothing' ? 'the monitor has no word on it' : `the monitor says ${said}`,
  };
}

/** Sends one that must be taken in; `accepted` when the monitor calls the sensor well for it. */
export async function isTaken(stage: SensorStage, text: string): Promise<Attempt> {
  const from = stage.mark();
  const well = await offers(stage, 'a reading', text, [stage.told.well]);
  return well.outcome === 'accepted'
    ? well
    : { ...well, refusedBy: null, detail: `the monitor says ${stage.said(from)}` };
}

/**
 * Proves that the monitor has its word on each good reading and none on silence, plays, proves the first again, and
 * judges: whatever was taken in is a failure. What `play` gives in place of attempts shows that it could not be tried.
 */
export async function judgeIntake(
  context: CheckContext,
  play: (stage: SensorStage) => Promise<readonly Attempt[] | CheckOutcome>,
  pass: string,
): Promise<CheckOutcome> {
  return withSensor(context, async (stage) => {
    const { told } = stage;
    const before = await stage.isWell(2);
    if (before.outcome !== 'accepted') return controlFailed(before);
    const quiet = await isQuiet(stage);
    if (quiet.outcome !== 'seen') return controlFailed(quiet);
    const attack = await play(stage);
    if ('verdict' in attack) return attack;
    const taken = attack.filter((attempt) => attempt.outcome === 'accepted');
    const observer: Attempt = {
      what: `${told.reader} watches ${told.status}`,
      outcome: taken.length > 0 ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `${taken.length} of ${attack.length} taken in`,
    };
    const control = await stage.isWell(1);
    const found = { control, attack, observer };
    if (taken.length > 0) return outcome('fail', `taken in: ${taken.map(line).join('; ')}`, found);
    if (control.outcome !== 'accepted' || stage.blind() !== undefined)
      return controlFailed(control, { attack, observer });
    return outcome('pass', `${pass}: ${attack.map(line).join('; ')}`, found);
  });
}
