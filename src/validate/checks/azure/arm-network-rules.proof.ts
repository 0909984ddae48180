import { armNetworkRules } from './arm-network-rules.ts';
import { templateProof } from './testing/intact.ts';

export const armNetworkRulesProof = templateProof(armNetworkRules, {
  'the store lets everybody in': ['"defaultAction": "Deny"', '"defaultAction": "Allow"'],
  'the filter of the subnet lets everybody in': [
    '"sourceAddressPrefix": "192.0.2.7"',
    '"sourceAddressPrefix": "*"',
  ],
  'the web app lets everybody in': [
    '"ipSecurityRestrictionsDefaultAction": "Deny"',
    '"ipSecurityRestrictionsDefaultAction": "Allow"',
  ],
});
