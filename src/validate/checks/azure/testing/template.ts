/** What the checks of Azure resources are proven on. */
import { STORES } from './stores.ts';

/** A template that does everything right. One setting a line, so that a twin differs in a line. */
export const TEMPLATE = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "hub": { "type": "string" },
    "localAuthOff": { "type": "bool", "defaultValue": true }
  },
  "variables": {
    // its name is made up when it is deployed
    "store": "[concat('store', uniqueString(resourceGroup().id))]",
    "tls": { "hub": "1.2", "store": "TLS1_2", "provisioning": "1.2" },
    "group": "[resourceId('Microsoft.Network/networkSecurityGroups', 'group')]"
  },
  "resources": [
    {
      "type": "Microsoft.Devices/IotHubs",
      "apiVersion": "2023-06-30",
      "name": "[parameters('hub')]",
      "sku": { "name": "S1", "capacity": 2 },
      "properties": {
        "disableLocalAuth": "[parameters('localAuthOff')]",
        "disableDeviceSAS": true,
        "disableModuleSAS": true,
        "minTlsVersion": "[variables('tls').hub]",
        "publicNetworkAccess": "Disabled",
        "authorizationPolicies": [],
        "restrictOutboundNetworkAccess": true,
        "allowedFqdnList": [
          "store.blob.core.windows.net"
        ],
        "cloudToDevice": {
          "defaultTtlAsIso8601": "PT5M",
          "maxDeliveryCount": 3
        },
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
      "type": "Microsoft.Devices/IotHubs/certificates",
      "apiVersion": "2023-06-30",
      "name": "[concat(parameters('hub'), '/line-ca')]",
      "properties": {
        "isVerified": true,
        "expiry": "Fri, 01 Jan 2100 00:00:00 GMT"
      }
    },
    {
      "type": "Microsoft.Insights/metricAlerts",
      "apiVersion": "2018-03-01",
      "name": "load",
      "properties": {
        "enabled": true, "scopes": ["[resourceId('Microsoft.Devices/IotHubs', parameters('hub'))]"],
        "criteria": {
          "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
          "allOf": [
            { "name": "quota", "metricName": "dailyMessageQuotaUsed", "operator": "GreaterThan", "threshold": 300000 },
            { "name": "held", "metricName": "d2c.telemetry.ingress.sendThrottle", "operator": "GreaterThan", "threshold": 0 }
          ]
        },
        "actions": [{ "actionGroupId": "[resourceId('Microsoft.Insights/actionGroups', 'watch')]" }]
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
        "minTlsVersion": "[variables('tls').provisioning]",
        "publicNetworkAccess": "Disabled"
      }
    },
${STORES}
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
          "ftpsState": "Disabled",
          "appSettings": [
            {
              "name": "HubConnectionString",
              "value": "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/hub/)"
            }
          ]
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
        "minSupportedTlsVersion": "1.2",
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
      "type": "Microsoft.Network/networkInterfaces",
      "apiVersion": "2023-04-01",
      "name": "jump",
      "properties": {
        "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'doors')]" },
        "ipConfigurations": [
          {
            "name": "one",
            "properties": {
              "publicIPAddress": { "id": "[resourceId('Microsoft.Network/publicIPAddresses', 'jump')]" },
              "subnet": { "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'jumps')]" }
            }
          }
        ]
      }
    },
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-04-01",
      "name": "doors",
      "properties": {
        "securityRules": [
          {
            "name": "office",
            "properties": {
              "direction": "Inbound",
              "access": "Allow",
              "sourceAddressPrefix": "192.0.2.0/24"
            }
          }
        ]
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
          },
          {
            "name": "jumps",
            "properties": {}
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
