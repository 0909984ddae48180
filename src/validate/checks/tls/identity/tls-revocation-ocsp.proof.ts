import { deadEnds } from '../../../testing/dead.ts';
import { onStapling } from '../../../testing/ocsp.ts';
import { type Bench, deadRow, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsRevocationOcsp } from './tls-revocation-ocsp.ts';

const told = ({ pki }: Pick<Bench, 'pki'>) => ({ identities: [], ca: pki.ca.cert, kind: 'tls' });

const elsewhere = onStapling((pki) => ({ ...told({ pki }), ca: pki.otherCa.cert }));

export const tlsRevocationOcspProof = proof(
  tlsRevocationOcsp,
  rowsOn(
    onStapling((pki) => told({ pki })),
    'a response that calls it good',
    {
      intact: { index: 'good' },
      weakened: { 'a response that calls it revoked': { index: 'revoked' } },
      dead: {
        'a responder that does not know it': { index: 'absent' },
        'a response signed by a mere server': { index: 'good', signer: ({ server }) => server },
        'no response at all': undefined,
      },
    },
  ),
  [
    deadRow(
      'a response that calls it good, of an authority that is not the declared one',
      elsewhere.software,
      (check, bench) => elsewhere.judge(check, { index: 'good' }, bench),
    ),
  ],
  deadEnds(told),
);
