/**
 * What the broker keeps for whoever comes later: can a device leave such a message where another will find it, and is
 * what is kept for one handed to another? Everything that was left is taken away again.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { controlFailed, judgeRefusals, line, outcome, spokenVersions } from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, versionName } from '../../../probes/mqtt/codes.ts';
import {
  fetchRetained,
  type Fetched,
  forget,
  type Left,
  type Place,
  places,
  retain,
} from '../../../probes/mqtt/retained.ts';
import { marker, topicOf } from '../../../probes/mqtt/routes.ts';
import { type Cast, cast } from '../../../probes/mqtt/stage.ts';

export const mqttRetained = defineCheck({
  id: 'mqtt-retained',
  title: 'Is a device kept from leaving retained messages for others, and from fetching theirs?',
  targets: ['mqtt'],
  control:
    'what each canary leaves on its own topic, and the legitimate sender on one of the second canary’s, is found by its legitimate reader; where the server retains nothing, a passing message arrives',
  attack:
    'the first canary leaves a retained message on the topic the second one sends on, and on the one it receives on; and it subscribes, by name and by #, where one was left by its legitimate sender; MQTT 3.1.1 and MQTT 5',
  observer: 'the legitimate readers, who subscribe afterwards and get a message sent after that',
  effect: 'active',
  budget: { connections: 80, seconds: 90, bytes: 1_500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const actors = cast(context);
    if (typeof actors === 'string') return outcome('inconclusive', actors);
    const { attacker, victim } = actors;
    const { versions, notSpoken, failed, facts } = await spokenVersions(context, victim);
    if (failed) return controlFailed(failed);
    const tried: Attempt[] = [];
    let control: Attempt | undefined;
    for (const version of versions) {
      control = await leavesItsOwn(context, actors, version);
      if (control.outcome !== 'accepted') break;
      for (const place of places(context, actors)) {
        const found = await tryPlace(context, actors, place, version);
        tried.push(...found.attack);
        control = found.control;
        if (control.outcome !== 'accepted') break;
      }
      if (control?.outcome !== 'accepted') break;
    }
    if (!control) return outcome('inconclusive', 'no MQTT version is spoken');
    const attack = [...tried, ...notSpoken];
    const { verdict, decisive } = judgeRefusals(tried);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const observer: Attempt = {
      what: places(context, actors)
        .map(({ reader, topic }) => `${reader.name} subscribes to ${topic}`)
        .join(', '),
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: control.detail,
    };
    const reason = {
      pass: `${attacker.name} could leave no retained message on a topic of ${victim.name} and got none that was left there: ${tried.length} attempts; ${control.detail}`,
      fail: `what the broker keeps is open to others: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, observer, facts });
  },
});

/** The attacker has rights of its own: where it had none, its being refused would show nothing. */
async function leavesItsOwn(
  context: CheckContext,
  { attacker, service }: Cast,
  version: MqttVersion,
): Promise<Attempt> {
  const topic = topicOf(context.target.topics?.publish ?? '', attacker);
  const place: Place = { topic, sender: attacker, reader: service ?? attacker };
  const kept = marker();
  const left = await retain(context, attacker, topic, kept, version);
  const found = await fetchRetained(context, place, [topic], kept, version);
  await forget(context, [attacker], topic, version);
  return controlOf(place, found, left, version);
}

interface AtPlace {
  readonly control: Attempt;
  readonly attack: readonly Attempt[];
}

async function tryPlace(
  context: CheckContext,
  actors: Cast,
  place: Place,
  version: MqttVersion,
): Promise<AtPlace> {
  const { attacker } = actors;
  try {
    const kept = marker();
    const left = await retain(context, place.sender, place.topic, kept, version);
    const found = await fetchRetained(context, place, [place.topic], kept, version);
    const control = controlOf(place, found, left, version);
    if (control.outcome !== 'accepted') return { control, attack: [] };
    const attack: Attempt[] = [];
    if (found.got) {
      for (const filter of [place.topic, '#']) {
        attack.push(await handedOut(context, actors, place, filter, kept, version));
      }
    }
    await forget(context, [place.sender], place.topic, version);
    const planted = marker();
    const what = `${attacker.name} leaves a retained message on ${place.topic} (${versionName(version)})`;
    const answer = await retain(context, attacker, place.topic, planted, version);
    const after = await fetchRetained(context, place, [place.topic], planted, version);
    const judgement = judged(what, after, answer.said, `found by ${place.reader.name}`);
    const shows = answer.reached || judgement.outcome === 'accepted';
    attack.push(shows ? judgement : { what, outcome: 'silent', refusedBy: null, detail: answer.said });
    return { control: after.works || after.got ? control : notWorking(place, after, version), attack };
  } finally {
    await forget(context, [place.sender, attacker], place.topic, version);
  }
}

/** The attacker subscribes where a message was left; its own passing message shows that its session works. */
async function handedOut(
  context: CheckContext,
  { attacker, service }: Cast,
  place: Place,
  filter: string,
  kept: string,
  version: MqttVersion,
): Promise<Attempt> {
  const topic = topicOf(context.target.topics?.subscribe ?? '', attacker);
  const own: Place = { topic, sender: service ?? attacker, reader: attacker };
  const what = `${attacker.name} subscribes to ${filter}, where a message was left on ${place.topic} (${versionName(version)})`;
  return judged(
    what,
    await fetchRetained(context, own, [filter, topic], kept, version),
    '',
    'it is handed out',
  );
}

function judged(what: string, found: Fetched, said: string, delivered: string): Attempt {
  const answered = said === '' ? '' : `${said}; `;
  if (found.got) return { what, outcome: 'accepted', refusedBy: null, detail: answered + delivered };
  if (found.refused !== undefined) {
    return { what, outcome: 'refused', refusedBy: 'server', detail: `${answered}${found.refused}` };
  }
  return found.works
    ? { what, outcome: 'not-seen', refusedBy: 'server', detail: `${answered}nothing of it is delivered` }
    : { what, outcome: 'silent', refusedBy: null, detail: `${answered}${found.detail}` };
}

function controlOf(place: Place, found: Fetched, { said }: Left, version: MqttVersion): Attempt {
  if (!found.got && !found.works) return notWorking(place, found, version);
  const what = `${place.sender.name} leaves a message on ${place.topic} (${versionName(version)})`;
  const detail = found.got
    ? `what ${place.sender.name} left was found by ${place.reader.name}`
    : `this server retains nothing, not even what ${place.sender.name} leaves (${said}); passing messages arrive`;
  return { what, outcome: 'accepted', refusedBy: null, detail };
}

function notWorking(place: Place, found: Fetched, version: MqttVersion): Attempt {
  const what = `${place.sender.name} sends on ${place.topic}, ${place.reader.name} watches (${versionName(version)})`;
  return { what, outcome: 'not-seen', refusedBy: null, detail: found.refused ?? found.detail };
}
