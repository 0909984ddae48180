/** What targets of kind `release` declare: the `file` that is released, from whom it is, how it was built and what is in it. */
import { z } from 'zod';

const InProject = z
  .string()
  .regex(/^(?![A-Za-z]:|[\\/])(?!.*(^|[\\/])\.\.([\\/]|$)).+$/, 'a path in the project');

const Scheme = z
  .enum(['ed25519', 'ecdsa', 'rsa-pkcs1', 'rsa-pss'])
  .describe('How it is signed; where absent, as the key is: Ed25519, ECDSA, or RSA with PKCS #1 v1.5.');
const Hash = z.enum(['sha256', 'sha384', 'sha512']).describe('sha256 where absent; Ed25519 has its own.');

const ProvenanceTarget = z.strictObject({
  file: InProject.describe(
    'The record of how `file` was built: a DSSE envelope (JSON) with an in-toto statement of SLSA provenance, v0.2 or v1.',
  ),
  key: InProject.describe('The pinned public key of the builder, in PEM.'),
  builder: z.string().min(1).describe('Who may have built it: the `builder.id` that the record must name.'),
  source: z
    .strictObject({
      uri: z.string().min(1).describe('The repository: https://git.example/pump, without branch or commit.'),
      at: z
        .string()
        .regex(/^\//, 'a JSON pointer, beginning with /')
        .describe(
          'Where the record names it, as a JSON pointer from the statement (/predicate/buildDefinition/externalParameters/repo). Absent: where the usual builders do.',
        )
        .optional(),
    })
    .describe('From which source it must be built; not looked at where absent.')
    .optional(),
  scheme: Scheme.optional(),
  hash: Hash.optional(),
});
export type ProvenanceTarget = z.infer<typeof ProvenanceTarget>;

const ComponentsTarget = z.strictObject({
  file: InProject.describe('The list of what is in `file`: CycloneDX 1.4 to 1.6 or SPDX 2.3, in JSON.'),
  advisories: z
    .array(InProject)
    .min(1)
    .describe(
      'Known holes in OSV form, whole ecosystems of them: JSON with an array of advisories, or with one on each line.',
    ),
  taken: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .describe('When the advisories were fetched. They count for seven days from then on.'),
  decisions: z
    .array(InProject)
    .min(1)
    .describe('OpenVEX documents that say which known hole does not affect the release, and why.')
    .optional(),
});
export type ComponentsTarget = z.infer<typeof ComponentsTarget>;

export const ReleaseTarget = z.strictObject({
  signature: InProject.describe(
    'The detached signature of `file`: its bytes, or base64 of them (as cosign writes).',
  ).optional(),
  key: InProject.describe(
    'The pinned public key, in PEM: Ed25519, ECDSA or RSA of 2048 bits and more.',
  ).optional(),
  scheme: Scheme.optional(),
  hash: Hash.optional(),
  other: z
    .strictObject({ signature: InProject.describe('The signature of another release by the same key.') })
    .describe('Another release, whose signature must not do for this one.')
    .optional(),
  provenance: ProvenanceTarget.describe('The signed record of how `file` was built.').optional(),
  components: ComponentsTarget.describe('What is in `file`, and which holes are known.').optional(),
});
export type ReleaseTarget = z.infer<typeof ReleaseTarget>;
