/**
 * Which stencil a thing of a system is drawn with, by what stencils are called. The names and ids are those of
 * Microsoft's templates (SDL core, Azure, Azure architecture) and what other templates would call the same;
 * names are what counts, since templates reuse ids (in the Azure architecture template `SE.DS.TMCore.Cookie` is
 * HDInsight). A row holds for all types that inherit from its type; the nearest row with a stencil counts.
 */
import type { ZoneType } from '../../catalogue/schema.ts';

/** What stencils for one kind of thing are called. The first that a template has is taken, names before ids. */
export interface StencilNames {
  /** Compared without regard to case, and with `Azure` in front of them too. */
  readonly names: readonly string[];
  /** What follows `TMCore.` in ids. */
  readonly ids?: readonly string[];
}

export interface ElementRow extends StencilNames {
  readonly type: string;
  /** Only for things all of whose connections speak this. */
  readonly speaks?: string;
}

export const ELEMENT_ROWS: readonly ElementRow[] = [
  // Device zone
  { type: 'sensor', names: ['IoT Sensor', 'Sensor'] },
  { type: 'camera', names: ['Camera', 'IP Camera'] },
  { type: 'actuator', names: ['IoT Actuator', 'Actuator'] },
  { type: 'controller', names: ['Controller', 'PLC'] },
  { type: 'device', names: ['IoT Device', 'Smart Device', 'Embedded Device', 'Device'], ids: ['IoTDevice'] },
  // Field gateway zone
  {
    type: 'field-gateway',
    names: ['IoT Field Gateway', 'Field Gateway', 'IoT Edge', 'IoT Gateway', 'Edge Gateway', 'Gateway'],
    ids: ['IoTFieldGateway', 'IoTEdge'],
  },
  { type: 'edge-module', names: ['IoT Edge Module', 'Edge Module'] },
  // Cloud gateway zone
  { type: 'iot-hub', names: ['IoT Hub'], ids: ['IoTHub'] },
  { type: 'aws-iot-core', names: ['AWS IoT Core'] },
  { type: 'mqtt-broker', names: ['MQTT Broker', 'Message Broker'] },
  { type: 'device-provisioning', names: ['Device Provisioning Service'] },
  { type: 'cloud-gateway', names: ['IoT Cloud Gateway', 'Cloud Gateway'], ids: ['IoTCloudGateway'] },
  { type: 'vpn-gateway', names: ['VPN Gateway'], ids: ['VPNGateway'] },
  // Services zone
  {
    type: 'stream-processor',
    names: ['Stream Analytics'],
    ids: ['AzureStreamAnalytics', 'StreamAnalytics'],
  },
  { type: 'function', names: ['Functions', 'Function App'], ids: ['Functions'] },
  { type: 'web-api', names: ['Web API', 'Web Service', 'REST API'], ids: ['WebAPI', 'WebSvc'] },
  { type: 'dashboard', names: ['Web Application', 'Web App'], ids: ['WebApp'] },
  // Stores
  { type: 'event-hub', names: ['Event Hub', 'Service Bus', 'Event Grid'], ids: ['AzureEventHub'] },
  { type: 'queue', names: ['Message Queue', 'Queue'] },
  { type: 'log', names: ['Audit Log', 'Log'] },
  { type: 'time-series-db', names: ['Data Explorer', 'Time Series Database'], ids: ['ADE'] },
  {
    type: 'document-db',
    names: ['Cosmos DB', 'CosmosDB', 'Document Database', 'Non Relational Database'],
    ids: ['AzureDocumentDB', 'NoSQL'],
  },
  { type: 'digital-twins', names: ['Digital Twins'], ids: ['AzureDigitalTwins'] },
  { type: 'database', names: ['Database', 'SQL Database'], ids: ['SQL'] },
  {
    type: 'blob-store',
    names: ['Storage', 'Blob Storage', 'Cloud Storage', 'Object Store'],
    ids: ['AzureStorage', 'CloudStorage'],
  },
  { type: 'key-vault', names: ['Key Vault'], ids: ['AzureKeyVault', 'KeyVault'] },
  { type: 'container-registry', names: ['Container Registry'], ids: ['ContainerRegistry'] },
  // Outside
  { type: 'mobile-app', names: ['Mobile Client', 'Mobile App'], ids: ['Mobile', 'MobileClient'] },
  { type: 'external-service', names: ['External Web Service', 'External Service'] },
  { type: 'person', names: ['Human User', 'User'], ids: ['User', 'HumanUser'] },
  // Where a template has no stencil for people, they are seen as what they use.
  { type: 'person', names: ['Browser'], ids: ['Browser'], speaks: 'http' },
];

/** Zones without a row, and those whose row no template has, are generic boundaries. */
export const ZONE_ROWS: Readonly<Record<ZoneType, StencilNames>> = {
  device: { names: ['IoT Device Zone', 'Device Zone'], ids: ['IoTDeviceZone'] },
  'field-gateway': { names: ['IoT Field Gateway Zone', 'Field Gateway Zone'], ids: ['IoTFieldGatewayZone'] },
  'cloud-gateway': { names: ['IoT Cloud Gateway Zone', 'Cloud Gateway Zone'], ids: ['IoTCloudGatewayZone'] },
  services: { names: ['Services Zone'] },
  cloud: { names: ['Azure Trust Boundary', 'Cloud Trust Boundary'], ids: ['AzureTrustBoundary'] },
  'local-user': { names: ['Local User Zone'], ids: ['LocalUserTrustBoundary', 'LocalUserZone'] },
  'remote-user': { names: ['Remote User Zone'], ids: ['RemoteUserTrustBoundary', 'RemoteUserZone'] },
};

/** The generic stencils of the tool, by how a thing is drawn. Every template of Microsoft has them. */
export const GENERIC = {
  process: 'GE.P',
  external: 'GE.EI',
  store: 'GE.DS',
  flow: 'GE.DF',
  zone: 'GE.TB.B',
  line: 'GE.TB.L',
} as const;
