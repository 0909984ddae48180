import { rowsOn } from '../../testing/proof.ts';
import { hostFirewallDefaultDrop } from './host-firewall-default-drop.ts';
import { onCollector } from './testing/collector.ts';
import { filters } from './testing/filters.ts';
import { hostProof } from './testing/intact.ts';

export const hostFirewallDefaultDropProof = hostProof(
  hostFirewallDefaultDrop,
  {
    'IPv4 is accepted': ['"ipv4": "drop",', '"ipv4": "accept",'],
    'IPv6 is forgotten': ['"ipv6": "drop"', '"ipv6": "accept"'],
    'what passes through is accepted': [
      '"ipv4": "drop", "ipv6": "drop" },',
      '"ipv4": "accept", "ipv6": "drop" },',
    ],
  },
  {
    rows: rowsOn(onCollector({ software: 'nft' }), 'nftables that drop', {
      intact: filters('input', { policy: 'drop' }),
      weakened: {
        'a policy of accepting': filters('input', { policy: 'accept' }),
        'a rule at the end that accepts everything': filters('input', {
          policy: 'drop',
          last: 'counter accept',
        }),
        'a table of IPv4 alone': filters('input', { policy: 'drop', family: 'ip' }),
      },
    }),
  },
);
