/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { iotedgeElevatedModules } from './iotedge-elevated-modules.ts';
import { iotedgeEnvironment } from './iotedge-environment.ts';
import { iotedgeImagesPinned } from './iotedge-images-pinned.ts';
import { iotedgeKeysInHardware } from './iotedge-keys-in-hardware.ts';
import { iotedgeModuleLimits } from './iotedge-module-limits.ts';
import { iotedgeModulePrivileges } from './iotedge-module-privileges.ts';
import { iotedgeOwnCa } from './iotedge-own-ca.ts';
import { iotedgePorts } from './iotedge-ports.ts';
import { iotedgeProvisioning } from './iotedge-provisioning.ts';
import { iotedgeRoutes } from './iotedge-routes.ts';
import { iotedgeRuntimeApi } from './iotedge-runtime-api.ts';
import { iotedgeWaitingBounded } from './iotedge-waiting-bounded.ts';

export const iotedgeChecks: readonly Check[] = [
  iotedgeElevatedModules,
  iotedgeEnvironment,
  iotedgeImagesPinned,
  iotedgeKeysInHardware,
  iotedgeModuleLimits,
  iotedgeModulePrivileges,
  iotedgeOwnCa,
  iotedgePorts,
  iotedgeProvisioning,
  iotedgeRoutes,
  iotedgeRuntimeApi,
  iotedgeWaitingBounded,
];
