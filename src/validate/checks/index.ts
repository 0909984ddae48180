/** Every check there is, sorted by id: one folder a family, whose index has a line for each. */
import type { Check } from '../check.ts';
import { amqpChecks } from './amqp/index.ts';
import { artefactChecks } from './artefact/index.ts';
import { azureChecks } from './azure/index.ts';
import { clientChecks } from './client/index.ts';
import { coapChecks } from './coap/index.ts';
import { commandsChecks } from './commands/index.ts';
import { composeChecks } from './compose/index.ts';
import { dtlsChecks } from './dtls/index.ts';
import { fieldChecks } from './field/index.ts';
import { hostChecks } from './host/index.ts';
import { httpChecks } from './http/index.ts';
import { inventoryChecks } from './inventory/index.ts';
import { iotedgeChecks } from './iotedge/index.ts';
import { loginChecks } from './login/index.ts';
import { mosquittoChecks } from './mosquitto/index.ts';
import { mqttChecks } from './mqtt/index.ts';
import { plainChecks } from './plain/index.ts';
import { pskChecks } from './psk/index.ts';
import { readingsChecks } from './readings/index.ts';
import { registryChecks } from './registry/index.ts';
import { tlsChecks } from './tls/index.ts';
import { tpmChecks } from './tpm/index.ts';
import { updatesChecks } from './updates/index.ts';
import { humanStatement } from './human-statement.ts';

export const checks: readonly Check[] = [
  humanStatement,
  ...amqpChecks,
  ...artefactChecks,
  ...azureChecks,
  ...clientChecks,
  ...coapChecks,
  ...commandsChecks,
  ...composeChecks,
  ...dtlsChecks,
  ...fieldChecks,
  ...hostChecks,
  ...httpChecks,
  ...inventoryChecks,
  ...iotedgeChecks,
  ...loginChecks,
  ...mosquittoChecks,
  ...mqttChecks,
  ...plainChecks,
  ...pskChecks,
  ...readingsChecks,
  ...registryChecks,
  ...tlsChecks,
  ...tpmChecks,
  ...updatesChecks,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
