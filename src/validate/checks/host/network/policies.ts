/** What is to be said of the policies of a firewall. */
import type { HostReport } from '../../../readers/host/report.ts';

type Policies = HostReport['firewall'];

/** `IPv4`, `IPv6`: where it accepts. */
export function accepted(policies: Policies): string[] {
  return withPolicy(policies, 'accept');
}

/** Where it was not seen, as sentences. */
export function unseen(policies: Policies): string[] {
  return withPolicy(policies, null).map(
    (one) => `the firewall for ${one} was not seen: run the collector as root`,
  );
}

function withPolicy(policies: Policies, policy: string | null): string[] {
  return (['ipv4', 'ipv6'] as const)
    .filter((one) => policies[one] === policy)
    .map((one) => `IP${one.slice(2)}`);
}
