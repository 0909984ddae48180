/** A target of kind `registry-export`, read, dated and laid beside the inventory, for a check to judge. */
import type { Attempt, Seen } from '../../../evidence/run.ts';
import { readUnits } from '../../../model/inventory/file.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { enough, readSource, unreadable } from '../rows.ts';
import { type RegisteredDevice, type Registry, readRegistry } from './registry-export.ts';

/** What a check is given. */
export interface Look {
  /** All of the export, disabled ones too. */
  readonly devices: readonly RegisteredDevice[];
  /** Those that the target means: units of the inventory, and whoever else is let in where it names no element. */
  readonly meant: readonly RegisteredDevice[];
  /** Those of them that the registry lets in. */
  readonly judged: readonly RegisteredDevice[];
  /** Ids of the inventory, of all elements; undefined where the target names no inventory. */
  readonly inventory: ReadonlySet<string> | undefined;
  /** Devices whose symmetric keys stand in the file. */
  readonly inClear: readonly string[];
}

/** What a check makes of it. */
export interface Judged {
  /** What was looked for, as an attempt. */
  readonly what: string;
  readonly weak: readonly string[];
  /** Why a pass could not be believed. */
  readonly untold: readonly string[];
  /** The reason of a pass. */
  readonly met: string;
}

/**
 * Judges the export of the target. `inconclusive` where it cannot be read, is not declared to be taken at some time,
 * or lacks units of the inventory. Everybody who is let in is `seen`, if the export seems whole.
 */
export async function judgeRegistry(
  context: CheckContext,
  judge: (look: Look) => Judged,
): Promise<CheckOutcome> {
  const { file, taken, registry: declared = {} } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  if (taken === undefined)
    return inconclusive('the target does not say when the export was taken (taken: 2026-11-20, say)');
  const { inventory, element } = declared;
  if (element !== undefined && inventory === undefined)
    return inconclusive(
      'registry.element is of no use without registry.inventory, which says whose units are which',
    );
  const source = await readSource(context, file);
  if ('code' in source) return unreadable(file, [source]);
  const { value: registry, problems } = readRegistry(source);
  if (!registry) return unreadable(file, problems);
  const units = inventory === undefined ? undefined : await readInventory(context, inventory);
  if (units && 'verdict' in units) return units;
  const meantIds = new Set(
    units?.flatMap((unit) => (element === undefined || unit.element === element ? [unit.id] : [])),
  );
  const registered = new Set(registry.devices.map(({ id }) => id));
  const meant = registry.devices.filter(
    ({ id, enabled }) => meantIds.has(id) || (enabled && element === undefined),
  );
  const look: Look = {
    devices: registry.devices,
    meant,
    judged: meant.filter(({ enabled }) => enabled),
    inventory: units && new Set(units.map(({ id }) => id)),
    inClear: registry.devices.flatMap(({ id, keyDigests }) => (keyDigests.length > 0 ? [id] : [])),
  };
  const lacking = [...meantIds].filter((id) => !registered.has(id));
  const isCut = registry.isList && registry.devices.length + registry.modules === PAGE;
  const doubts = [
    ...(lacking.length > 0
      ? [
          `${lacking.length} units of ${inventory} are not in the export, which may be cut off (${enough(lacking, 3)})`,
        ]
      : []),
    ...(isCut ? [`the export has exactly ${PAGE} devices, with which lists are cut off`] : []),
    ...(look.judged.length === 0 ? ['the export has no enabled device of those that are meant'] : []),
  ];
  const outcome = toOutcome(file, registry, look, judge(look), doubts);
  return { ...outcome, ...(lacking.length === 0 && !isCut && { seen: letIn(registry) }) };
}

/** `az iot hub device-identity list` and REST `GET /devices` give so many at most, unless asked otherwise, and say no word. */
const PAGE = 1000;

function toOutcome(
  name: string,
  { devices, modules }: Registry,
  { judged, inClear }: Look,
  { what, weak, untold, met }: Judged,
  doubts: readonly string[],
): CheckOutcome {
  const keys =
    inClear.length === 0
      ? ''
      : `; the file holds the keys of ${inClear.length} devices in the clear: take it without keys, and replace them`;
  const enabled = devices.filter((device) => device.enabled).length;
  const detail = `${devices.length} devices, ${enabled} of them enabled, ${judged.length} judged${modules > 0 ? `; ${modules} modules left aside` : ''}`;
  const why = weak.length > 0 ? weak : [...untold, ...doubts];
  const control: Attempt = { what: `reading ${name}`, outcome: 'seen', refusedBy: null, detail };
  const attack: Attempt[] = [
    {
      what,
      outcome: weak.length > 0 ? 'seen' : why.length > 0 ? 'silent' : 'not-seen',
      refusedBy: null,
      detail: why.length > 0 ? enough(why) : met,
    },
    {
      what: 'looking for keys in the clear',
      outcome: inClear.length > 0 ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `keys of ${inClear.length} devices`,
    },
  ];
  const tried = { control, attack, observer: null, refusedBy: null, facts: [] };
  const reason = `${why.length > 0 ? enough(why) : met} (${name})${keys}`;
  if (weak.length > 0) return { ...tried, verdict: 'fail', reason };
  return why.length > 0 ? inconclusive(reason, tried) : { ...tried, verdict: 'pass', reason };
}

async function readInventory(context: CheckContext, file: string) {
  const source = await readSource(context, file);
  if ('code' in source) return unreadable(file, [source]);
  const { value: units, problems } = readUnits(source);
  return units ?? unreadable(file, problems);
}

function letIn({ devices }: Registry): Seen[] {
  return devices.flatMap(({ id, enabled }) =>
    enabled ? [{ kind: 'principal' as const, name: id, detail: 'enabled' }] : [],
  );
}
