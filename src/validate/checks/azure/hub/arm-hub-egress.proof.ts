import { templateProof } from '../testing/intact.ts';
import { armHubEgress } from './arm-hub-egress.ts';

export const armHubEgressProof = templateProof(armHubEgress, {
  'it may send anywhere': ['"restrictOutboundNetworkAccess": true', '"restrictOutboundNetworkAccess": false'],
  'nothing is said of it': ['"restrictOutboundNetworkAccess": true,', null],
  'every name is allowed': ['"store.blob.core.windows.net"', '"*"'],
});
