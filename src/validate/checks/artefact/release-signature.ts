/**
 * Is the released file signed by the pinned key? It is verified as it is, and again after each of the changes that an
 * attacker would make, by the same code: a verification that cannot fail is none. It speaks for the release alone.
 * Whether a device looks at the signature, before it installs or before it runs anything, is not seen here.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { sha256 } from '../../../text/digest.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { changes, flipped, readRelease, verified } from '../../probes/artefact.ts';
import { type Signing, signatureIn, signedByAnother, signingOf, verifies } from '../../probes/release.ts';
import type { ReleaseTarget } from '../../targets/read/release.ts';
import { inconclusive } from '../../verdict.ts';

export const releaseSignature = defineCheck({
  id: 'release-signature',
  title: 'Is the release signed by the pinned key, and no changed one?',
  targets: ['release'],
  control: 'the released file, its signature and the pinned public key can be read',
  attack:
    'verify the release as it is; then with one byte changed at each of several places, cut short, made longer, with a changed signature, with one by another key, and with that of another release where one is declared',
  effect: 'passive',
  budget: { connections: 0, seconds: 60, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  async run(context) {
    const { file, release } = context.target;
    if (file === undefined || release?.signature === undefined || release.key === undefined)
      return inconclusive('the target declares no file with a signature and a key (file, release)');
    let read: Read;
    try {
      read = await readAll(context, file, { ...release, signature: release.signature, key: release.key });
    } catch (error) {
      return inconclusive(error instanceof Error ? error.message : 'the release cannot be read');
    }
    const { bytes, signature, signing, other } = read;
    const control: Attempt = {
      what: `${file}, its signature and the pinned key are read`,
      outcome: 'seen',
      refusedBy: null,
      detail: `${bytes.length} bytes, ${signing.scheme}${signing.hash === null ? '' : ` with ${signing.hash}`}`,
    };
    const facts: CheckOutcome['facts'] = [
      {
        kind: 'observed',
        ref: 'pinned key',
        digest: sha256(signing.key.export({ type: 'spki', format: 'der' })),
      },
    ];
    const base = { control, observer: null, refusedBy: null, facts };
    const asItIs = verified(`${file} as it is`, verifies(signing, bytes, signature));
    if (asItIs.outcome !== 'accepted') {
      const reason = `${file} is not signed by the pinned key (${signing.scheme}): its signature does not verify`;
      return { ...base, verdict: 'fail', reason, attack: [asItIs] };
    }
    const changed = forgeries(bytes, signature, signing, other);
    const attack = [asItIs, ...changed];
    const taken = changed.filter(({ outcome }) => outcome === 'accepted');
    if (taken.length > 0) {
      const reason = `the signature holds for what was not signed: ${taken.map(({ what }) => what).join(', ')}`;
      return { ...base, verdict: 'fail', reason, attack };
    }
    const reason = `${file} is signed by the pinned key (${control.detail}); refused were: ${changed.map(({ what }) => what).join(', ')}. That a device verifies it was not looked at`;
    return { ...base, verdict: 'pass', reason, attack };
  },
});

interface Read {
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly signing: Signing;
  /** The signature of another release. */
  readonly other: Uint8Array | undefined;
}

/** Rejects with an Error that a person understands. */
async function readAll(
  context: CheckContext,
  file: string,
  release: ReleaseTarget & { readonly signature: string; readonly key: string },
): Promise<Read> {
  const bytes = await readRelease(context, file);
  const signing = signingOf(await context.readFile(release.key), release);
  if (typeof signing === 'string') throw new Error(signing);
  const signature = signatureIn(await context.readBytes(release.signature));
  const other = release.other && signatureIn(await context.readBytes(release.other.signature));
  if (other && Buffer.compare(other, signature) === 0)
    throw new Error('the signature of the other release is the same as that of this one');
  return { bytes, signature, signing, other };
}

function forgeries(
  bytes: Uint8Array,
  signature: Uint8Array,
  signing: Signing,
  other: Uint8Array | undefined,
): readonly Attempt[] {
  const holds = (changed: Uint8Array, by = signature): boolean => verifies(signing, changed, by);
  return [
    ...changes(bytes, 'byte', (changed) => holds(changed)),
    verified('the last byte cut off', holds(bytes.subarray(0, -1))),
    verified('a byte added', holds(Buffer.concat([bytes, Buffer.alloc(1)]))),
    verified('a signature with one byte changed', holds(bytes, flipped(signature))),
    verified('a signature by another key', holds(bytes, signedByAnother(signing, bytes))),
    ...(other ? [verified('the signature of another release', holds(bytes, other))] : []),
  ];
}
