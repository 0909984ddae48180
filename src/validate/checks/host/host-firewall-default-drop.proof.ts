import { hostFirewallDefaultDrop } from './host-firewall-default-drop.ts';
import { hostProof } from './testing/intact.ts';

export const hostFirewallDefaultDropProof = hostProof(hostFirewallDefaultDrop, {
  'IPv4 is accepted': ['"ipv4": "drop",', '"ipv4": "accept",'],
  'IPv6 is forgotten': ['"ipv6": "drop"', '"ipv6": "accept"'],
});
