import { armNetworkRules } from './arm-network-rules.ts';
import { templateProof } from '../testing/intact.ts';

export const armNetworkRulesProof = templateProof(armNetworkRules, {
  'the store lets everybody in': ['"defaultAction": "Deny"', '"defaultAction": "Allow"'],
  'the filter of the subnet lets everybody in': [
    '"sourceAddressPrefix": "192.0.2.7"',
    '"sourceAddressPrefix": "*"',
  ],
  'the machine lets everybody in': [
    '"sourceAddressPrefix": "192.0.2.0/24"',
    '"sourceAddressPrefix": "Internet"',
  ],
  'the server lets everybody in': ['"startIpAddress": "192.0.2.7"', '"startIpAddress": "0.0.0.0"'],
  'the server lets nearly everybody in': ['"endIpAddress": "192.0.2.9"', '"endIpAddress": "255.255.255.254"'],
  'the queue denies, and names nobody': [
    '"virtualNetworkRules": [{ "subnet": { "id": "works" } }]',
    '"virtualNetworkRules": []',
  ],
  'the registry lets everybody in': [
    '"networkRuleSet": { "defaultAction": "Deny"',
    '"networkRuleSet": { "defaultAction": "Allow"',
  ],
  'the web app lets everybody in': [
    '"ipSecurityRestrictionsDefaultAction": "Deny"',
    '"ipSecurityRestrictionsDefaultAction": "Allow"',
  ],
});
