/**
 * Records of how something was built: a DSSE envelope (secure-systems-lab/dsse 1.0) around an in-toto Statement (v1, or
 * v0.1 as older builders write) whose predicate is SLSA provenance, v0.2 or v1 (slsa.dev/spec/v1.0/provenance). Unlike
 * the envelopes of runs these are by others: further keys are let pass, key ids may be missing, and the base64 may be
 * the one for URLs. Pure; what is signed is verified by whoever asks.
 */
import { z } from 'zod';

import { fromBase64, fromBase64Url } from '../../../evidence/base64.ts';
import { parseJsonQuietly } from '../../../evidence/dsse.ts';

const Envelope = z.object({
  payload: z.string(),
  payloadType: z.string().max(1000),
  signatures: z.array(z.object({ sig: z.string().max(4096) })).max(64),
});

/** An envelope whose form is right; nothing of it is verified. */
export interface ProvenanceEnvelope {
  readonly type: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly Uint8Array[];
}

/** Takes an envelope apart. `bare`: it is a statement that nobody signed. `none`: neither. Never throws. */
export function openProvenance(text: string): ProvenanceEnvelope | 'bare' | 'none' {
  const data = parseJsonQuietly(text);
  const { data: envelope } = Envelope.safeParse(data);
  if (!envelope) return Statement.safeParse(data).success ? 'bare' : 'none';
  const payload = decoded(envelope.payload);
  if (!payload) return 'none';
  const signatures = envelope.signatures.flatMap(({ sig }) => decoded(sig) ?? []);
  return { type: envelope.payloadType, payload, signatures };
}

function decoded(base64: string): Uint8Array | undefined {
  return fromBase64(base64) ?? fromBase64Url(base64.replace(/={1,2}$/, ''));
}

const Digests = z.record(z.string(), z.string()).nullish();
const Inputs = z
  .array(z.object({ uri: z.string().nullish(), digest: Digests }))
  .max(100_000)
  .nullish();

const Statement = z.object({
  _type: z.enum(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']),
  subject: z.array(z.object({ digest: Digests })).max(100_000),
  predicateType: z.string(),
  predicate: z.unknown(),
});

const Version1 = z.object({
  buildDefinition: z.object({
    buildType: z.string().min(1),
    externalParameters: z.record(z.string(), z.unknown()),
    resolvedDependencies: Inputs,
  }),
  runDetails: z.object({ builder: z.object({ id: z.string().min(1) }) }),
});
const Version02 = z.object({
  builder: z.object({ id: z.string().min(1) }),
  buildType: z.string().min(1),
  invocation: z.object({ configSource: z.object({ uri: z.string().nullish() }).nullish() }).nullish(),
  materials: Inputs,
});

/** What a record says. */
export interface Provenance {
  /** `SLSA provenance v1`, `SLSA provenance v0.2`. */
  readonly form: string;
  /** Of each thing that was built: algorithm (`sha256`) → hexadecimal digits. */
  readonly subjects: readonly Readonly<Record<string, string>>[];
  /** `builder.id`. */
  readonly builder: string;
  /** How many things that went into the build are named by a digest. */
  readonly inputs: number;
  /** The source, where the usual builders name it; none where this one names it elsewhere. */
  readonly sources: readonly string[];
}

/** Reads what an envelope holds. A text: why it is no record of how something was built. Never throws. */
export function readProvenance({ type, payload }: ProvenanceEnvelope): Provenance | string {
  if (type !== 'application/vnd.in-toto+json') return 'its envelope says that it holds something else';
  const statement = Statement.safeParse(parseJsonQuietly(utf8(payload))).data;
  if (!statement) return 'it is no in-toto statement';
  const { predicateType, predicate } = statement;
  const subjects = statement.subject.map(({ digest }) => digest ?? {});
  if (predicateType === 'https://slsa.dev/provenance/v1') {
    const one = Version1.safeParse(predicate).data;
    if (!one) return 'it lacks what SLSA provenance v1 must say';
    const { externalParameters, resolvedDependencies } = one.buildDefinition;
    return {
      form: 'SLSA provenance v1',
      subjects,
      builder: one.runDetails.builder.id,
      inputs: digested(resolvedDependencies),
      sources: USUAL.flatMap((way) => textIn(externalParameters, way)),
    };
  }
  if (predicateType === 'https://slsa.dev/provenance/v0.2') {
    const one = Version02.safeParse(predicate).data;
    if (!one) return 'it lacks what SLSA provenance v0.2 must say';
    return {
      form: 'SLSA provenance v0.2',
      subjects,
      builder: one.builder.id,
      inputs: digested(one.materials),
      sources: textIn(one, ['invocation', 'configSource', 'uri']),
    };
  }
  return `it is about something else than a build (${predicateType.slice(0, 100)})`;
}

/** Where builders name the source: GitHub's and Google's, Tekton, BuildKit, and the specification's own example. */
const USUAL = [
  ['workflow', 'repository'],
  ['source'],
  ['source', 'uri'],
  ['source', 'repository'],
  ['repository'],
  ['configSource', 'uri'],
  ['buildConfigSource', 'repository'],
];

function textIn(data: unknown, way: readonly string[]): string[] {
  let found = data;
  for (const key of way) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return [];
    found = Object.entries(found).find(([name]) => name === key)?.[1];
  }
  return typeof found === 'string' && found !== '' ? [found] : [];
}

function digested(inputs: z.infer<typeof Inputs>): number {
  return (inputs ?? []).filter(({ digest }) => Object.values(digest ?? {}).some((hex) => hex !== '')).length;
}

/** Whether something that was built is what has these digests: one of them is named, and none contradicts. */
export function isSubject({ subjects }: Provenance, digests: Readonly<Record<string, string>>): boolean {
  return subjects.some((subject) => {
    const known = Object.entries(subject).filter(([algorithm]) => Object.hasOwn(digests, algorithm));
    return known.length > 0 && known.every(([algorithm, hex]) => digests[algorithm] === hex.toLowerCase());
  });
}

/** Whether two spellings name one repository: without `git+`, `.git` and what says which state of it. */
export function isSameSource(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(uri: string): string {
  return uri
    .replace(/^git\+/, '')
    .replace(/#.*$/s, '')
    .replace(/@(refs\/.*|[^/@]*)$/s, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '';
  }
}
