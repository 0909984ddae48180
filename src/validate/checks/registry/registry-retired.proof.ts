import { type Files, onFiles, unreadable } from '../../testing/files.ts';
import { deadRow, proof, rowsOn } from '../../testing/proof.ts';
import { registryRetired } from './registry-retired.ts';
import { BULK, EXPORT, INVENTORY, UNITS, bulkLine, declaring, list, twin } from './testing/exports.ts';

const how = { kind: 'registry-export', file: EXPORT, declares: declaring(1) };
const twins = onFiles('an exported list of twins', how);
const bulk = onFiles('a bulk export', { ...how, file: BULK });
const alone = onFiles('an exported list of twins', { ...how, declares: declaring(1, null) });
const stale = onFiles('an exported list of twins', { ...how, declares: declaring(8) });

const of = (text: string, file = EXPORT): Files => ({ [file]: text, [INVENTORY]: UNITS });
const listed = [twin('valve-0001', 'selfSigned'), twin('valve-0002', 'selfSigned')];
const INTACT = of(list(...listed, twin('valve-0009', 'sas', { status: 'disabled' })));
const lines = (status: 'enabled' | 'disabled'): Files =>
  of(
    [
      bulkLine('valve-0001', 'selfSigned'),
      bulkLine('valve-0002', 'selfSigned'),
      bulkLine('valve-0009', 'sas', { status }),
    ].join('\n'),
    BULK,
  );

export const registryRetiredProof = proof(
  registryRetired,
  rowsOn(twins, 'two units, and a retired one that is disabled', {
    intact: INTACT,
    weakened: {
      'a retired device still enabled': of(list(...listed, twin('valve-0009', 'sas'))),
      'a unit taken from the inventory and not from the registry': {
        ...INTACT,
        [INVENTORY]: 'id,element\nvalve-0001,valve',
      },
    },
    dead: {
      'cut off before the last unit': of(list(twin('valve-0001', 'selfSigned'))),
      'no inventory there': { [EXPORT]: list(...listed) },
    },
  }),
  rowsOn(bulk, 'lines of them', {
    intact: lines('disabled'),
    weakened: { 'a line of a retired device, enabled': lines('enabled') },
  }),
  [
    deadRow('no inventory to compare with', alone.software, (check, bench) =>
      alone.judge(check, INTACT, bench),
    ),
    deadRow('an export of last week', stale.software, (check, bench) => stale.judge(check, INTACT, bench)),
  ],
  unreadable(twins, { file: EXPORT, nonsense: 'listeners.tcp { bind = 1883 }' }),
);
