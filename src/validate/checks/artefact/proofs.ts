/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { releaseComponentsProof } from './release-components.proof.ts';
import { releaseProvenanceProof } from './release-provenance.proof.ts';
import { releaseSignatureProof } from './release-signature.proof.ts';

export const artefactProofs: readonly Proof[] = [
  releaseComponentsProof,
  releaseProvenanceProof,
  releaseSignatureProof,
];
