/** Stores, queues and vaults of the template that does everything right, with a comma at the end. */
export const STORES = `    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-01-01",
      "name": "[variables('store')]",
      "properties": {
        "supportsHttpsTrafficOnly": true,
        "allowBlobPublicAccess": false,
        "allowSharedKeyAccess": false,
        "minimumTlsVersion": "[variables('tls').store]",
        "immutableStorageWithVersioning": { "enabled": true,
          "immutabilityPolicy": {
            "immutabilityPeriodSinceCreationInDays": 365,
            "state": "Locked"
          }
        },
        "networkAcls": {
          "defaultAction": "Deny"
        }
      }
    },
    {
      "type": "Microsoft.Storage/storageAccounts/managementPolicies",
      "apiVersion": "2023-01-01",
      "name": "[concat(variables('store'), '/default')]",
      "properties": {
        "policy": {
          "rules": [
            {
              "enabled": true, "name": "end",
              "definition": {
                "actions": {
                  "baseBlob": {
                    "delete": {
                      "daysAfterModificationGreaterThan": 400
                    }
                  }
                }
              }
            }
          ]
        }
      }
    },
    {
      "type": "Microsoft.Authorization/roleAssignments",
      "apiVersion": "2022-04-01",
      "scope": "[resourceId('Microsoft.Storage/storageAccounts', variables('store'))]",
      "name": "[guid(variables('store'), 'app')]",
      "properties": {
        "principalId": "[reference('app', '2022-09-01', 'full').identity.principalId]",
        "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')]"
      }
    },
    {
      "type": "Microsoft.DocumentDB/databaseAccounts",
      "apiVersion": "2024-11-15",
      "name": "readings",
      "properties": {
        "disableLocalAuth": true,
        "minimalTlsVersion": "Tls12",
        "ipRules": [{ "ipAddressOrRange": "192.0.2.7" }]
      }
    },
    {
      "type": "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
      "apiVersion": "2024-11-15",
      "name": "readings/plant/latest",
      "properties": {
        "resource": {
          "id": "latest",
          "defaultTtl": 2592000
        }
      }
    },
    {
      "type": "Microsoft.ServiceBus/namespaces",
      "apiVersion": "2022-10-01-preview",
      "name": "orders",
      "properties": {
        "disableLocalAuth": true, "minimumTlsVersion": "1.2", "publicNetworkAccess": "Disabled"
      }
    },
    {
      "type": "Microsoft.ServiceBus/namespaces",
      "apiVersion": "2022-10-01-preview",
      "name": "works",
      "properties": {
        "disableLocalAuth": true, "minimumTlsVersion": "1.2"
      },
      "resources": [
        {
          "type": "networkRuleSets",
          "apiVersion": "2022-10-01-preview",
          "name": "default",
          "properties": { "defaultAction": "Deny",
            "virtualNetworkRules": [{ "subnet": { "id": "works" } }],
            "ipRules": [] }
        }
      ]
    },
    {
      "type": "Microsoft.ContainerRegistry/registries",
      "apiVersion": "2023-07-01",
      "name": "images",
      "properties": {
        "adminUserEnabled": false,
        "networkRuleSet": { "defaultAction": "Deny", "ipRules": [] }
      }
    },
    {
      "type": "Microsoft.Sql/servers",
      "apiVersion": "2023-05-01-preview",
      "name": "plans",
      "properties": {
        "minimalTlsVersion": "1.2",
        "administrators": { "azureADOnlyAuthentication": true }
      },
      "resources": [
        {
          "type": "firewallRules",
          "apiVersion": "2023-05-01-preview",
          "name": "office",
          "properties": { "startIpAddress": "192.0.2.7",
            "endIpAddress": "192.0.2.9" }
        }
      ]
    },
    {
      "type": "Microsoft.StreamAnalytics/streamingjobs",
      "apiVersion": "2020-03-01",
      "name": "alarms",
      "properties": {
        "inputs": [
          {
            "name": "hub",
            "properties": {
              "datasource": {
                "type": "Microsoft.EventHub/EventHub",
                "properties": { "authenticationMode": "Msi" }
              }
            }
          }
        ]
      }
    },
    {
      "type": "Microsoft.KeyVault/vaults",
      "apiVersion": "2023-07-01",
      "name": "vault",
      "properties": {
        "enableRbacAuthorization": true,
        "enablePurgeProtection": true,
        "enableSoftDelete": true,
        "networkAcls": { "defaultAction": "Deny" }
      }
    },`;
