/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { httpConnectionLimit } from './limits/http-connection-limit.ts';
import { httpExpiredToken } from './rights/http-expired-token.ts';
import { httpForeignRequests } from './pages/http-foreign-requests.ts';
import { httpObjectAuthorisation } from './rights/http-object-authorisation.ts';
import { httpOutputEncoded } from './pages/http-output-encoded.ts';
import { httpPlaintext } from './pages/http-plaintext.ts';
import { httpPublicRead } from './rights/http-public-read.ts';
import { httpRateLimit } from './limits/http-rate-limit.ts';
import { httpReadersApart } from './rights/http-readers-apart.ts';
import { httpSecurityHeaders } from './pages/http-security-headers.ts';
import { httpTokenRequired } from './rights/http-token-required.ts';
import { httpWrongToken } from './rights/http-wrong-token.ts';

export const httpChecks: readonly Check[] = [
  httpConnectionLimit,
  httpExpiredToken,
  httpForeignRequests,
  httpObjectAuthorisation,
  httpOutputEncoded,
  httpPlaintext,
  httpPublicRead,
  httpRateLimit,
  httpReadersApart,
  httpSecurityHeaders,
  httpTokenRequired,
  httpWrongToken,
];
