/**
 * Does the released file come with a record of how it was built, signed by the pinned builder? The record must name this
 * very file by its digest, the builder, and what went into the build. It is verified again after each of the changes that
 * an attacker would make. It speaks for this one release: that none would leave without a record was not tried, and
 * whether the builder wrote the truth nobody can see from outside.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { preAuthEncoding } from '../../../evidence/dsse.ts';
import { sha256 } from '../../../text/digest.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { changes, digestsOf, flipped, readRelease, verified } from '../../probes/artefact.ts';
import { textAt } from '../../probes/commands/json.ts';
import { type Signing, signedByAnother, signingOf, verifies } from '../../probes/release.ts';
import {
  type Provenance,
  type ProvenanceEnvelope,
  isSameSource,
  isSubject,
  openProvenance,
  readProvenance,
} from '../../readers/release/provenance.ts';
import type { ProvenanceTarget } from '../../targets/read/release.ts';
import { inconclusive } from '../../verdict.ts';

export const releaseProvenance = defineCheck({
  id: 'release-provenance',
  title: 'Does the release come with a record of its build, signed by the pinned builder?',
  targets: ['release'],
  control: 'the released file, its record (DSSE, in-toto, SLSA provenance) and the pinned key can be read',
  attack:
    'verify the record as it is: signature, digest of the release, builder, source where one is declared, what went into it; then with changed content, type and signature, with one by another key, and for a changed release',
  effect: 'passive',
  budget: { connections: 0, seconds: 60, bytes: 0 },
  // As taken from where devices fetch it (`taken`); a file of the repository alone shows less, and counts for less.
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  async run(context) {
    const { file, release } = context.target;
    const declared = release?.provenance;
    if (file === undefined || !declared)
      return inconclusive(
        'the target declares no file with a record of its build (file, release.provenance)',
      );
    let read: Read | string;
    try {
      read = await readAll(context, file, declared);
    } catch (error) {
      return inconclusive(error instanceof Error ? error.message : 'the record cannot be read');
    }
    if (typeof read === 'string') return inconclusive(read);
    const { bytes, signing, envelope } = read;
    const control: Attempt = {
      what: `${file}, its record ${declared.file} and the pinned key are read`,
      outcome: 'seen',
      refusedBy: null,
      detail: `${bytes.length} bytes, ${signing.scheme}`,
    };
    const key = signing.key.export({ type: 'spki', format: 'der' });
    const facts: CheckOutcome['facts'] = [{ kind: 'observed', ref: 'pinned key', digest: sha256(key) }];
    const base = { control, observer: null, refusedBy: null, facts };
    const fail = (why: string): CheckOutcome => ({
      ...base,
      verdict: 'fail',
      reason: `${file} has no record that counts: ${why}`,
      attack: [{ what: `${declared.file} as it is`, outcome: 'accepted', refusedBy: null, detail: why }],
    });
    if (envelope === 'bare') return fail('it is not signed');
    const signature = signatureThatHolds(signing, envelope);
    if (!signature) return fail(`it is not signed by the pinned key (${signing.scheme})`);
    const record = readProvenance(envelope);
    if (typeof record === 'string') return fail(record);
    const wrong = wrongIn(record, envelope, declared, bytes);
    if (wrong?.undecided === true) return inconclusive(wrong.why, base);
    if (wrong) return fail(wrong.why);
    const attack = forgeries(read.bytes, record, envelope, signing, signature);
    const taken = attack.filter(({ outcome }) => outcome === 'accepted');
    if (taken.length > 0)
      return {
        ...base,
        verdict: 'fail',
        reason: `the record holds for what was not recorded: ${worded(taken)}`,
        attack,
      };
    const source = declared.source ? ` from ${declared.source.uri}` : '';
    const reason = `${file} comes with ${record.form}, signed by the pinned key: built by ${record.builder}${source}, named by digest went in: ${record.inputs}${declared.source ? '' : '; from which source it may come is not declared'}; refused were: ${worded(attack)}. That no other release leaves without a record was not looked at`;
    return { ...base, verdict: 'pass', reason, attack };
  },
});

interface Read {
  readonly bytes: Uint8Array;
  readonly signing: Signing;
  readonly envelope: ProvenanceEnvelope | 'bare';
}

/** A text: what is the matter. Rejects with an Error that a person understands. */
async function readAll(
  context: CheckContext,
  file: string,
  declared: ProvenanceTarget,
): Promise<Read | string> {
  const bytes = await readRelease(context, file);
  const signing = signingOf(await context.readFile(declared.key), declared);
  if (typeof signing === 'string') return signing;
  const envelope = openProvenance(await context.readFile(declared.file));
  if (envelope === 'none') return `${declared.file} is neither a DSSE envelope nor an in-toto statement`;
  return { bytes, signing, envelope };
}

function signatureThatHolds(signing: Signing, envelope: ProvenanceEnvelope): Uint8Array | undefined {
  const message = preAuthEncoding(envelope.type, envelope.payload);
  return envelope.signatures.find((signature) => verifies(signing, message, signature));
}

function worded(attempts: readonly Attempt[]): string {
  return attempts.map(({ what }) => what).join(', ');
}

interface Wrong {
  readonly why: string;
  /** It may be we who do not understand it. */
  readonly undecided?: boolean;
}

function wrongIn(
  record: Provenance,
  envelope: ProvenanceEnvelope,
  { builder, source }: ProvenanceTarget,
  bytes: Uint8Array,
): Wrong | undefined {
  if (!isSubject(record, digestsOf(bytes)))
    return { why: 'it is the record of something else, by the digest' };
  if (record.builder !== builder)
    return { why: `it was built by ${record.builder.slice(0, 200)}, and not by ${builder}` };
  if (record.inputs === 0) return { why: 'it names nothing that went into the build by a digest' };
  if (!source) return undefined;
  const named =
    source.at === undefined
      ? record.sources
      : [textAt(new TextDecoder().decode(envelope.payload), source.at)].filter((one) => one !== '');
  const strange = named.find((one) => !isSameSource(one, source.uri));
  if (strange !== undefined)
    return { why: `it was built from ${strange.slice(0, 200)}, and not from ${source.uri}` };
  if (named.length > 0) return undefined;
  return source.at === undefined
    ? { why: 'the record names no source where builders usually do; say where: source.at', undecided: true }
    : { why: `it names no source at ${source.at}` };
}

function forgeries(
  bytes: Uint8Array,
  record: Provenance,
  { type, payload }: ProvenanceEnvelope,
  signing: Signing,
  signature: Uint8Array,
): readonly Attempt[] {
  const holds = (content: Uint8Array, by = signature, as = type): boolean =>
    verifies(signing, preAuthEncoding(as, content), by);
  const changed = Uint8Array.from(bytes);
  changed[0] = (changed[0] ?? 0) ^ 1;
  return [
    ...changes(payload, 'byte of the record', (other) => holds(other)),
    verified('a record of another type', holds(payload, signature, `${type}2`)),
    verified('a signature with one byte changed', holds(payload, flipped(signature))),
    verified(
      'a signature by another key',
      holds(payload, signedByAnother(signing, preAuthEncoding(type, payload))),
    ),
    isSubject(record, digestsOf(changed))
      ? {
          what: 'a changed release',
          outcome: 'accepted',
          refusedBy: null,
          detail: 'the record names its digest',
        }
      : {
          what: 'a changed release',
          outcome: 'refused',
          refusedBy: null,
          detail: 'the record names another digest',
        },
  ];
}
