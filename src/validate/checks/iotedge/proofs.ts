/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { iotedgeElevatedModulesProof } from './modules/iotedge-elevated-modules.proof.ts';
import { iotedgeEnvironmentProof } from './modules/iotedge-environment.proof.ts';
import { iotedgeImagesPinnedProof } from './modules/iotedge-images-pinned.proof.ts';
import { iotedgeKeysInHardwareProof } from './runtime/iotedge-keys-in-hardware.proof.ts';
import { iotedgeModuleLimitsProof } from './modules/iotedge-module-limits.proof.ts';
import { iotedgeModulePrivilegesProof } from './modules/iotedge-module-privileges.proof.ts';
import { iotedgeOwnCaProof } from './runtime/iotedge-own-ca.proof.ts';
import { iotedgePortsProof } from './modules/iotedge-ports.proof.ts';
import { iotedgeProvisioningProof } from './runtime/iotedge-provisioning.proof.ts';
import { iotedgeRoutesProof } from './runtime/iotedge-routes.proof.ts';
import { iotedgeRuntimeApiProof } from './runtime/iotedge-runtime-api.proof.ts';
import { iotedgeWaitingBoundedProof } from './runtime/iotedge-waiting-bounded.proof.ts';

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
