import { rowsOn } from '../../../testing/proof.ts';
import { hostEgressDefaultDrop } from './host-egress-default-drop.ts';
import { onCollector } from '../testing/collector.ts';
import { filters } from '../testing/filters.ts';
import { hostProof } from '../testing/intact.ts';

export const hostEgressDefaultDropProof = hostProof(
  hostEgressDefaultDrop,
  { 'IPv4 goes out': ['"ipv4": "drop", "ipv6": "drop"', '"ipv4": "accept", "ipv6": "drop"'] },
  {
    rows: rowsOn(onCollector({ software: 'nft' }), 'nftables that drop what goes out', {
      intact: filters('output', { policy: 'drop' }),
      weakened: {
        'what goes out is accepted': filters('output', { policy: 'accept' }),
        'what comes in is dropped instead': filters('input', { policy: 'drop' }),
        'a rule at the end that accepts everything': filters('output', { policy: 'drop', last: 'accept' }),
      },
    }),
    untold: {
      'the collector was not root': ['"ipv4": "drop", "ipv6": "drop"', '"ipv4": null, "ipv6": null'],
    },
  },
);
