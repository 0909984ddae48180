/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { releaseComponents } from './release-components.ts';
import { releaseProvenance } from './release-provenance.ts';
import { releaseSignature } from './release-signature.ts';

export const artefactChecks: readonly Check[] = [releaseComponents, releaseProvenance, releaseSignature];
