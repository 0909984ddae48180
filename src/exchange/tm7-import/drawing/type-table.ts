/**
 * Which element type and which zone type a thing on a drawing has. The stencils are those of Microsoft's templates
 * (SDL core, Azure, Azure architecture); ids compare without regard to case, since templates differ there
 * (`IoTdevice`, `IoTDevice`). Everything that a name decides is a proposal.
 */
import type { ZoneType } from '../../../catalogue/schema.ts';

/** What a stencil is. `vague`: it says little, and the name of the thing may say more. */
export interface StencilRow {
  /** Its id, from `TMCore.` on where it has that. */
  readonly stencils: string;
  readonly type: string;
  readonly vague?: boolean;
}

export const STENCILS: readonly StencilRow[] = [
  // The IoT stencils
  { stencils: 'IoTDevice GE.ID', type: 'device' },
  { stencils: 'IoTFieldGateway IoTEdge', type: 'field-gateway' },
  { stencils: 'IoTCloudGateway IoTCentral', type: 'cloud-gateway' },
  { stencils: 'IoTHub', type: 'iot-hub' },
  { stencils: 'AzureDigitalTwins', type: 'digital-twins' },
  // Their neighbours
  { stencils: 'AzureEventHub ServiceBus EventGrid', type: 'event-hub' },
  { stencils: 'AzureStreamAnalytics StreamAnalytics', type: 'stream-processor' },
  { stencils: 'ADE', type: 'time-series-db' },
  { stencils: 'AzureKeyVault KeyVault', type: 'key-vault' },
  { stencils: 'AzureStorage CloudStorage DataLakeStore', type: 'blob-store' },
  { stencils: 'AzureDocumentDB', type: 'document-db' },
  {
    stencils:
      'AzureSQLDB AzureSQLDWDB AzureMySQLDB AzurePostgresDB AzureDatabaseforMariaDB AzureDatabaseforMySQL AzureDatabaseforPostgreSQL',
    type: 'database',
  },
  { stencils: 'Functions', type: 'function' },
  { stencils: 'ContainerRegistry', type: 'container-registry' },
  { stencils: 'VPNGateway', type: 'vpn-gateway' },
  { stencils: 'WebAPI APIApp AzureAppServiceApiApp APIManagement', type: 'web-api' },
  { stencils: 'Mobile MobileClient', type: 'mobile-app' },
  { stencils: 'User HumanUser', type: 'person' },
  { stencils: 'Megasevrice', type: 'external-service', vague: true },
  { stencils: 'AuthProvider', type: 'external-service', vague: true },
  // Stencils that could be anything of their shape
  { stencils: 'SQL NoSQL', type: 'database', vague: true },
  { stencils: 'Device', type: 'device', vague: true },
  { stencils: 'GE.P GE.CS GE.AS', type: 'thing', vague: true },
  { stencils: 'GE.DS', type: 'store', vague: true },
  { stencils: 'GE.EI', type: 'external', vague: true },
];

/** The attribute by which an IoT cloud gateway of the Azure template says that it is an IoT hub. */
export const GATEWAY_CHOICE = '1e48cf4e-8ae0-4455-9a2b-c158693877f3';

/** A word that a name ends with, or nearly: what stands last in a name says what the thing is. */
export interface NameRow {
  readonly words: RegExp;
  readonly type: string;
}

/** Names are read without what stands in brackets, `edgeHub` as `edge hub`, in lower case. */
export const NAMES: readonly NameRow[] = [
  { words: /\b(dps|device provisioning( service)?)\b/, type: 'device-provisioning' },
  { words: /\b(aws iot( core)?)\b/, type: 'aws-iot-core' },
  { words: /\biot ?hub\b/, type: 'iot-hub' },
  {
    words: /\b(mqtt (broker|server)|message broker|message bus broker|mosquitto|emqx|hivemq)\b/,
    type: 'mqtt-broker',
  },
  { words: /\bedge ?(hub|agent)\b|\b(edge )?module\b/, type: 'edge-module' },
  { words: /\b(cloud|protocol|iot) gateway\b/, type: 'cloud-gateway' },
  { words: /\b(api|application) gateway\b/, type: 'web-api' },
  { words: /\bvpn( gateway)?\b/, type: 'vpn-gateway' },
  {
    words:
      /\bgateway\b|\biot edge( device| runtime)?\b|\bedge device\b|\b(home|smart|zigbee|lorawan?|ble) (hub|bridge)\b/,
    type: 'field-gateway',
  },
  {
    words:
      /\b(thermostat|plc|dcs|rtu|ecu|insulin pump)\b|\b(motor|hvac|drive|door|pump|temperature|lighting|machine|process|light|valve) controller\b/,
    type: 'controller',
  },
  { words: /\b(camera|webcam|cctv)s?\b/, type: 'camera' },
  { words: /\b(sensor|thermometer|detector|meter|gauge|accelerometer)s?\b/, type: 'sensor' },
  {
    words:
      /\b(actuator|valve|motor|pump|servo|relay|heater|siren|light bulb|lamp|(door|smart) ?lock|smart plug)s?\b/,
    type: 'actuator',
  },
  { words: /\b(device|mcu|microcontroller|wearable|tracker|esp32|arduino|raspberry pi)s?\b/, type: 'device' },
  { words: /\b(phone|smartphone|tablet|mobile( (app|client|application))?)s?\b/, type: 'mobile-app' },
  { words: /\b(vendor|manufacturer)'?s? technician\b/, type: 'vendor' },
  { words: /\b(operator|technician)s?\b/, type: 'operator' },
  {
    words: /\b(end )?(user|customer|admin|administrator|person|people|employee|resident|patient)s?\b/,
    type: 'person',
  },
  { words: /\b(dashboard|hmi|scada|grafana|portal|gui|web ui)\b/, type: 'dashboard' },
  { words: /\b(update|ota|firmware) (server|service)\b|\b(hawkbit|mender)\b/, type: 'update-service' },
  { words: /\b(command|control) service\b/, type: 'command-service' },
  { words: /\b(rules? engine)\b/, type: 'rule-engine' },
  { words: /\bstream (analytics|process(or|ing))\b/, type: 'stream-processor' },
  { words: /\bcontainer registry\b/, type: 'container-registry' },
  { words: /\b(key ?vault|vault|secret ?store|open ?bao)\b/, type: 'key-vault' },
  { words: /\b(influx(db)?|timescale(db)?|time[- ]series (db|database|store))\b/, type: 'time-series-db' },
  { words: /\b(event ?hub|kafka|(message|event|service) bus)s?\b/, type: 'event-hub' },
  { words: /\bqueue\b/, type: 'queue' },
  { words: /\b(blob|object) (store|storage)\b|\bdata lake\b/, type: 'blob-store' },
  { words: /\b(audit )?logs?\b/, type: 'log' },
  { words: /\b(database|db|postgres(ql)?|mongo(db)?|redis|mysql|sqlite|registry)\b/, type: 'database' },
  { words: /\b(storage|store|files?|cache)\b/, type: 'store' },
  { words: /\b(lambda|(azure|cloud) function)s?\b/, type: 'function' },
  { words: /\b(api|rest endpoint)\b/, type: 'web-api' },
  { words: /\b(services?|server|backend|application|app|job|client|browser|plugin)\b/, type: '' },
];

export interface ZoneRow {
  readonly stencils: string;
  readonly type: ZoneType;
}

/** Two zones share one id in the fourth Azure architecture template: there the name decides ({@link ZONE_NAMES}). */
export const ZONE_STENCILS: readonly ZoneRow[] = [
  { stencils: 'TB.TMCore.IoTDeviceZone ATB.B.TMCore.IoTDeviceZone', type: 'device' },
  { stencils: 'TB.TMCore.IoTFieldGatewayZone', type: 'field-gateway' },
  { stencils: 'TB.TMCore.IoTCloudGatewayZone', type: 'cloud-gateway' },
  { stencils: 'TB.TMCore.LocalUserTrustBoundary TB.B.TMCore.LocalUserZone', type: 'local-user' },
  { stencils: 'TB.TMCore.RemoteUserTrustBoundary TB.B.TMCore.RemoteUserZone', type: 'remote-user' },
  { stencils: 'TB.TMCore.AzureTrustBoundary ATB.B.TMCore.AzureTrustBoundary', type: 'cloud' },
];

export const ZONE_NAMES: readonly { readonly words: RegExp; readonly type: ZoneType }[] = [
  {
    words:
      /\b(field|edge|iot edge)( gateway)?( zone)?\b|\b(plant|site|factory|home|building|local) (network|zone)\b/,
    type: 'field-gateway',
  },
  { words: /\bcloud gateway\b|\biot hub\b/, type: 'cloud-gateway' },
  { words: /\b(device|sensor|soc|mcu|board|machine|vehicle|car)s?\b/, type: 'device' },
  { words: /\blocal users?\b|\boperators?\b|\bcontrol room\b/, type: 'local-user' },
  { words: /\b(remote users?|users?|internet|public|external|browsers?|mobile)\b/, type: 'remote-user' },
  { words: /\b(azure|aws|gcp|cloud|tenant|subscription|region)\b/, type: 'cloud' },
  {
    words:
      /\b(docker|container|kubernetes|cluster|server|backend|services?|data ?cent(er|re)|corp(orate|net)?|company|sandbox|vm|vnet)\b/,
    type: 'services',
  },
];

/** What a flow's stencil says it speaks. */
export const FLOW_STENCILS: readonly { readonly stencils: string; readonly protocol: string }[] = [
  { stencils: 'HTTP HTTPS', protocol: 'http' },
  { stencils: 'AMQP', protocol: 'amqp' },
  { stencils: 'ALPC IOCTL', protocol: 'local' },
  { stencils: 'IPsec UDP', protocol: 'ip' },
];

/** What a flow's name says it speaks, where it names one protocol and no other. */
export const FLOW_NAMES: readonly { readonly words: RegExp; readonly protocol: string }[] = [
  { words: /\bmqtts?\b/, protocol: 'mqtt' },
  { words: /\bamqps?\b/, protocol: 'amqp' },
  { words: /\bhttps?\b|\brest\b/, protocol: 'http' },
  { words: /\bcoaps?\b/, protocol: 'coap' },
  { words: /\bopc ?-?ua\b/, protocol: 'opc-ua' },
  { words: /\bmodbus\b/, protocol: 'modbus' },
  { words: /\b(ble|bluetooth low energy)\b/, protocol: 'ble' },
  { words: /\bnfc\b/, protocol: 'nfc' },
  { words: /\blora ?-?wan\b/, protocol: 'lorawan' },
  { words: /\bzigbee\b/, protocol: 'zigbee' },
  { words: /\b(nats|kafka|zmq|zeromq|redis)\b/, protocol: 'custom' },
  { words: /\b(rs-?(232|485)|can ?bus|uart|i2c|spi)\b/, protocol: 'serial' },
];

/** What makes a flow to a device an order, not data. */
export const CONTROL_NAMES =
  /\b(commands?|actuat\w*|set ?-?points?|control|configur\w*|unlock|lock|reboot|firmware|update|direct methods?|desired)\b/;
