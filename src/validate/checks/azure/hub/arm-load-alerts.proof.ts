import { templateProof } from '../testing/intact.ts';
import { armLoadAlerts } from './arm-load-alerts.ts';

export const armLoadAlertsProof = templateProof(armLoadAlerts, {
  'a hub for trials': ['"sku": { "name": "S1"', '"sku": { "name": "F1"'],
  'the alarm is off': ['"enabled": true, "scopes"', '"enabled": false, "scopes"'],
  'the alarm tells nobody': ['"actions": [{ "actionGroupId"', null],
});
