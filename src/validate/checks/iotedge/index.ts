/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { iotedgeElevatedModules } from './modules/iotedge-elevated-modules.ts';
import { iotedgeEnvironment } from './modules/iotedge-environment.ts';
import { iotedgeImagesPinned } from './modules/iotedge-images-pinned.ts';
import { iotedgeKeysInHardware } from './runtime/iotedge-keys-in-hardware.ts';
import { iotedgeModuleLimits } from './modules/iotedge-module-limits.ts';
import { iotedgeModulePrivileges } from './modules/iotedge-module-privileges.ts';
import { iotedgeOwnCa } from './runtime/iotedge-own-ca.ts';
import { iotedgePorts } from './modules/iotedge-ports.ts';
import { iotedgeProvisioning } from './runtime/iotedge-provisioning.ts';
import { iotedgeRoutes } from './runtime/iotedge-routes.ts';
import { iotedgeRuntimeApi } from './runtime/iotedge-runtime-api.ts';
import { iotedgeWaitingBounded } from './runtime/iotedge-waiting-bounded.ts';

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
