import { proof, rowsOn } from '../../testing/proof.ts';
import { type ListedSetup, onDebianList, onNpmList } from '../../testing/release/listed-release.ts';
import { releaseComponents } from './release-components.ts';

const CYCLONEDX: ListedSetup = { list: 'cyclonedx', part: 'mended', of: 'the release' };
const SPDX: ListedSetup = { ...CYCLONEDX, list: 'spdx' };
const DEBIAN: ListedSetup = { ...CYCLONEDX, list: 'dpkg' };
const ANSWERED: ListedSetup = {
  ...CYCLONEDX,
  part: 'with a known hole',
  answer: 'in the list, with a reason',
};
const { answer: _, ...UNANSWERED } = ANSWERED;
const VEX: ListedSetup = { ...SPDX, part: 'with a known hole', answer: 'OpenVEX' };

export const releaseComponentsProof = proof(
  releaseComponents,
  rowsOn(onNpmList, 'CycloneDX, nothing with a known hole', {
    intact: CYCLONEDX,
    weakened: {
      'a part with a known hole': { ...CYCLONEDX, part: 'with a known hole' },
      'the list of another release': { ...CYCLONEDX, of: 'the release before' },
      'a list of nothing in particular': { ...CYCLONEDX, of: 'nothing named' },
      'one part without a package URL': { ...CYCLONEDX, says: 'one part without a package URL' },
      'one part without a version': { ...CYCLONEDX, says: 'one part without a version' },
    },
    dead: {
      'there is no list': { ...CYCLONEDX, file: 'missing' },
      'the list is a text': { ...CYCLONEDX, file: 'a text' },
      'the list is empty': { ...CYCLONEDX, says: 'no parts' },
      'the list calls itself incomplete': { ...CYCLONEDX, says: 'that it is incomplete' },
      'one part is of a kind that no advisories name': {
        ...CYCLONEDX,
        says: 'a package URL of another kind',
      },
      'there are no advisories': { ...CYCLONEDX, advisories: 'missing' },
      'the advisories are a text': { ...CYCLONEDX, advisories: 'a text' },
      'the advisories were fetched ten days ago': { ...CYCLONEDX, advisories: 'fetched ten days ago' },
      'the advisories are older than they are said to be': { ...CYCLONEDX, advisories: 'years old' },
      'the advisories are of another ecosystem': { ...CYCLONEDX, advisories: 'of another ecosystem' },
    },
  }),
  rowsOn(onNpmList, 'CycloneDX, with a known hole that a decision in it answers', {
    intact: ANSWERED,
    weakened: {
      'nobody answers the hole': UNANSWERED,
      'the decision gives no reason': { ...ANSWERED, answer: 'in the list, without one' },
      'the decision says that it is open': { ...ANSWERED, answer: 'affected' },
    },
  }),
  rowsOn(onNpmList, 'SPDX, nothing with a known hole', {
    intact: SPDX,
    weakened: {
      'a part with a known hole (SPDX)': { ...SPDX, part: 'with a known hole' },
      'the list of another release (SPDX)': { ...SPDX, of: 'the release before' },
      'one part without a package URL (SPDX)': { ...SPDX, says: 'one part without a package URL' },
      'one part without a version (SPDX)': { ...SPDX, says: 'one part without a version' },
    },
  }),
  rowsOn(onNpmList, 'SPDX, with a known hole that OpenVEX answers', {
    intact: VEX,
    weakened: {
      'OpenVEX is about another release': { ...VEX, answer: 'OpenVEX of another release' },
      'OpenVEX has taken it back': { ...VEX, answer: 'OpenVEX, taken back' },
    },
  }),
  rowsOn(onDebianList, 'Debian packages, as new as the fix', {
    intact: DEBIAN,
    weakened: { 'a Debian package older than the fix': { ...DEBIAN, part: 'with a known hole' } },
  }),
);
