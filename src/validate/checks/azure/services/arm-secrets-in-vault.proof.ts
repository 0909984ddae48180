import { templateProof } from '../testing/intact.ts';
import { armSecretsInVault } from './arm-secrets-in-vault.ts';

const INTACT = '"value": "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/hub/)"';

export const armSecretsInVaultProof = templateProof(armSecretsInVault, {
  'the connection string itself': [
    INTACT,
    '"value": "HostName=hub;SharedAccessKeyName=a;SharedAccessKey=canary"',
  ],
  'put together from the keys of a store': [
    INTACT,
    "\"value\": \"[concat('AccountKey=', listKeys(variables('store'), '2023-01-01').keys[0].value)]\"",
  ],
});
