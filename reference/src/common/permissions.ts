/**
 * Who may do what at a broker. A permission is a list of MQTT topic filters (MQTT 3.1.1 section 4.7); what no
 * filter covers is refused, and so is everybody who is not listed.
 */

export interface Permission {
  /** Filters of topics it may publish to. */
  readonly publish: readonly string[];
  /** Filters it may subscribe to: each of these, or a narrower one. */
  readonly subscribe: readonly string[];
}

/** By identity: the common name of the client's certificate. */
export type Permissions = Readonly<Record<string, Permission>>;

/** Whether an identity may publish to a topic. A topic with a wildcard in it is no topic: refused. */
export function mayPublish(permissions: Permissions, identity: string, topic: string): boolean {
  if (/[#+]/.test(topic)) return false;
  return ofIdentity(permissions, identity).publish.some((allowed) => covers(allowed, topic));
}

/** Whether an identity may subscribe to a filter: only where all that it could match is allowed. */
export function maySubscribe(permissions: Permissions, identity: string, filter: string): boolean {
  return ofIdentity(permissions, identity).subscribe.some((allowed) => covers(allowed, filter));
}

/**
 * Whether every topic that `wanted` matches is matched by `allowed` too. Stricter than the standard in one
 * point: `a/#` does not cover the parent `a` itself, which nobody here uses.
 */
export function covers(allowed: string, wanted: string): boolean {
  const allowedLevels = allowed.split('/');
  const wantedLevels = wanted.split('/');
  for (const [index, level] of allowedLevels.entries()) {
    const want = wantedLevels[index];
    if (want === undefined) return false;
    if (level === '#') return true;
    if (want === '#') return false;
    if (level !== '+' && level !== want) return false;
  }
  return allowedLevels.length === wantedLevels.length;
}

const NOTHING: Permission = { publish: [], subscribe: [] };

/** Own keys only: an identity called `constructor` has no permissions by accident. */
function ofIdentity(permissions: Permissions, identity: string): Permission {
  return (Object.hasOwn(permissions, identity) ? permissions[identity] : undefined) ?? NOTHING;
}
