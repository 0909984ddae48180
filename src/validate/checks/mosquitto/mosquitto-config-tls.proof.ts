import { onFiles, unreadable } from '../../testing/files.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { mosquittoConfigTls } from './mosquitto-config-tls.ts';
import { FILE, INTACT, NONSENSE, TOLD, withLine } from './testing/intact.ts';

const stand = onFiles('mosquitto', TOLD);

export const mosquittoConfigTlsProof = proof(
  mosquittoConfigTls,
  rowsOn(stand, 'a listener as it should be', {
    intact: INTACT,
    weakened: {
      'TLS 1.1 taken': withLine(INTACT, 'tls_version tlsv1.2', 'tls_version tlsv1.1'),
      'a listener in the clear': withLine(INTACT, null, 'listener 1883'),
      'no key, so no TLS': withLine(INTACT, 'keyfile /etc/mosquitto/server.key', null),
    },
  }),
  unreadable(stand, { file: FILE, nonsense: NONSENSE }),
);
