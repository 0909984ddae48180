/** CycloneDX 1.4 to 1.6 in JSON (ECMA-424): what is asked of it here, and nothing else. */
import { z } from 'zod';

import type { Component, ComponentList } from './components.ts';
import type { Decision } from './decisions.ts';

const Text = z.string().max(4096);
const Hashes = z
  .array(z.object({ alg: Text, content: Text }))
  .max(100)
  .optional();
const Listed = z.object({
  'bom-ref': Text.optional(),
  type: Text,
  name: Text,
  version: Text.optional(),
  purl: Text.optional(),
  hashes: Hashes,
  components: z.array(z.unknown()).max(100_000).optional(),
});
const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.enum(['1.4', '1.5', '1.6']),
  metadata: z.object({ component: Listed.optional() }).optional(),
  components: z.array(z.unknown()).max(100_000).optional(),
  compositions: z
    .array(z.object({ aggregate: Text }))
    .max(100_000)
    .optional(),
  vulnerabilities: z
    .array(
      z.object({
        id: Text.optional(),
        references: z
          .array(z.object({ id: Text.optional() }))
          .max(1000)
          .optional(),
        analysis: z
          .object({
            state: Text.optional(),
            justification: z.string().optional(),
            detail: z.string().optional(),
          })
          .optional(),
        affects: z
          .array(z.object({ ref: Text }))
          .max(100_000)
          .optional(),
      }),
    )
    .max(100_000)
    .optional(),
});

/** Components within components, and those within them. */
const DEEPEST = 16;
const MOST = 200_000;
/** What is no software that advisories are about: the packages of an operating system are listed beside it. */
const APART = new Set(['file', 'data', 'cryptographic-asset', 'operating-system']);

/** A text: why it is no such list. */
export function readCycloneDx(data: object): ComponentList | string {
  const bom = Bom.safeParse(data).data;
  if (!bom) return 'it is no CycloneDX of version 1.4 to 1.6 that can be read';
  const root = bom.metadata?.component;
  const components: Component[] = [];
  const rest: { data: unknown; depth: number }[] = [
    ...(bom.components ?? []),
    ...(root?.components ?? []),
  ].map((one) => ({ data: one, depth: 1 }));
  for (let next = rest.pop(); next; next = rest.pop()) {
    const one = Listed.safeParse(next.data).data;
    if (!one || next.depth > DEEPEST) return 'a component in it cannot be read';
    const { type, name, version = '', purl: url = '' } = one;
    if (!APART.has(type)) components.push({ ref: one['bom-ref'] ?? '', name, version, url });
    if (components.length > MOST) return `it has more than ${MOST} components`;
    const depth = next.depth + 1;
    rest.push(...(one.components ?? []).map((within) => ({ data: within, depth })));
  }
  const partial = bom.compositions?.find(({ aggregate }) => aggregate.startsWith('incomplete'));
  return {
    form: `CycloneDX ${bom.specVersion}`,
    of: { digests: digestsIn(root?.hashes), url: root?.purl ?? '' },
    components,
    ...(partial && { lacks: `it calls itself ${partial.aggregate}` }),
    decisions: (bom.vulnerabilities ?? []).map(decision),
  };
}

function digestsIn(hashes: z.infer<typeof Hashes>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (hashes ?? []).map(({ alg, content }) => [alg.toLowerCase().replaceAll('-', ''), content.toLowerCase()]),
  );
}

function decision({
  id,
  references = [],
  analysis,
  affects = [],
}: NonNullable<z.infer<typeof Bom>['vulnerabilities']>[number]): Decision {
  // In a list of its own a component is named by a link: urn:cdx:serial/version#ref.
  const refs = new Set(
    affects.map(({ ref }) => (ref.startsWith('urn:cdx:') ? ref.replace(/^[^#]*#/, '') : ref)),
  );
  const why = `${analysis?.justification ?? ''}${analysis?.detail ?? ''}`;
  return {
    ids: new Set([id, ...references.map((one) => one.id)].flatMap((one) => one ?? [])),
    covers: ({ ref }) => ref !== '' && refs.has(ref),
    dismisses: ['not_affected', 'false_positive'].includes(analysis?.state ?? '') && why.trim() !== '',
    at: 0,
  };
}
