import { deadEnds } from '../../../testing/dead.ts';
import { onTokenNginx } from '../../../testing/http/behind-nginx.ts';
import { atService, onService } from '../../../testing/http/service.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { httpConnectionLimit } from './http-connection-limit.ts';

export const httpConnectionLimitProof = proof(
  httpConnectionLimit,
  rowsOn(onService, 'room for many connections', {
    intact: { connections: 1000 },
    weakened: { 'so few connections that one stranger fills them': { connections: 20 } },
    dead: { 'it knows nobody': { connections: 1000, knows: [] } },
  }),
  rowsOn(onTokenNginx, 'nginx as it comes', { intact: [] }),
  deadEnds(({ pki }) => atService(pki)),
);
