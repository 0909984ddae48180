/** Thumbprints of keys and certificates, compared all with all. */
import { enough } from './rows.ts';

export interface Compared {
  /** How many different thumbprints there are. */
  readonly different: number;
  /** Each that has several owners, in words: who, and how the thumbprint begins. */
  readonly shared: readonly string[];
  /** Thumbprints of different lengths may be of the same key, and nobody could tell. */
  readonly ofOneKind: boolean;
}

/** Compares pairs of an owner and one thumbprint of its; an owner may come with several, and with one twice. */
export function compareThumbprints(listed: Iterable<readonly [owner: string, thumbprint: string]>): Compared {
  const owners = new Map<string, Set<string>>();
  for (const [owner, thumbprint] of listed) {
    const known = owners.get(thumbprint);
    if (known) known.add(owner);
    else owners.set(thumbprint, new Set([owner]));
  }
  const shared = [...owners].filter(([, { size }]) => size > 1);
  return {
    different: owners.size,
    shared: shared.map(([thumbprint, who]) => `${enough([...who], 3)} (${thumbprint.slice(0, 16)}…)`),
    ofOneKind: new Set([...owners.keys()].map(({ length }) => length)).size <= 1,
  };
}
