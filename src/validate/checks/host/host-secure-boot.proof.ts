import { rowsOn } from '../../testing/proof.ts';
import { hostSecureBoot } from './host-secure-boot.ts';
import { type Lines, onCollector } from './testing/collector.ts';
import { hostProof } from './testing/intact.ts';

function variable(name: string, value: number): string {
  return `printf '\\006\\000\\000\\000\\00${value}' > /sys/firmware/efi/efivars/${name}`;
}

/** What the firmware, and the loader (shim) that it starts, say of themselves: four bytes of attributes and the value. */
function firmware({
  secureBoot,
  unchecked,
}: {
  readonly secureBoot: 0 | 1;
  readonly unchecked?: 0 | 1;
}): Lines {
  return [
    'mount -t tmpfs none /sys/firmware',
    'mkdir -p /sys/firmware/efi/efivars',
    variable('SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c', secureBoot),
    ...(unchecked === undefined
      ? []
      : [variable('MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23', unchecked)]),
  ];
}

export const hostSecureBootProof = hostProof(
  hostSecureBoot,
  { 'Secure Boot is off': ['"secureBoot": true,', '"secureBoot": false,'] },
  {
    rows: rowsOn(onCollector({ software: 'variables of a firmware' }), 'Secure Boot is on', {
      intact: firmware({ secureBoot: 1 }),
      weakened: {
        'it is off': firmware({ secureBoot: 0 }),
        'the loader was told to check nothing': firmware({ secureBoot: 1, unchecked: 1 }),
      },
      dead: { 'there is no such firmware': ['mount -t tmpfs none /sys/firmware'] },
    }),
  },
);
