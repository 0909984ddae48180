import { onFiles, unreadable } from '../../testing/files.ts';
import { deadRow, proof, rowsOn } from '../../testing/proof.ts';
import { mosquittoConfigAnonymous } from './mosquitto-config-anonymous.ts';
import { BY_PASSWORD, FILE, NONSENSE, TOLD, withLine } from './testing/intact.ts';

const stand = onFiles('mosquitto', TOLD);
const old = onFiles('mosquitto', { ...TOLD, declares: { ...TOLD.declares, taken: '2026-01-10' } });

export const mosquittoConfigAnonymousProof = proof(
  mosquittoConfigAnonymous,
  rowsOn(stand, 'a listener as it should be', {
    intact: BY_PASSWORD,
    weakened: {
      'anonymous clients allowed': withLine(BY_PASSWORD, 'allow_anonymous false', 'allow_anonymous true'),
      'a port of the default listener, which has no line of its own': withLine(
        BY_PASSWORD,
        null,
        'port 1883',
      ),
    },
  }),
  [deadRow('a copy of long ago', old.software, (check, bench) => old.judge(check, BY_PASSWORD, bench))],
  unreadable(stand, { file: FILE, nonsense: NONSENSE }),
);
