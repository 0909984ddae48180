/**
 * Does a device take a configuration that is not signed, not by whom it must be, changed, out of bounds or old, by
 * way of one who may send it (S-66, S-69: set outside of its calibration, and its data misread)? Somebody on the way
 * who refuses shows nothing of the device, so it must have gone through to it.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { signedByNobody, withSignatureOf } from '../../probes/commands/message.ts';
import {
  type Configuration,
  type SettingsStage,
  isBounded,
  withSettings,
} from '../../probes/commands/settings.ts';
import { controlFailed, line, outcome } from '../../probes/mqtt/canary.ts';
import { inconclusive } from '../../verdict.ts';

export const settingsSignedAndBounded = defineCheck({
  id: 'settings-signed-and-bounded',
  title: 'Does a device take only a configuration that is signed, within its bounds, and newer?',
  targets: ['settings'],
  control:
    'rightly signed configurations with permitted values are run by the test unit, before and after; the last has the value that was found',
  attack:
    'the same sender sends one without a signature, one signed with a key that nobody knows, one changed after it was signed, one that ran before with a higher number put into it, signed ones with the declared values out of bounds, and one that ran before',
  observer: 'the number and the value of the configuration that the test unit says it runs',
  effect: 'active',
  budget: { connections: 400, seconds: 120, bytes: 5_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    return withSettings(context, async (stage) => {
      const { told, first } = stage;
      const { beyond = [], permitted } = told;
      if (beyond.length === 0 || beyond.some((value) => isBounded(value, told)))
        return inconclusive('the target declares no values out of bounds, with `beyond`, `least` and `most`');
      const old = stage.next(permitted[0]);
      for (const configuration of [old, stage.next(permitted[1])]) {
        const before = await gives(stage, configuration, '');
        if (before.outcome !== 'accepted') return controlFailed(before);
      }
      const attack: Attempt[] = [];
      for (const wrong of wrongOnes(stage, old)) attack.push(await offer(stage, wrong));

      const home = isBounded(first.value, told) ? first.value : permitted[0];
      const control = await gives(stage, stage.next(home), ' afterwards');
      const taken = attack.filter((one) => one.outcome === 'accepted');
      const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'device');
      const observer: Attempt = {
        what: 'what the test unit says it runs during the attack',
        outcome: taken.length > 0 ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: taken.length > 0 ? taken.map(({ detail }) => detail).join('; ') : 'none of what it must not',
      };
      const found = { control, attack, observer };
      if (taken.length > 0)
        return outcome('fail', `it runs what it should refuse: ${taken.map(line).join('; ')}`, found);
      if (control.outcome !== 'accepted') return controlFailed(control, { attack, observer });
      const doubt = stage.blind() ?? unclear.map(line).join('; ');
      if (doubt !== '')
        return outcome('inconclusive', `nothing is shown of the unit itself: ${doubt}`, found);
      const reason = `the test unit ran signed configurations before and after, and none of these: ${attack.map(({ what }) => what).join('; ')}`;
      return { ...outcome('pass', reason, found), refusedBy: 'device' };
    });
  },
});

interface Wrong {
  readonly what: string;
  readonly configuration: Configuration;
  readonly text: string;
}

/** Made one by one, as they are sent: each has a number that the unit has not seen yet, but for the old one. */
function* wrongOnes(stage: SettingsStage, old: Configuration): Generator<Wrong> {
  const [one, other] = stage.told.permitted;
  const unsigned = stage.next(one);
  yield { what: 'one without a signature', configuration: unsigned, text: unsigned.text };
  const strange = stage.next(one);
  yield {
    what: 'one signed with a key that nobody knows',
    configuration: strange,
    text: signedByNobody(strange.text),
  };
  const changed = stage.next(one);
  const honest = stage.signed(stage.changed(changed, other));
  yield {
    what: 'one changed after it was signed',
    configuration: changed,
    text: withSignatureOf(honest, changed.text),
  };
  const again = stage.next(one);
  yield {
    what: 'one that ran before, with a higher number under its signature',
    configuration: again,
    text: withSignatureOf(stage.signed(old), again.text),
  };
  for (const value of stage.told.beyond ?? []) {
    const beyond = stage.next(value);
    yield { what: `a signed one with ${value}`, configuration: beyond, text: stage.signed(beyond) };
  }
  yield { what: 'a signed one that ran before', configuration: old, text: stage.signed(old) };
}

/** The unit runs the second permitted value; the wrong one would make it run another. */
async function offer(stage: SettingsStage, { what, configuration, text }: Wrong): Promise<Attempt> {
  const { said, running } = await stage.offers(text);
  const isBeyond = !isBounded(configuration.value, stage.told);
  const runs = running.find(
    ({ version, value }) =>
      // What is cut off to its bounds runs, and is none that it should not run.
      value === configuration.value ||
      (version === configuration.version && !isBeyond) ||
      !isBounded(value, stage.told),
  );
  if (runs !== undefined) {
    // The next one must make a difference again.
    await gives(stage, stage.next(stage.told.permitted[1]), '');
    const detail = `${said.detail}; it says that it runs number ${runs.version}, ${runs.value}`;
    return { what, outcome: 'accepted', refusedBy: null, detail };
  }
  // Over HTTPS it is asked again and again what it runs: no answer at all means that nobody saw it.
  if (stage.told.over === 'https' && running.length === 0)
    return {
      what,
      outcome: 'silent',
      refusedBy: null,
      detail: `${said.detail}; what it runs could not be seen`,
    };
  const detail = `${said.detail}; it does not run it`;
  if (said.outcome !== 'accepted') return { ...said, what, detail };
  return { what, outcome: 'not-seen', refusedBy: 'device', detail };
}

function gives(stage: SettingsStage, configuration: Configuration, when: string): Promise<Attempt> {
  const what = `${stage.told.by} sends a signed configuration with ${configuration.value}${when}`;
  return stage.takes(what, stage.signed(configuration), configuration);
}
