import { type Files, onFiles, unreadable } from '../../testing/files.ts';
import { deadRow, proof, rowsOn } from '../../testing/proof.ts';
import { registryOwnKeys } from './registry-own-keys.ts';
import {
  CANARY_KEY,
  EXPORT,
  INVENTORY,
  UNITS,
  bulkLine,
  declaring,
  identity,
  list,
  thumbprintOf,
  twin,
} from './testing/exports.ts';

const how = { kind: 'registry-export', file: EXPORT, declares: declaring(1) };
const twins = onFiles('an exported list of twins', how);
const identities = onFiles('an exported list of identities', how);
const bulk = onFiles('a bulk export', how);
const stale = onFiles('an exported list of twins', { ...how, declares: declaring(8) });

const of = (text: string): Files => ({ [EXPORT]: text, [INVENTORY]: UNITS });
const first = twin('valve-0001', 'selfSigned');
const second = (thumbprint?: string | null, by = 'selfSigned'): Files =>
  of(list(first, twin('valve-0002', by, thumbprint === undefined ? {} : { thumbprint })));
const lines = (thumbprint?: string): Files =>
  of(
    [
      bulkLine('valve-0001', 'selfSigned'),
      bulkLine('valve-0002', 'selfSigned', thumbprint === undefined ? {} : { thumbprint }),
    ].join('\n'),
  );
const COLONS = thumbprintOf('valve-0001').toLowerCase().match(/../g)?.join(':') ?? '';

export const registryOwnKeysProof = proof(
  registryOwnKeys,
  rowsOn(twins, 'two devices with a certificate each', {
    intact: second(),
    weakened: {
      'one certificate for two devices': second(thumbprintOf('valve-0001')),
      'one certificate for two devices, written otherwise': second(COLONS),
    },
    dead: {
      'a device by its CA, without a thumbprint': second(null, 'certificateAuthority'),
      'a device with a key that the export leaves out': second(null, 'sas'),
      'thumbprints of two kinds': second('B'.repeat(64)),
      'a thumbprint that is none': second('to be done'),
    },
  }),
  rowsOn(identities, 'identities of two devices', {
    intact: of(list(identity('valve-0001', 'selfSigned'), identity('valve-0002', 'selfSigned'))),
    weakened: {
      'a key in the clear': of(
        list(identity('valve-0001', 'selfSigned'), identity('valve-0002', 'selfSigned', { key: CANARY_KEY })),
      ),
    },
  }),
  rowsOn(bulk, 'lines of two devices', {
    intact: lines(),
    weakened: { 'one certificate on two lines': lines(thumbprintOf('valve-0001')) },
  }),
  [deadRow('an export of last week', stale.software, (check, bench) => stale.judge(check, second(), bench))],
  unreadable(twins, {
    file: EXPORT,
    nonsense: '{"sku":{"name":"S1"},"properties":{"disableLocalAuth":true}}',
  }),
);
