import { templateProof } from '../testing/intact.ts';
import { armDataEnds } from './arm-data-ends.ts';

export const armDataEndsProof = templateProof(armDataEnds, {
  'the rule is switched off': ['"enabled": true, "name": "end"', '"enabled": false, "name": "end"'],
  'the rule moves and does not delete': ['"delete": {', '"tierToArchive": {'],
  'the container keeps everything': ['"defaultTtl": 2592000', '"defaultTtl": -1'],
});
