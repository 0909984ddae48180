import { armAuditLog } from './arm-audit-log.ts';
import { templateProof } from '../testing/intact.ts';

export const armAuditLogProof = templateProof(armAuditLog, {
  'methods are not logged': [
    '{ "category": "DirectMethods", "enabled": true }',
    '{ "category": "DirectMethods", "enabled": false }',
  ],
  'connections are left out': ['{ "category": "Connections", "enabled": true },', null],
  'sent nowhere': ['"workspaceId":', null],
});
