/**
 * What the envelopes hold: in-toto Statements v1 (in-toto/attestation, spec v1). A run's statement is about the
 * plan that was carried out on the system; the chain head's is about the newest run.
 */
import { z } from 'zod';

import { canonicalJson } from '../text/canonical.ts';
import { parseJsonQuietly } from './dsse.ts';
import { Digest, Run, RUN_PREDICATE } from './run.ts';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** The predicate type of `head.json`. */
const HEAD_PREDICATE = 'urn:bestride:head:1';

/**
 * The chain head. `digest` and `sequence` are the newest run's; `ends` are the digests of all runs that no other
 * run follows, so that the newest run of a fork cannot vanish either.
 */
export const Head = z.strictObject({
  digest: Digest,
  sequence: z.int().min(1),
  ends: z.array(Digest).min(1),
});
export type Head = z.infer<typeof Head>;

const hex = z.string().regex(/^[0-9a-f]{64}$/);

function statement<T extends string, P extends z.ZodType>(predicateType: T, predicate: P) {
  return z.strictObject({
    _type: z.literal(STATEMENT_TYPE),
    subject: z
      .array(z.strictObject({ name: z.string().min(1), digest: z.strictObject({ sha256: hex }) }))
      .length(1),
    predicateType: z.literal(predicateType),
    predicate,
  });
}

const RunStatement = statement(RUN_PREDICATE, Run);
const HeadStatement = statement(HEAD_PREDICATE, Head);

/** The payload text of a run: canonical JSON, so that equal runs have equal digests. */
export function runStatement(run: Run): string {
  return write(RUN_PREDICATE, run.system.id, run.plan.digest, run);
}

/** The payload text of the chain head of a system. */
export function headStatement(systemId: string, head: Head): string {
  return write(HEAD_PREDICATE, systemId, head.digest, head);
}

/** Undefined when the payload is not the statement of a run, or when its subject is not what its predicate is about. */
export function readRunStatement(payload: Uint8Array): Run | undefined {
  const read = RunStatement.safeParse(parsePayload(payload));
  if (!read.success) return undefined;
  const { subject, predicate } = read.data;
  return isAbout(subject, predicate.system.id, predicate.plan.digest) ? predicate : undefined;
}

/** As {@link readRunStatement}, for the chain head; with the system it is about. */
export function readHeadStatement(
  payload: Uint8Array,
): { readonly systemId: string; readonly head: Head } | undefined {
  const read = HeadStatement.safeParse(parsePayload(payload));
  const systemId = read.data?.subject[0]?.name;
  if (!read.success || systemId === undefined) return undefined;
  const { subject, predicate } = read.data;
  return isAbout(subject, systemId, predicate.digest) ? { systemId, head: predicate } : undefined;
}

interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

function write(predicateType: string, name: string, digest: string, predicate: unknown): string {
  const subject: Subject[] = [{ name, digest: { sha256: digest.replace('sha256:', '') } }];
  return canonicalJson({ _type: STATEMENT_TYPE, subject, predicateType, predicate });
}

function isAbout(subject: readonly Subject[], name: string, digest: string): boolean {
  return subject.every((one) => one.name === name && `sha256:${one.digest.sha256}` === digest);
}

function parsePayload(payload: Uint8Array): unknown {
  try {
    return parseJsonQuietly(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
