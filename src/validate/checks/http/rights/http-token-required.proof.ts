import { deadEnds } from '../../../testing/dead.ts';
import { WHOLE_HEADER, headerLike, onTokenNginx } from '../../../testing/http/behind-nginx.ts';
import { atService, onService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpTokenRequired } from './http-token-required.ts';

export const httpTokenRequiredProof = proof(
  httpTokenRequired,
  rowsOn(onTokenNginx, 'a fixed token', {
    intact: [WHOLE_HEADER],
    weakened: {
      'no token is asked for': [],
      'a token may be left out': [headerLike('^(Bearer a-token-of-canary-a-0123456789)?$')],
      'the word before the token is enough': [headerLike('^Bearer')],
    },
    dead: { 'it knows another token only': [headerLike('^Bearer b-token$')] },
  }),
  rowsOn(onService, 'JSON Web Tokens', {
    intact: {},
    weakened: { 'one route was forgotten': { open: ['/devices/canary-a'] } },
    dead: { 'it knows nobody': { knows: [] } },
  }),
  deadEnds(({ pki }) => atService(pki)),
);
