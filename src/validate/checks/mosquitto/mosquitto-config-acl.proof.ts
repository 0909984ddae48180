import { onFiles, unreadable } from '../../testing/files.ts';
import { proof, rowsOn } from '../../testing/proof.ts';
import { mosquittoConfigAcl } from './mosquitto-config-acl.ts';
import { FILE, INTACT, NONSENSE, TOLD, withAclLine, withLine } from './testing/intact.ts';

const stand = onFiles('mosquitto', TOLD);

export const mosquittoConfigAclProof = proof(
  mosquittoConfigAcl,
  rowsOn(stand, 'a listener as it should be', {
    intact: INTACT,
    weakened: {
      'no ACL': withLine(INTACT, 'acl_file /etc/mosquitto/acl', null),
      'everybody may do everything': withAclLine('pattern readwrite #'),
      'everybody reads all commands': withAclLine('pattern read devices/+/commands'),
      'the client id decides': withAclLine('pattern read devices/%c/commands'),
    },
  }),
  unreadable(stand, { file: FILE, nonsense: NONSENSE }),
);
