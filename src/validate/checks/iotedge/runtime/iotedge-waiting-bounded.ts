/** Does what waits on the gateway to be sent have an end, in time and in size? */
import { defineCheck } from '../../../check.ts';
import { shown, type Told } from '../../../readers/containers/container.ts';
import { weakened } from '../../../readers/containers/judge.ts';
import { type Manifest, readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';
import {
  good,
  type Judgement,
  outcomeOf,
  type Row,
  unreadable,
  untold,
  weak,
} from '../../../readers/rows.ts';
import { truthOf } from '../../../readers/tree.ts';
import { inconclusive } from '../../../verdict.ts';

export const iotedgeWaitingBounded = defineCheck({
  id: 'iotedge-waiting-bounded',
  title: 'Does the hub on the gateway bound what waits to be sent, in time and in size?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or the twin of its hub, and of the agent, that say how long and how much the hub keeps, all of which is understood',
  attack:
    'look for a time to live that has no end (less than zero), or one of more than 30 days, for the hub and for single routes, and for a store without a bound on its size: the hub bounds the one that it keeps in memory, and none on the disk; which messages are dropped first, and what modules keep themselves, is not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  async run(context) {
    const { file } = context.target;
    if (file === undefined) return inconclusive('the target names no file');
    const { value, problems } = await readManifestTarget(context, file, new Map());
    if (!value) return unreadable(file, problems);
    const judged = outcomeOf(
      rows(value),
      {
        files: [file, ...value.alsoRead],
        found: `${value.routes?.length ?? 0} routes`,
        problems: value.hubProblems,
        doubts: value.waits === undefined ? [`${file} does not say how long its hub keeps messages`] : [],
      },
      [
        'no message waits for longer than 30 days, and the store of those that wait has a bound',
        value.proviso,
      ]
        .filter(Boolean)
        .join('; '),
    );
    return { ...judged, ...weakened(value) };
  },
});

const MOST_SECONDS = 30 * 24 * 3600;

function rows(manifest: Manifest): readonly Row[] {
  const { waits, routes = [] } = manifest;
  const times = [
    ...(waits ? [{ what: 'storeAndForwardConfiguration', time: waits }] : []),
    ...routes.flatMap(({ name, waits: time }) => (time ? [{ what: `route ${shown(name)}`, time }] : [])),
  ];
  return [
    ...times.map(({ what, time }) => ({ what: `${what} ${place(time)}`, judgement: judgeTime(time.text) })),
    { what: 'the hub on the gateway', judgement: judgeSize(manifest) },
  ];
}

function place({ where }: Told): string {
  return `(${where.file}:${where.line})`;
}

function judgeTime(text: string): Judgement {
  const seconds = /^-?\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
  if (seconds === undefined)
    return untold(`has a time to live that is no number of seconds ("${shown(text)}")`);
  if (seconds < 0) return weak('keeps messages for ever');
  return seconds > MOST_SECONDS
    ? weak(`keeps messages for ${Math.floor(seconds / 86_400)} days`)
    : good(`drops messages after ${seconds} seconds`);
}

/** Azure/iotedge, doc/DbStoreSizeLimits.md: the limit holds for a store in memory, and not for one on the disk. */
function judgeSize({ containers, waitingBytes }: Manifest): Judgement {
  const hub = containers.find(({ name }) => name === 'edgeHub');
  if (!hub) return untold('is not there to tell where it keeps messages');
  const setting = hub.environment.find(({ name }) => name.toLowerCase() === 'usepersistentstorage');
  if (truthOf(setting?.value?.text) !== false)
    return untold(
      'keeps messages on the disk, where no setting of it bounds their size; a partition or a quota of its own is not seen from here',
    );
  return waitingBytes && /^\d{1,15}$/.test(waitingBytes.text) && Number(waitingBytes.text) > 0
    ? good(`keeps at most ${waitingBytes.text} bytes, in memory ${place(waitingBytes)}`)
    : untold('keeps messages in memory, without a bound of its own on their size');
}
