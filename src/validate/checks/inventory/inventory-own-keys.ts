/**
 * Does every unit have a key of its own? Compared are the thumbprints of the inventory, all with all. What is shown
 * holds for the list: that a unit in the field has the key that is listed for it, no list can show. For how many
 * units of the model it speaks is counted when the register is made: those that are listed with a thumbprint.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type ListedUnit, readUnits } from '../../../model/inventory/file.ts';
import { type CheckOutcome, defineCheck } from '../../check.ts';
import { enough, readSource, unreadable } from '../../readers/rows.ts';
import { compareThumbprints } from '../../readers/thumbprints.ts';
import { inconclusive } from '../../verdict.ts';

/** How clients prove who they are with something that has a thumbprint. */
const WITH_KEYS: readonly unknown[] = ['x509', 'tpm'];

export const inventoryOwnKeys = defineCheck({
  id: 'inventory-own-keys',
  title: 'Does the inventory list every unit with a key that no other unit has?',
  targets: ['inventory'],
  control: 'the inventory is one, every line of which is understood, and lists thumbprints of one kind',
  attack: 'look for a thumbprint that stands with two units',
  effect: 'passive',
  budget: { connections: 0, seconds: 30, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: { client: 'client' },

  async run(context) {
    const { file } = context.target;
    if (file === undefined) return inconclusive('the target names no file');
    const client = context.expects['client'];
    if (client !== undefined && !WITH_KEYS.includes(client)) {
      return inconclusive(
        `the units prove who they are by ${String(client)}, and the inventory lists thumbprints of keys and certificates`,
      );
    }
    const source = await readSource(context, file);
    if ('code' in source) return unreadable(file, [source]);
    const { value: units, problems } = readUnits(source);
    return units ? compare(file, units) : unreadable(file, problems);
  },
});

function compare(file: string, units: readonly ListedUnit[]): CheckOutcome {
  const { different, shared, ofOneKind } = compareThumbprints(
    units.flatMap(({ id, thumbprint }) => (thumbprint === undefined ? [] : [[id, thumbprint] as const])),
  );
  const listed = units.filter(({ thumbprint }) => thumbprint !== undefined).length;
  const control: Attempt = {
    what: `reading ${file}`,
    outcome: 'seen',
    refusedBy: null,
    detail: `${units.length} units, ${listed} of them with a thumbprint`,
  };
  const attack: Attempt[] = [
    {
      what: 'comparing the thumbprints of all units',
      outcome: shared.length > 0 ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `${different} different thumbprints`,
    },
  ];
  const tried = { control, attack, observer: null, refusedBy: null, facts: [] };
  const twice = listedTwice(units);
  if (twice !== undefined) return inconclusive(`the unit "${twice}" is listed twice in ${file}`, tried);
  if (shared.length > 0) {
    return { ...tried, verdict: 'fail', reason: `units in ${file} share a key: ${enough(shared, 3)}` };
  }
  if (listed < 2)
    return inconclusive(`${file} lists fewer than two thumbprints: there is nothing to compare`, tried);
  if (!ofOneKind)
    return inconclusive(`${file} lists thumbprints of different kinds, which cannot be compared`, tried);
  const reason = `in ${file} no two units have the same thumbprint; ${listed} of ${units.length} listed units have one`;
  return { ...tried, verdict: 'pass', reason };
}

function listedTwice(units: readonly ListedUnit[]): string | undefined {
  const seen = new Set<string>();
  for (const { id } of units) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return undefined;
}
