import { proof, rowsOn } from '../../testing/proof.ts';
import { type AttestedSetup, onAttestedRelease } from '../../testing/release/attested-release.ts';
import { releaseProvenance } from './release-provenance.ts';

const V1: AttestedSetup = {
  form: 'SLSA v1',
  keys: 'ed25519',
  subject: 'the release',
  by: 'the pinned key',
  builder: 'https://build.example/farm',
  source: 'https://git.example/pump',
  inputs: 'named by digest',
};
const V02: AttestedSetup = { ...V1, form: 'SLSA v0.2', keys: 'ecdsa' };

export const releaseProvenanceProof = proof(
  releaseProvenance,
  rowsOn(onAttestedRelease, 'SLSA v1, signed with Ed25519', {
    intact: V1,
    weakened: {
      'the record of another release': { ...V1, subject: 'the release before' },
      'signed by another key': { ...V1, by: 'another key' },
      'an envelope without a signature': { ...V1, by: 'nobody' },
      'a statement without an envelope': { ...V1, by: 'nobody, without an envelope' },
      'a byte of the record changed': { ...V1, changedSince: 'a byte of the record' },
      'a byte of the release changed': { ...V1, changedSince: 'a byte of the release' },
      'built by another builder': { ...V1, builder: 'https://build.example/desk-of-bob' },
      'built from a fork': { ...V1, source: 'https://git.example/fork-of-pump' },
      'what went into it is not named by digest': { ...V1, inputs: 'named without one' },
      'a signed record of something else than a build': { ...V1, about: 'a test' },
    },
    dead: {
      'there is no record': { ...V1, record: 'missing' },
      'the record is a text': { ...V1, record: 'a text' },
      'the pinned key is a text': { ...V1, pinned: 'a text' },
      'the record names the source nowhere that is known': { ...V1, source: 'named nowhere' },
    },
  }),
  rowsOn(onAttestedRelease, 'SLSA v0.2, signed with ECDSA P-256', {
    intact: V02,
    weakened: {
      'the record of another release (v0.2)': { ...V02, subject: 'the release before' },
      'signed by another key (v0.2)': { ...V02, by: 'another key' },
      'a byte of the record changed (v0.2)': { ...V02, changedSince: 'a byte of the record' },
      'built by another builder (v0.2)': { ...V02, builder: 'https://build.example/desk-of-bob' },
      'built from a fork (v0.2)': { ...V02, source: 'https://git.example/fork-of-pump' },
      'what went into it is not named by digest (v0.2)': { ...V02, inputs: 'named without one' },
    },
  }),
);
