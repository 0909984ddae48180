import { deadEnds } from '../../../testing/dead.ts';
import { type TlsSetup, onNodeTls } from '../../../testing/listeners.ts';
import { type Bench, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';

const DAY = 24 * 3600 * 1000;
const told = ({ pki }: Pick<Bench, 'pki'>) => ({ identities: [], ca: pki.ca.cert, kind: 'tls' });
const showing = (shows: string, identity: TlsSetup['identity']): TlsSetup => ({
  identity,
  shows,
  options: { ciphers: 'DEFAULT:@SECLEVEL=0' },
});
const san = ['localhost'];

export const tlsServerCertificateProof = proof(
  tlsServerCertificate,
  rowsOn(
    onNodeTls((pki) => told({ pki })),
    'a sound certificate',
    {
      intact: showing('sound', ({ server }) => server),
      weakened: {
        'issued under another CA': showing('of another CA', (pki) =>
          pki.issue({ name: 'localhost', san, by: 'other-ca' }),
        ),
        'for another name': showing('for other.test', (pki) =>
          pki.issue({ name: 'other', san: ['other.test'] }),
        ),
        'its dates over': showing('expired yesterday', (pki) =>
          pki.issue({
            name: 'old',
            san,
            notBefore: new Date(Date.now() - 9 * DAY),
            notAfter: new Date(Date.now() - DAY),
          }),
        ),
        'its dates to come': showing('valid from tomorrow', (pki) =>
          pki.issue({ name: 'new', san, notBefore: new Date(Date.now() + DAY) }),
        ),
        'an RSA key of 1024 bits': showing('RSA-1024', (pki) =>
          pki.issue({ name: 'small', san, key: 'rsa1024' }),
        ),
      },
    },
  ),
  deadEnds(told),
);
