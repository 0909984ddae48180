/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { composeImagesPinned } from './compose-images-pinned.ts';
import { composeLimits } from './compose-limits.ts';
import { composeNoSecurity } from './compose-no-security.ts';
import { composePorts } from './compose-ports.ts';
import { composePrivileges } from './compose-privileges.ts';
import { composeSecrets } from './compose-secrets.ts';

export const composeChecks: readonly Check[] = [
  composeImagesPinned,
  composeLimits,
  composeNoSecurity,
  composePorts,
  composePrivileges,
  composeSecrets,
];
