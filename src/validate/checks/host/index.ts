/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { hostAccounts } from './access/host-accounts.ts';
import { hostClockAuthenticated } from './host-clock-authenticated.ts';
import { hostConsoleClosed } from './access/host-console-closed.ts';
import { hostDiskEncrypted } from './storage/host-disk-encrypted.ts';
import { hostDiskSealed } from './storage/host-disk-sealed.ts';
import { hostEgressDefaultDrop } from './network/host-egress-default-drop.ts';
import { hostFilesRestricted } from './storage/host-files-restricted.ts';
import { hostFirewallDefaultDrop } from './network/host-firewall-default-drop.ts';
import { hostListeners } from './network/host-listeners.ts';
import { hostLogins } from './access/host-logins.ts';
import { hostMediaIgnored } from './storage/host-media-ignored.ts';
import { hostProcessesUnprivileged } from './host-processes-unprivileged.ts';
import { hostProgramsConfined } from './host-programs-confined.ts';
import { hostSecureBoot } from './host-secure-boot.ts';
import { hostServices } from './network/host-services.ts';
import { hostSystemReadOnly } from './storage/host-system-read-only.ts';

export const hostChecks: readonly Check[] = [
  hostAccounts,
  hostClockAuthenticated,
  hostConsoleClosed,
  hostDiskEncrypted,
  hostDiskSealed,
  hostEgressDefaultDrop,
  hostFilesRestricted,
  hostFirewallDefaultDrop,
  hostListeners,
  hostLogins,
  hostMediaIgnored,
  hostProcessesUnprivileged,
  hostProgramsConfined,
  hostSecureBoot,
  hostServices,
  hostSystemReadOnly,
];
