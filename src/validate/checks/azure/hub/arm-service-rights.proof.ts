import { armServiceRights } from './arm-service-rights.ts';
import { templateProof } from '../testing/intact.ts';

export const armServiceRightsProof = templateProof(armServiceRights, {
  'one policy for two purposes': ['"EnrollmentRead, EnrollmentWrite"', '"EnrollmentRead, ServiceConfig"'],
});
