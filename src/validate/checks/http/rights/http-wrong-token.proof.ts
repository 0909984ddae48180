import { deadEnds } from '../../../testing/dead.ts';
import { WHOLE_HEADER, headerLike, onTokenNginx } from '../../../testing/http/behind-nginx.ts';
import { atService, onService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpWrongToken } from './http-wrong-token.ts';

export const httpWrongTokenProof = proof(
  httpWrongToken,
  rowsOn(onTokenNginx, 'a fixed token', {
    intact: [WHOLE_HEADER],
    weakened: {
      'any token does': [headerLike('^Bearer .+')],
      'only the beginning is compared': [headerLike('^Bearer a-token-of-canary-a')],
      'only the end is compared': [headerLike('of-canary-a-0123456789$')],
    },
    dead: { 'it knows another token only': [headerLike('^Bearer b-token$')] },
  }),
  rowsOn(onService, 'JSON Web Tokens', {
    intact: {},
    weakened: {
      'signatures are not looked at': { signature: 'none' },
      'a token may say that it has no signature': { signature: 'alg none taken' },
    },
    dead: { 'it knows nobody': { knows: [] } },
  }),
  rowsOn(onService, 'JSON Web Tokens that must name their key', {
    intact: { keyName: 'wanted' },
    weakened: {
      'one that names its key may say that it has no signature': {
        keyName: 'wanted',
        signature: 'alg none taken',
      },
    },
  }),
  deadEnds(({ pki }) => atService(pki)),
);
