/** SPDX 2.3 in JSON (ISO/IEC 5962 is 2.2.1): what is asked of it here, and nothing else. */
import { z } from 'zod';

import type { ComponentList } from './components.ts';

const Text = z.string().max(4096);
const Document = z.object({
  spdxVersion: z.literal('SPDX-2.3'),
  documentDescribes: z.array(Text).max(1000).optional(),
  packages: z
    .array(
      z.object({
        SPDXID: Text,
        name: Text,
        versionInfo: Text.optional(),
        primaryPackagePurpose: Text.optional(),
        checksums: z
          .array(z.object({ algorithm: Text, checksumValue: Text }))
          .max(100)
          .optional(),
        externalRefs: z
          .array(z.object({ referenceType: Text, referenceLocator: z.string() }))
          .max(10_000)
          .optional(),
      }),
    )
    .max(200_000)
    .optional(),
  relationships: z
    .array(z.object({ spdxElementId: Text, relatedSpdxElement: Text, relationshipType: Text }))
    .max(1_000_000)
    .optional(),
});

/** What is no software that advisories are about: the packages of an operating system are listed beside it. */
const APART = new Set(['FILE', 'OPERATING-SYSTEM', 'OPERATING_SYSTEM']);

/** A text: why it is no such list. */
export function readSpdx(data: object): ComponentList | string {
  const document = Document.safeParse(data).data;
  if (!document) return 'it is no SPDX 2.3 that can be read';
  const { packages = [], relationships = [], documentDescribes = [] } = document;
  const described = new Set([
    ...documentDescribes,
    ...relationships.flatMap(({ spdxElementId, relatedSpdxElement, relationshipType }) =>
      relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT'
        ? [relatedSpdxElement]
        : relationshipType === 'DESCRIBED_BY' && relatedSpdxElement === 'SPDXRef-DOCUMENT'
          ? [spdxElementId]
          : [],
    ),
  ]);
  const roots = packages.filter(({ SPDXID }) => described.has(SPDXID));
  const [root] = roots;
  if (!root || roots.length > 1) return 'it does not say of which one thing it is the list';
  return {
    form: 'SPDX 2.3',
    of: {
      digests: Object.fromEntries(
        (root.checksums ?? []).map(({ algorithm, checksumValue }) => [
          algorithm.toLowerCase().replaceAll('-', ''),
          checksumValue.toLowerCase(),
        ]),
      ),
      url: urlOf(root),
    },
    components: packages
      .filter((one) => one !== root && !APART.has(one.primaryPackagePurpose ?? ''))
      .map((one) => ({ ref: one.SPDXID, name: one.name, version: versionOf(one), url: urlOf(one) })),
    decisions: [],
  };
}

type Package = NonNullable<z.infer<typeof Document>['packages']>[number];

function versionOf({ versionInfo = '' }: Package): string {
  return ['NOASSERTION', 'NONE'].includes(versionInfo) ? '' : versionInfo;
}

function urlOf({ externalRefs = [] }: Package): string {
  return externalRefs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator ?? '';
}
