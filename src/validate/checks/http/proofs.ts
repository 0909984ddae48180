/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { httpConnectionLimitProof } from './limits/http-connection-limit.proof.ts';
import { httpExpiredTokenProof } from './rights/http-expired-token.proof.ts';
import { httpForeignRequestsProof } from './pages/http-foreign-requests.proof.ts';
import { httpObjectAuthorisationProof } from './rights/http-object-authorisation.proof.ts';
import { httpOutputEncodedProof } from './pages/http-output-encoded.proof.ts';
import { httpPlaintextProof } from './pages/http-plaintext.proof.ts';
import { httpPublicReadProof } from './rights/http-public-read.proof.ts';
import { httpRateLimitProof } from './limits/http-rate-limit.proof.ts';
import { httpReadersApartProof } from './rights/http-readers-apart.proof.ts';
import { httpSecurityHeadersProof } from './pages/http-security-headers.proof.ts';
import { httpTokenRequiredProof } from './rights/http-token-required.proof.ts';
import { httpWrongTokenProof } from './rights/http-wrong-token.proof.ts';

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
