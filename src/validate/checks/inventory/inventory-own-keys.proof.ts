import { changed, onFiles, unreadable } from '../../testing/files.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { inventoryOwnKeys } from './inventory-own-keys.ts';

const FILE = 'inventory.csv';
const [A, B, C] = ['a1', 'b2', 'c3'].map((pair) => pair.repeat(32));
const LIST = [
  'id,element,cohort,thumbprint',
  `valve-0001,valve,b2,${A}`,
  `valve-0002,valve,b2,${B}`,
  `valve-0003,valve,b1,${C}`,
].join('\n');
const third = (row: string): Record<string, string> => ({
  [FILE]: changed(LIST, `valve-0003,valve,b1,${C}`, row),
});
const colons = A?.toUpperCase().match(/../g)?.join(':') ?? '';

const stand = onFiles('the inventory of a project', {
  kind: 'inventory',
  file: FILE,
  expects: { client: 'x509' },
});

export const inventoryOwnKeysProof = proof(
  inventoryOwnKeys,
  rowsOn(stand, 'three units with a key each', {
    intact: { [FILE]: LIST },
    weakened: {
      'one key in two units': third(`valve-0003,valve,b1,${A}`),
      'one key in two units, written otherwise': third(`valve-0003,valve,b1,sha256:${colons}`),
    },
    dead: {
      'thumbprints of two kinds': third(`valve-0003,valve,b1,${'d4'.repeat(20)}`),
      'a unit listed twice': third(`valve-0002,valve,b1,${C}`),
      'no thumbprints': { [FILE]: 'id,element\nvalve-0001,valve\nvalve-0002,valve' },
    },
  }),
  unreadable(stand, { file: FILE, nonsense: 'listeners.tcp { bind = 1883 }' }),
);
