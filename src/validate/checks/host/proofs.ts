/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { hostAccountsProof } from './access/host-accounts.proof.ts';
import { hostClockAuthenticatedProof } from './host-clock-authenticated.proof.ts';
import { hostConsoleClosedProof } from './access/host-console-closed.proof.ts';
import { hostDiskEncryptedProof } from './storage/host-disk-encrypted.proof.ts';
import { hostDiskSealedProof } from './storage/host-disk-sealed.proof.ts';
import { hostEgressDefaultDropProof } from './network/host-egress-default-drop.proof.ts';
import { hostFilesRestrictedProof } from './storage/host-files-restricted.proof.ts';
import { hostFirewallDefaultDropProof } from './network/host-firewall-default-drop.proof.ts';
import { hostListenersProof } from './network/host-listeners.proof.ts';
import { hostLoginsProof } from './access/host-logins.proof.ts';
import { hostMediaIgnoredProof } from './storage/host-media-ignored.proof.ts';
import { hostProcessesUnprivilegedProof } from './host-processes-unprivileged.proof.ts';
import { hostProgramsConfinedProof } from './host-programs-confined.proof.ts';
import { hostSecureBootProof } from './host-secure-boot.proof.ts';
import { hostServicesProof } from './network/host-services.proof.ts';
import { hostSystemReadOnlyProof } from './storage/host-system-read-only.proof.ts';

export const hostProofs: readonly Proof[] = [
  hostAccountsProof,
  hostClockAuthenticatedProof,
  hostConsoleClosedProof,
  hostDiskEncryptedProof,
  hostDiskSealedProof,
  hostEgressDefaultDropProof,
  hostFilesRestrictedProof,
  hostFirewallDefaultDropProof,
  hostListenersProof,
  hostLoginsProof,
  hostMediaIgnoredProof,
  hostProcessesUnprivilegedProof,
  hostProgramsConfinedProof,
  hostSecureBootProof,
  hostServicesProof,
  hostSystemReadOnlyProof,
];
