/** Firewalls for hosts made of namespaces. */
import type { Lines } from './collector.ts';

interface Filter {
  readonly policy: 'drop' | 'accept';
  readonly family?: 'inet' | 'ip';
  /** A rule after the others. */
  readonly last?: string;
}

/** One table of nftables with one chain. */
export function filters(hook: 'input' | 'output', { policy, family = 'inet', last }: Filter): Lines {
  return [
    `nft add table ${family} filter`,
    `nft add chain ${family} filter ${hook} '{ type filter hook ${hook} priority 0; policy ${policy}; }'`,
    `nft add rule ${family} filter ${hook} tcp dport 8883 accept`,
    ...(last === undefined ? [] : [`nft add rule ${family} filter ${hook} ${last}`]),
  ];
}
