/** Does the firewall of the host drop what no rule names? */
import { hostCheck } from './check.ts';

export const hostFirewallDefaultDrop = hostCheck({
  id: 'host-firewall-default-drop',
  title: 'Does the firewall of the host drop what no rule names?',
  attack: 'look for a policy of accepting what comes in',
  met: 'what no rule names is dropped, for IPv4 and IPv6',
  look({ firewall }) {
    const of = (policy: string | null): string[] =>
      (['ipv4', 'ipv6'] as const).filter((one) => firewall[one] === policy).map((one) => `IP${one.slice(2)}`);
    return {
      weak: of('accept').map((one) => `what no rule names is accepted for ${one}`),
      untold: of(null).map((one) => `the firewall for ${one} was not seen: run the collector as root`),
    };
  },
});
