import { rowsOn } from '../../../testing/proof.ts';
import { hostFirewallDefaultDrop } from './host-firewall-default-drop.ts';
import { onCollector } from '../testing/collector.ts';
import { filters, tables } from '../testing/filters.ts';
import { hostProof } from '../testing/intact.ts';

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
    rows: [
      ...rowsOn(onCollector({ software: 'nft' }), 'nftables that drop', {
        intact: filters('input', { policy: 'drop' }),
        weakened: {
          'a policy of accepting': filters('input', { policy: 'accept' }),
          'a rule at the end that accepts everything': filters('input', {
            policy: 'drop',
            last: 'counter accept',
          }),
          'a rule that accepts every new connection': filters('input', {
            policy: 'drop',
            last: 'ct state new counter accept comment \'"for now"\'',
          }),
          'a chain that accepts everything': filters('input', {
            policy: 'drop',
            others: 'accept',
            last: 'jump others',
          }),
          'a table of IPv4 alone': filters('input', { policy: 'drop', family: 'ip' }),
        },
      }),
      ...rowsOn(onCollector({ software: 'nft' }), 'nftables whose last rule refuses the rest', {
        intact: filters('input', { policy: 'accept', last: 'counter reject with icmpx admin-prohibited' }),
        weakened: { 'that rule is left out': filters('input', { policy: 'accept' }) },
      }),
      ...rowsOn(onCollector({ software: 'iptables' }), 'iptables whose last rule drops the rest', {
        intact: tables('-A INPUT -j DROP'),
        weakened: {
          'that rule is left out': tables(),
          'a rule with a comment accepts everything before it': tables(
            '-A INPUT -m comment --comment "for now" -j ACCEPT',
            '-A INPUT -j DROP',
          ),
          'a chain accepts everything before it': tables(
            '-N others',
            '-A others -j ACCEPT',
            '-A INPUT -j others',
            '-A INPUT -j DROP',
          ),
        },
      }),
    ],
  },
);
