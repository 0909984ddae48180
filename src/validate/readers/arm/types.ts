/** Types of Azure resources that the checks look at, as their providers spell them. */
export const IOT_HUB = 'Microsoft.Devices/IotHubs';
export const PROVISIONING = 'Microsoft.Devices/provisioningServices';
export const EVENT_HUBS = 'Microsoft.EventHub/namespaces';
export const STORAGE = 'Microsoft.Storage/storageAccounts';
export const CONTAINER = 'Microsoft.Storage/storageAccounts/blobServices/containers';
export const KEY_VAULT = 'Microsoft.KeyVault/vaults';
export const COSMOS = 'Microsoft.DocumentDB/databaseAccounts';
export const WEB_SITE = 'Microsoft.Web/sites';
/** A second web app below the first, with an address and settings of its own. */
export const WEB_SLOT = 'Microsoft.Web/sites/slots';
export const HDINSIGHT = 'Microsoft.HDInsight/clusters';
export const DIGITAL_TWINS = 'Microsoft.DigitalTwins/digitalTwinsInstances';
export const SERVICE_BUS = 'Microsoft.ServiceBus/namespaces';
export const EVENT_GRID = 'Microsoft.EventGrid/topics';
export const SQL_SERVER = 'Microsoft.Sql/servers';
export const REGISTRY = 'Microsoft.ContainerRegistry/registries';
export const REDIS = 'Microsoft.Cache/redis';
export const STREAM_JOB = 'Microsoft.StreamAnalytics/streamingjobs';
export const ROLE_ASSIGNMENT = 'Microsoft.Authorization/roleAssignments';
export const NETWORK_CARD = 'Microsoft.Network/networkInterfaces';
export const METRIC_ALERT = 'Microsoft.Insights/metricAlerts';

/** Services and stores: what a model has an element for. Parts of them, networks and alarms are none. */
export const ELEMENTS: ReadonlySet<string> = new Set(
  [
    IOT_HUB,
    PROVISIONING,
    EVENT_HUBS,
    STORAGE,
    KEY_VAULT,
    COSMOS,
    WEB_SITE,
    HDINSIGHT,
    DIGITAL_TWINS,
    SERVICE_BUS,
    EVENT_GRID,
    SQL_SERVER,
    REGISTRY,
    REDIS,
    STREAM_JOB,
    'Microsoft.ApiManagement/service',
    'Microsoft.App/containerApps',
    'Microsoft.ContainerInstance/containerGroups',
    'Microsoft.ContainerService/managedClusters',
    'Microsoft.DBforMySQL/flexibleServers',
    'Microsoft.DBforPostgreSQL/flexibleServers',
    'Microsoft.Databricks/workspaces',
    'Microsoft.DeviceUpdate/accounts',
    'Microsoft.EventGrid/namespaces',
    'Microsoft.IoTCentral/iotApps',
    'Microsoft.Kusto/clusters',
    'Microsoft.Logic/workflows',
    'Microsoft.MachineLearningServices/workspaces',
    'Microsoft.OperationalInsights/workspaces',
    'Microsoft.SignalRService/signalR',
    'Microsoft.Web/staticSites',
  ].map((type) => type.toLowerCase()),
);
