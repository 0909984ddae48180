/**
 * Loads `@peculiar/x509`. The tsyringe within it does not load without these three functions of the metadata
 * proposal; what is given here keeps metadata per object and key, which is all it needs.
 */
const kept = new WeakMap<object, Map<unknown, unknown>>();

const metadata = {
  defineMetadata(key: unknown, value: unknown, target: object): void {
    const map = kept.get(target) ?? new Map<unknown, unknown>();
    kept.set(target, map.set(key, value));
  },
  getOwnMetadata(key: unknown, target: object): unknown {
    return kept.get(target)?.get(key);
  },
  getMetadata(key: unknown, target: object): unknown {
    return kept.get(target)?.get(key);
  },
};

for (const [name, value] of Object.entries(metadata)) {
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value });
}

export const x509 = await import('@peculiar/x509');
