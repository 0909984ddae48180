import { deadEnds } from '../../../testing/dead.ts';
import { atService, onService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpExpiredToken } from './http-expired-token.ts';

export const httpExpiredTokenProof = proof(
  httpExpiredToken,
  rowsOn(onService, 'JSON Web Tokens', {
    intact: { leeway: 0 },
    weakened: {
      'the end is not looked at': { leeway: Infinity },
      'a day of leeway': { leeway: 86_400 },
    },
    dead: { 'it knows nobody': { leeway: 0, knows: [] } },
  }),
  deadEnds(({ pki }) => atService(pki)),
);
