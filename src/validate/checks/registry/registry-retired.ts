/**
 * Does the registry still let devices in that the inventory does not have (any more)? A device that the model has as
 * an element of its own is named under `names` of the target; canaries are its `identities`.
 */
import { type CheckContext, defineCheck } from '../../check.ts';
import { type Judged, type Look, judgeRegistry } from '../../readers/registry/registry-target.ts';
import { enough } from '../../readers/rows.ts';

export const registryRetired = defineCheck({
  id: 'registry-retired',
  title: 'Does the device registry let in devices that the inventory does not have?',
  targets: ['registry-export'],
  control:
    'the file is an export of a device registry that has every unit of the inventory, and recent as declared',
  attack: 'look for an enabled device that neither the inventory nor the target knows',
  effect: 'passive',
  budget: { connections: 0, seconds: 60, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 7,
  expects: {},
  run: (context) => judgeRegistry(context, (look) => judge(look, context)),
});

function judge({ devices, inventory }: Look, { target }: CheckContext): Judged {
  const known = new Set([...Object.keys(target.names ?? {}), ...Object.keys(target.identities ?? {})]);
  const enabled = devices.filter((device) => device.enabled);
  const strangers = enabled.flatMap(({ id }) => (inventory?.has(id) === true || known.has(id) ? [] : [id]));
  const isJudged = inventory !== undefined;
  return {
    what: 'looking for enabled devices that the inventory does not have',
    weak:
      isJudged && strangers.length > 0
        ? [
            `${strangers.length} of ${enabled.length} enabled devices are not in the inventory (${enough(strangers, 3)})`,
          ]
        : [],
    untold: isJudged ? [] : ['the target names no inventory to compare with (registry.inventory)'],
    met: `each of ${enabled.length} enabled devices is in the inventory or named by the target`,
  };
}
