/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { iotedgeElevatedModulesProof } from './iotedge-elevated-modules.proof.ts';
import { iotedgeEnvironmentProof } from './iotedge-environment.proof.ts';
import { iotedgeImagesPinnedProof } from './iotedge-images-pinned.proof.ts';
import { iotedgeKeysInHardwareProof } from './iotedge-keys-in-hardware.proof.ts';
import { iotedgeModuleLimitsProof } from './iotedge-module-limits.proof.ts';
import { iotedgeModulePrivilegesProof } from './iotedge-module-privileges.proof.ts';
import { iotedgeOwnCaProof } from './iotedge-own-ca.proof.ts';
import { iotedgePortsProof } from './iotedge-ports.proof.ts';
import { iotedgeProvisioningProof } from './iotedge-provisioning.proof.ts';
import { iotedgeRoutesProof } from './iotedge-routes.proof.ts';
import { iotedgeRuntimeApiProof } from './iotedge-runtime-api.proof.ts';
import { iotedgeWaitingBoundedProof } from './iotedge-waiting-bounded.proof.ts';

export const iotedgeProofs: readonly Proof[] = [
  iotedgeElevatedModulesProof,
  iotedgeEnvironmentProof,
  iotedgeImagesPinnedProof,
  iotedgeKeysInHardwareProof,
  iotedgeModuleLimitsProof,
  iotedgeModulePrivilegesProof,
  iotedgeOwnCaProof,
  iotedgePortsProof,
  iotedgeProvisioningProof,
  iotedgeRoutesProof,
  iotedgeRuntimeApiProof,
  iotedgeWaitingBoundedProof,
];
