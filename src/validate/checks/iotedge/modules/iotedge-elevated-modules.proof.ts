import { proof } from '../../../testing/proof.ts';
import { iotedgeElevatedModules } from './iotedge-elevated-modules.ts';
import { rows, withLines } from '../testing/config.ts';

export const iotedgeElevatedModulesProof = proof(
  iotedgeElevatedModules,
  rows(
    {
      'it allows them': withLines([
        'allow_elevated_docker_permissions = false',
        'allow_elevated_docker_permissions = true',
      ]),
      'it says nothing, which allows them': withLines(['allow_elevated_docker_permissions = false', null]),
    },
    {
      'a value that is no truth': withLines([
        'allow_elevated_docker_permissions = false',
        'allow_elevated_docker_permissions = "perhaps"',
      ]),
    },
  ),
);
