/** Where no TPM answers. */
import { deadEnds } from '../dead.ts';
import type { Row } from '../proof.ts';

/** The rows that every check of a TPM owes. */
export function deadTpms(): readonly Row[] {
  return deadEnds(({ pki }) => ({
    kind: 'tpm',
    identities: [],
    files: { 'maker.pem': pki.ca.cert, 'unit.pem': pki.canaryA.cert },
    declares: {
      tpm: {
        ekRoot: 'maker.pem',
        pcrs: { '23': '0'.repeat(64) },
        key: { handle: 0x81000010, certificate: 'unit.pem' },
        extend: 23,
      },
    },
  }));
}
