import { deadEnds } from '../../../testing/dead.ts';
import { atService, onService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpObjectAuthorisation } from './http-object-authorisation.ts';

export const httpObjectAuthorisationProof = proof(
  httpObjectAuthorisation,
  rowsOn(onService, 'things that belong to one caller each, answered with 403', {
    intact: { owner: 'the token’s' },
    weakened: {
      'whoever has a token gets everything': { owner: 'anybody' },
      'it says no, and sends it all the same': { owner: 'the token’s', leaks: true },
      'the thing of one canary is open': { owner: 'the token’s', open: ['/devices/canary-b'] },
    },
    dead: {
      'it knows only one of the two': { owner: 'the token’s', knows: ['canary-a'] },
      'it breaks down over the other’s': { owner: 'the token’s', denial: 500 },
    },
  }),
  rowsOn(onService, 'the same, answered with 404', {
    intact: { owner: 'the token’s', denial: 404 },
    weakened: { 'the owner is not looked at': { owner: 'anybody', denial: 404 } },
  }),
  deadEnds(({ pki }) => atService(pki)),
);
