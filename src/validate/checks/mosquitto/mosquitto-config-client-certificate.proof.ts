import { onFiles, unreadable } from '../../testing/files.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { mosquittoConfigClientCertificate } from './mosquitto-config-client-certificate.ts';
import { FILE, INTACT, NONSENSE, TOLD, withLine } from './testing/intact.ts';

const stand = onFiles('mosquitto', TOLD);

export const mosquittoConfigClientCertificateProof = proof(
  mosquittoConfigClientCertificate,
  rowsOn(stand, 'a listener as it should be', {
    intact: INTACT,
    weakened: {
      'certificates not demanded': withLine(INTACT, 'require_certificate true', 'require_certificate false'),
      'dates of certificates not looked at': withLine(INTACT, null, 'disable_client_cert_date_checks true'),
    },
  }),
  unreadable(stand, { file: FILE, nonsense: NONSENSE }),
);
