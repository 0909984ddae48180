/** A template that does everything right, and the twins of it that differ in one line. */
import { changed, type Files, onFiles, unreadable } from '../../../testing/files.ts';
import type { Check } from '../../../check.ts';
import { proof, type Proof, rowsOn } from '../../../testing/proof.ts';

const FILE = 'deploy/main.json';

/** One setting a line, so that a twin differs in a line. */
const TEMPLATE = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "hub": { "type": "string" },
    "localAuthOff": { "type": "bool", "defaultValue": true }
  },
  "variables": {
    // its name is made up when it is deployed
    "store": "[concat('store', uniqueString(resourceGroup().id))]",
    "tls": { "hub": "1.2", "store": "TLS1_2" },
    "group": "[resourceId('Microsoft.Network/networkSecurityGroups', 'group')]"
  },
  "resources": [
    {
      "type": "Microsoft.Devices/IotHubs",
      "apiVersion": "2023-06-30",
      "name": "[parameters('hub')]",
      "properties": {
        "disableLocalAuth": "[parameters('localAuthOff')]",
        "disableDeviceSAS": true,
        "disableModuleSAS": true,
        "minTlsVersion": "[variables('tls').hub]",
        "publicNetworkAccess": "Disabled",
        "authorizationPolicies": [],
        "routing": {
          "endpoints": {
            "eventHubs": [
              {
                "name": "readings",
                "authenticationType": "identityBased"
              }
            ]
          }
        },
        "storageEndpoints": {
          "$default": {
            "containerName": "uploads",
            "authenticationType": "identityBased",
            "sasTtlAsIso8601": "PT1H"
          }
        }
      }
    },
    {
      "type": "Microsoft.Insights/diagnosticSettings",
      "apiVersion": "2021-05-01-preview",
      "scope": "[resourceId('Microsoft.Devices/IotHubs', parameters('hub'))]",
      "name": "audit",
      "properties": {
        "workspaceId": "[resourceId('Microsoft.OperationalInsights/workspaces', 'logs')]",
        "logs": [
          { "category": "Connections", "enabled": true },
          { "category": "DeviceIdentityOperations", "enabled": true },
          { "category": "DirectMethods", "enabled": true },
          { "category": "C2DCommands", "enabled": true },
          { "category": "C2DTwinOperations", "enabled": true },
          { "category": "Configurations", "enabled": true }
        ]
      }
    },
    {
      "type": "Microsoft.Devices/provisioningServices",
      "apiVersion": "2022-12-12",
      "name": "provisioning",
      "properties": {
        "authorizationPolicies": [
          {
            "keyName": "enrol",
            "rights": "EnrollmentRead, EnrollmentWrite"
          }
        ],
        "publicNetworkAccess": "Disabled"
      }
    },
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-01-01",
      "name": "[variables('store')]",
      "properties": {
        "supportsHttpsTrafficOnly": true,
        "allowBlobPublicAccess": false,
        "allowSharedKeyAccess": false,
        "minimumTlsVersion": "[variables('tls').store]",
        "networkAcls": {
          "defaultAction": "Deny"
        }
      }
    },
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2023-07-01",
      "name": "vault",
      "properties": {
        "enablePurgeProtection": true,
        "enableSoftDelete": true,
        "networkAcls": { "defaultAction": "Deny" }
      }
    },
    {
      "type": "Microsoft.Web/sites",
      "apiVersion": "2022-09-01",
      "name": "app",
      "properties": {
        "httpsOnly": true,
        "siteConfig": {
          "minTlsVersion": "1.2",
          "remoteDebuggingEnabled": false,
          "ipSecurityRestrictionsDefaultAction": "Deny",
          "ftpsState": "Disabled"
        }
      },
      "resources": [
        {
          "type": "basicPublishingCredentialsPolicies",
          "apiVersion": "2022-09-01",
          "name": "ftp",
          "properties": {
            "allow": false
          }
        },
        {
          "type": "basicPublishingCredentialsPolicies",
          "apiVersion": "2022-09-01",
          "name": "scm",
          "properties": { "allow": false }
        }
      ]
    },
    {
      "type": "Microsoft.HDInsight/clusters",
      "apiVersion": "2021-06-01",
      "name": "cluster",
      "properties": {
        "computeProfile": {
          "roles": [
            {
              "name": "headnode",
              "virtualNetworkProfile": {
                "id": "[resourceId('Microsoft.Network/virtualNetworks', 'net')]",
                "subnet": "[concat(resourceId('Microsoft.Network/virtualNetworks', 'net'), '/subnets/', 'inner')]"
              }
            }
          ]
        }
      }
    },
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2023-04-01",
      "name": "net",
      "properties": {
        "subnets": [
          {
            "name": "inner",
            "properties": { "networkSecurityGroup": { "id": "[variables('group')]" } }
          }
        ]
      }
    },
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-04-01",
      "name": "group",
      "properties": {
        "securityRules": [
          {
            "name": "plant",
            "properties": {
              "direction": "Inbound",
              "access": "Allow",
              "sourceAddressPrefix": "192.0.2.7"
            }
          }
        ]
      }
    }
  ]
}`;

const INTACT: Files = { [FILE]: TEMPLATE };

/** The same template with the line that holds `setting` changed, or left out (null). */
function withSetting(setting: string, by: string | null): Files {
  const line = TEMPLATE.split('\n').find((one) => one.includes(setting));
  return {
    [FILE]: changed(TEMPLATE, line ?? setting, by === null ? null : (line ?? '').replace(setting, by)),
  };
}

const stand = onFiles('Azure Resource Manager', { kind: 'arm', file: FILE });

/** The rows of a check of templates: each twin is one setting and what it is changed to. */
export function templateProof(
  check: Check,
  weakened: Readonly<Record<string, readonly [string, string | null]>>,
): Proof {
  const twins = Object.entries(weakened).map(
    ([name, [setting, by]]) => [name, withSetting(setting, by)] as const,
  );
  return proof(
    check,
    rowsOn(stand, 'a template as it should be', { intact: INTACT, weakened: Object.fromEntries(twins) }),
    rowsOn(stand, '', {
      intact: INTACT,
      dead: { 'the template deploys nothing': { [FILE]: '{ "resources": [] }' } },
    }).filter(({ kind }) => kind === 'dead'),
    unreadable(stand, { file: FILE, nonsense: "resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = {}" }),
  );
}
