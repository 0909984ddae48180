/** Types of Azure resources that the checks look at, as their providers spell them. */
export const IOT_HUB = 'Microsoft.Devices/IotHubs';
export const PROVISIONING = 'Microsoft.Devices/provisioningServices';
export const EVENT_HUBS = 'Microsoft.EventHub/namespaces';
export const STORAGE = 'Microsoft.Storage/storageAccounts';
export const CONTAINER = 'Microsoft.Storage/storageAccounts/blobServices/containers';
export const KEY_VAULT = 'Microsoft.KeyVault/vaults';
export const COSMOS = 'Microsoft.DocumentDB/databaseAccounts';
export const WEB_SITE = 'Microsoft.Web/sites';
export const HDINSIGHT = 'Microsoft.HDInsight/clusters';
export const DIGITAL_TWINS = 'Microsoft.DigitalTwins/digitalTwinsInstances';
