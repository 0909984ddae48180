/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { httpConnectionLimitProof } from './http-connection-limit.proof.ts';
import { httpExpiredTokenProof } from './http-expired-token.proof.ts';
import { httpForeignRequestsProof } from './http-foreign-requests.proof.ts';
import { httpObjectAuthorisationProof } from './http-object-authorisation.proof.ts';
import { httpOutputEncodedProof } from './http-output-encoded.proof.ts';
import { httpPlaintextProof } from './http-plaintext.proof.ts';
import { httpPublicReadProof } from './http-public-read.proof.ts';
import { httpRateLimitProof } from './http-rate-limit.proof.ts';
import { httpReadersApartProof } from './http-readers-apart.proof.ts';
import { httpSecurityHeadersProof } from './http-security-headers.proof.ts';
import { httpTokenRequiredProof } from './http-token-required.proof.ts';
import { httpWrongTokenProof } from './http-wrong-token.proof.ts';

export const httpProofs: readonly Proof[] = [
  httpConnectionLimitProof,
  httpExpiredTokenProof,
  httpForeignRequestsProof,
  httpObjectAuthorisationProof,
  httpOutputEncodedProof,
  httpPlaintextProof,
  httpPublicReadProof,
  httpRateLimitProof,
  httpReadersApartProof,
  httpSecurityHeadersProof,
  httpTokenRequiredProof,
  httpWrongTokenProof,
];
