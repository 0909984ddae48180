import { deadEnds } from '../../../testing/dead.ts';
import { onTokenNginx } from '../../../testing/http/behind-nginx.ts';
import { atService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpRateLimit } from './http-rate-limit.ts';

/** A file, because a bare `return` answers before nginx counts. */
const served = (limit: string): string =>
  `location = / { ${limit} limit_req_status 429; root PKI; try_files /ca.pem =404; }`;
const zone = (key: string, rate: string): string => `http: limit_req_zone ${key} zone=one:1m rate=${rate}`;
const LIMITED = served('limit_req zone=one burst=9 nodelay;');
const BY_TOKEN = zone('$http_authorization', '2r/s');

export const httpRateLimitProof = proof(
  httpRateLimit,
  rowsOn(onTokenNginx, 'a limit by token', {
    intact: [BY_TOKEN, LIMITED],
    weakened: {
      'no limit': [BY_TOKEN, served('')],
      'far more than is declared': [zone('$http_authorization', '1000r/s'), LIMITED],
      'each connection is counted by itself': [zone('$connection', '2r/s'), LIMITED],
      'counted by a header that the caller need not send': [zone('$http_x_forwarded_for', '2r/s'), LIMITED],
    },
    dead: {
      'there is no such page': [BY_TOKEN, 'location = / { return 404; }'],
      'by address, so that nobody else can be seen from here': [zone('$binary_remote_addr', '2r/s'), LIMITED],
    },
  }),
  deadEnds(({ pki }) => {
    const told = atService(pki);
    return {
      ...told,
      declares: { http: { ...told.declares?.http, requestLimit: { requests: 12, seconds: 3 } } },
    };
  }),
);
