import { type Files, onFiles, unreadable } from '../../testing/files.ts';
import { deadRow, proof, rowsOn } from '../../testing/proof.ts';
import { registryAuthentication } from './registry-authentication.ts';
import {
  BULK,
  EXPORT,
  INVENTORY,
  UNITS,
  bulkLine,
  declaring,
  identity,
  list,
  twin,
} from './testing/exports.ts';

const how = { kind: 'registry-export', file: EXPORT, declares: declaring(1) };
const twins = onFiles('an exported list of twins', { ...how, expects: { client: 'x509' } });
const identities = onFiles('an exported list of identities', { ...how, expects: { client: 'tpm' } });
const bulk = onFiles('a bulk export', { ...how, file: BULK, expects: { client: 'x509' } });
const tokens = onFiles('an exported list of twins', { ...how, expects: { client: 'sas' } });
const stale = onFiles('an exported list of twins', {
  ...how,
  declares: declaring(30),
  expects: { client: 'x509' },
});
const undated = onFiles('an exported list of twins', { ...how, declares: {}, expects: { client: 'x509' } });

const of = (text: string, file = EXPORT): Files => ({ [file]: text, [INVENTORY]: UNITS });
const first = twin('valve-0001', 'selfSigned');
const second = (by: string): Files => of(list(first, twin('valve-0002', by)));
const lines = (by: string | undefined): Files =>
  of([bulkLine('valve-0001', 'selfSigned'), bulkLine('valve-0002', by)].join('\n'), BULK);
const INTACT = second('selfSigned');

export const registryAuthenticationProof = proof(
  registryAuthentication,
  rowsOn(twins, 'twins of two devices', {
    intact: INTACT,
    weakened: {
      'a device with a key, where certificates are claimed': second('sas'),
      'a device that needs nothing of its own': second('none'),
    },
    dead: {
      'cut off before the last unit': of(list(first)),
      'every device disabled': of(
        list(
          twin('valve-0001', 'selfSigned', { status: 'disabled' }),
          twin('valve-0002', 'selfSigned', { status: 'disabled' }),
        ),
      ),
      'a way to authenticate that nobody knows': second('telepathy'),
      'a device twice': of(list(first, first, twin('valve-0002', 'selfSigned'))),
    },
  }),
  rowsOn(identities, 'identities of two devices', {
    intact: of(list(identity('valve-0001', 'selfSigned'), identity('valve-0002', 'certificateAuthority'))),
    weakened: {
      'an identity with a key': of(list(identity('valve-0001', 'selfSigned'), identity('valve-0002', 'sas'))),
    },
  }),
  rowsOn(bulk, 'lines of two devices', {
    intact: lines('certificateAuthority'),
    weakened: { 'a line of a device with a key': lines('sas') },
    dead: { 'a line that does not say how': lines(undefined) },
  }),
  rowsOn(tokens, 'twins with a token or better', {
    intact: second('sas'),
    weakened: { 'nothing of its own, where a token is claimed': second('none') },
  }),
  [
    deadRow('an export of a month ago', stale.software, (check, bench) => stale.judge(check, INTACT, bench)),
    deadRow('an export that nobody dated', undated.software, (check, bench) =>
      undated.judge(check, INTACT, bench),
    ),
  ],
  unreadable(twins, { file: EXPORT, nonsense: 'listeners.tcp { bind = 1883 }' }),
);
