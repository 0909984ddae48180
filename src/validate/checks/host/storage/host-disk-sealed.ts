/**
 * Does a TPM alone hold the keys of the encrypted devices, and give them out only after the measured start? That the
 * values of the PCRs are those of approved software is for `tpm-attestation`.
 */
import type { Ciphered } from '../../../readers/host/report.ts';
import { hostCheck } from '../check.ts';

const SEALED = new Set(['systemd-tpm2', 'clevis-tpm2']);
/** A long random key that is kept elsewhere. */
const RECOVERY = 'systemd-recovery';

export const hostDiskSealed = hostCheck({
  id: 'host-disk-sealed',
  title: 'Are the keys of the disks sealed by a TPM to the measured start?',
  attack:
    'look for an encrypted device that opens by a key file beside it, by a key of no TPM, or by one that a TPM gives to any software',
  met: 'every encrypted device opens by a key that a TPM gives out for measured software alone',
  look({ ciphered, secureBoot }) {
    const looked = (ciphered ?? []).map((one) => ({ one, ...judged(one, secureBoot) }));
    const recovery = looked.filter(({ one }) => one.tokens?.some(({ type }) => type === RECOVERY));
    return {
      weak: looked.flatMap(({ weak }) => weak),
      untold: [
        ...(looked.length === 0 ? ['no encrypted device was seen'] : []),
        ...looked.flatMap(({ untold }) => untold),
      ],
      but: [
        ...(looked.map(({ one }) => one.tokens ?? []).flat().length > 0
          ? [
              `bound to: ${looked
                .map(({ one }) => bound(one))
                .filter(Boolean)
                .join(', ')}`,
            ]
          : []),
        ...recovery.map(({ one }) => `${one.name} opens by a recovery key too, kept who knows where`),
      ],
    };
  },
});

function judged(
  { name, type, keyFile, beside, slots, tokens }: Ciphered,
  secureBoot: boolean | null,
): {
  readonly weak: readonly string[];
  readonly untold: readonly string[];
} {
  // Swap with a new key at each start: nobody has it afterwards.
  if (type === 'PLAIN' && keyFile === 'random') return { weak: [], untold: [] };
  const held = new Set(tokens?.flatMap((token) => token.slots));
  const bare = slots?.filter((slot) => !held.has(slot)) ?? [];
  const others = tokens?.filter((token) => !SEALED.has(token.type) && token.type !== RECOVERY) ?? [];
  const sealed = tokens?.filter((token) => SEALED.has(token.type)) ?? [];
  return {
    weak: [
      ...(keyFile === 'file' && beside ? [`the key of ${name} lies on storage that is not encrypted`] : []),
      ...sealed
        .filter(({ pcrs }) => bindsSoftware(pcrs, secureBoot) === false)
        .map(({ pcrs }) => `the TPM gives the key of ${name} to whatever software starts: ${boundTo(pcrs)}`),
    ],
    untold: [
      ...(slots === null || tokens === null
        ? [`what opens ${name} was not seen: run the collector as root, with cryptsetup`]
        : sealed.length === 0
          ? [`no key of ${name} is held by a TPM`]
          : []),
      ...sealed
        .filter(({ pcrs }) => bindsSoftware(pcrs, secureBoot) === null)
        .map(
          ({ pcrs }) => `whether that binds the key of ${name} to software is not known: ${boundTo(pcrs)}`,
        ),
      ...bare.map(
        (slot) => `slot ${slot} of ${name} opens by a passphrase or a key file, kept who knows where`,
      ),
      ...others.map((token) => `a key of ${name} is held by ${token.type}, which is not judged`),
    ],
  };
}

/** What was started: loader, kernel, command line and initial file system (UAPI group, Linux TPM PCR registry). */
const SOFTWARE = [4, 8, 9, 11];
/** The firmware and its settings, which do not change when other software starts; 16 and 23 anybody may reset. */
const OTHERS = [0, 1, 2, 3, 5, 6, 16, 23];

/**
 * Whether other software would get other values. PCR 7 holds who may sign what starts: with Secure Boot off, that is
 * everybody. Null: it cannot be told.
 */
function bindsSoftware(pcrs: readonly number[], secureBoot: boolean | null): boolean | null {
  if (pcrs.some((pcr) => SOFTWARE.includes(pcr))) return true;
  if (pcrs.every((pcr) => OTHERS.includes(pcr))) return false;
  if (!pcrs.includes(7)) return null;
  return pcrs.every((pcr) => pcr === 7 || OTHERS.includes(pcr)) || secureBoot === true ? secureBoot : null;
}

function boundTo(pcrs: readonly number[]): string {
  if (pcrs.length === 0) return 'it is bound to no PCR';
  return `it is bound to PCR ${pcrs.join(', ')}${pcrs.includes(7) ? ', and whether Secure Boot is on decides' : ''}`;
}

function bound({ name, tokens }: Ciphered): string {
  const pcrs = new Set(tokens?.filter(({ type }) => SEALED.has(type)).flatMap((token) => token.pcrs));
  return pcrs.size === 0 ? '' : `${name} to PCR ${[...pcrs].toSorted((a, b) => a - b).join(', ')}`;
}
