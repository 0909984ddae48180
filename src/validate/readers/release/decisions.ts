/** Decisions that a known hole is none here: OpenVEX 0.2.0 documents, and the form in which lists hold them as well. */
import { z } from 'zod';

import { parseJsonQuietly } from '../../../evidence/dsse.ts';
import type { Component } from './components.ts';

export interface Decision {
  /** The holes it is about, by all their ids. */
  readonly ids: ReadonlySet<string>;
  covers(component: Component): boolean;
  /** It says that the hole is none here, and why; anything else takes an earlier such word back. */
  readonly dismisses: boolean;
  /** When it was made, in milliseconds; later words count. */
  readonly at: number;
}

/** Whether the last word on a hole in a component is that it is none. */
export function isDismissed(
  decisions: readonly Decision[],
  component: Component,
  ids: ReadonlySet<string>,
): boolean {
  const words = decisions.filter((one) => one.covers(component) && [...one.ids].some((id) => ids.has(id)));
  const last = words.reduce((newest, { at }) => Math.max(newest, at), 0);
  const latest = words.filter(({ at }) => at === last);
  return latest.length > 0 && latest.every(({ dismisses }) => dismisses);
}

const Text = z.string().max(4096);
const Part = z.union([
  Text.transform((id) => ({ '@id': id, identifiers: undefined, hashes: undefined })),
  z.object({
    '@id': Text.optional(),
    identifiers: z.object({ purl: Text.optional() }).optional(),
    hashes: z.record(z.string(), z.string()).optional(),
  }),
]);
const Product = z.union([
  Text.transform((id) => ({
    '@id': id,
    identifiers: undefined,
    hashes: undefined,
    subcomponents: undefined,
  })),
  z.object({
    '@id': Text.optional(),
    identifiers: z.object({ purl: Text.optional() }).optional(),
    hashes: z.record(z.string(), z.string()).optional(),
    subcomponents: z.array(Part).max(100_000).optional(),
  }),
]);
const OpenVex = z.object({
  '@context': z.string().regex(/^https:\/\/openvex\.dev\/ns(\/|$)/),
  timestamp: z.iso.datetime({ offset: true }),
  statements: z
    .array(
      z.object({
        vulnerability: z.union([
          Text.transform((name) => ({ '@id': undefined, name, aliases: undefined })),
          z.object({
            '@id': Text.optional(),
            name: Text.optional(),
            aliases: z.array(Text).max(1000).optional(),
          }),
        ]),
        timestamp: z.iso.datetime({ offset: true }).optional(),
        products: z.array(Product).max(100_000).optional(),
        status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
        justification: z.string().optional(),
        impact_statement: z.string().optional(),
      }),
    )
    .max(100_000),
});

/** What the decisions are about: the release, by its digests and its package URL (which may be empty). */
interface Release {
  readonly digests: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Reads an OpenVEX document. A text: why it is none. Never throws. */
export function readDecisions(text: string, release: Release): readonly Decision[] | string {
  const { data } = OpenVex.safeParse(parseJsonQuietly(text));
  if (!data) return 'it is no OpenVEX document';
  return data.statements.map(({ vulnerability, products = [], status, timestamp, ...said }) => {
    const { '@id': id, name, aliases = [] } = vulnerability;
    const why = said.justification ?? said.impact_statement ?? '';
    return {
      ids: new Set([id, name, ...aliases].flatMap((one) => one ?? [])),
      covers: (component) =>
        products.some((product) => {
          const own = isNamed(product, component.url);
          const parts = product.subcomponents;
          if (!parts) return own || isRelease(product, release);
          return isRelease(product, release) && parts.some((part) => isNamed(part, component.url));
        }),
      dismisses: status === 'not_affected' && why.trim() !== '',
      at: Date.parse(timestamp ?? data.timestamp),
    };
  });
}

type Named = z.infer<typeof Part>;

function isNamed({ '@id': id, identifiers }: Named, url: string): boolean {
  return url !== '' && (id === url || identifiers?.purl === url);
}

function isRelease(product: Named, { digests, url }: Release): boolean {
  const hashes = Object.entries(product.hashes ?? {}).map(
    ([name, hex]) => [name.toLowerCase().replaceAll('-', ''), hex.toLowerCase()] as const,
  );
  const known = hashes.filter(([name]) => Object.hasOwn(digests, name));
  if (known.length > 0) return known.every(([name, hex]) => digests[name] === hex);
  return isNamed(product, url);
}
