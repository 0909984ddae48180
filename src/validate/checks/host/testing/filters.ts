/** Firewalls for hosts made of namespaces. */
import type { Lines } from './collector.ts';

interface Filter {
  readonly policy: 'drop' | 'accept';
  readonly family?: 'inet' | 'ip';
  /** A rule after the others. */
  readonly last?: string;
  /** A chain beside it, called `others`, with one rule. */
  readonly others?: string;
}

/** One table of nftables with one chain. */
export function filters(hook: 'input' | 'output', { policy, family = 'inet', last, others }: Filter): Lines {
  return [
    `nft add table ${family} filter`,
    `nft add chain ${family} filter ${hook} '{ type filter hook ${hook} priority 0; policy ${policy}; }'`,
    `nft add rule ${family} filter ${hook} tcp dport 8883 accept`,
    ...(others === undefined
      ? []
      : [`nft add chain ${family} filter others`, `nft add rule ${family} filter others ${others}`]),
    ...(last === undefined ? [] : [`nft add rule ${family} filter ${hook} ${last}`]),
  ];
}

/** The same rules of iptables for IPv4 and IPv6, after one that names a port. */
export function tables(...rules: readonly string[]): Lines {
  return ['iptables', 'ip6tables'].flatMap((program) =>
    ['-A INPUT -p tcp --dport 8883 -j ACCEPT', ...rules].map((rule) => `${program} ${rule}`),
  );
}
