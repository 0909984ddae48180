/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { httpConnectionLimit } from './http-connection-limit.ts';
import { httpExpiredToken } from './http-expired-token.ts';
import { httpForeignRequests } from './http-foreign-requests.ts';
import { httpObjectAuthorisation } from './http-object-authorisation.ts';
import { httpOutputEncoded } from './http-output-encoded.ts';
import { httpPlaintext } from './http-plaintext.ts';
import { httpPublicRead } from './http-public-read.ts';
import { httpRateLimit } from './http-rate-limit.ts';
import { httpReadersApart } from './http-readers-apart.ts';
import { httpSecurityHeaders } from './http-security-headers.ts';
import { httpTokenRequired } from './http-token-required.ts';
import { httpWrongToken } from './http-wrong-token.ts';

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
