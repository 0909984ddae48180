/**
 * Does a device install what is not signed, or not by whom it must be, or was changed since, by way of one who may send
 * it updates (S-59)? What somebody does to a package that already lies on the device, and what is done when the device
 * starts, is not tried.
 */
import { defineCheck } from '../../check.ts';
import { type Wrong, concluded, offerAll, tooOld } from '../../probes/updates/judge.ts';
import { altered, alteredUnderChecksum, cutShort, unsigned } from '../../probes/updates/packages.ts';
import { type Package, UPDATE_BUDGET, type UpdateStage, withUpdates } from '../../probes/updates/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const updateAuthentic = defineCheck({
  id: 'update-authentic',
  title: 'Does a device refuse software that is not signed by the right key, or was changed?',
  targets: ['update'],
  control:
    'the genuine release, of which the changed ones are made, is sent afterwards, and the test unit runs it',
  attack:
    'the same sender sends a newer release with its content changed, also so that a checksum (CRC-32) of it is the same, with its signature changed, cut off in the middle, without a signature, and signed with another key',
  observer: 'the version that the test unit says it runs',
  effect: 'disturbing',
  budget: UPDATE_BUDGET,
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    return withUpdates(context, 1, async (stage) => {
      const [release] = stage.ahead;
      if (!release) return inconclusive('the target declares no newer release');
      const wrongs = wrongOnes(stage, release);
      if (typeof wrongs === 'string') return inconclusive(wrongs);
      const old = tooOld(stage.running(), wrongs);
      if (old !== undefined) return inconclusive(old);
      const attack = await offerAll(stage, wrongs);
      return concluded(
        stage,
        attack,
        wrongs,
        release,
        'Whether it looks again at what lies on it, and when it starts, was not tried',
      );
    });
  },
});

/** A text says what is missing. All of them are tried or nothing is shown: each finds another way to be wrong. */
function wrongOnes(stage: UpdateStage, { version, bytes, parts }: Package): readonly Wrong[] | string {
  const foreign = stage.package('foreign');
  if (!parts) return 'the target does not declare where content and signature stand in a package (parts)';
  if (!foreign) return 'the target declares no release that is signed with another key (foreign)';
  const made = {
    'its content changed': altered(bytes, parts.content),
    'its signature changed': altered(bytes, parts.signature),
    'cut off in the middle': cutShort(bytes, parts),
  };
  const wrongs: Wrong[] = [];
  for (const [how, wrong] of Object.entries(made)) {
    if (!wrong) return `release ${version} has not both content and signature where the target says (parts)`;
    wrongs.push({ what: `release ${version}, ${how}`, version, bytes: wrong });
  }
  // Of a part that is very short there is none.
  const unseen = alteredUnderChecksum(bytes, parts.content);
  if (unseen)
    wrongs.push({
      what: `release ${version}, its content changed and the CRC-32 of it the same`,
      version,
      bytes: unseen,
    });
  const declared = stage.package('unsigned');
  const stripped = declared ?? unsignedOf(bytes, parts, version);
  if (!stripped) return 'the target declares no release without a signature (unsigned)';
  return [
    ...wrongs,
    { what: `release ${stripped.version} without a signature`, ...stripped },
    { what: `release ${foreign.version}, signed with another key`, ...foreign },
  ];
}

function unsignedOf(
  bytes: Uint8Array,
  parts: NonNullable<Package['parts']>,
  version: string,
): Pick<Package, 'version' | 'bytes'> | undefined {
  const stripped = unsigned(bytes, parts);
  return stripped && { version, bytes: stripped };
}
