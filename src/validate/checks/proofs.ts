/** The rows of every check, sorted by its id; each family has a list of its own. Not shipped. */
import type { Proof } from '../testing/proof.ts';
import { amqpProofs } from './amqp/proofs.ts';
import { artefactProofs } from './artefact/proofs.ts';
import { azureProofs } from './azure/proofs.ts';
import { clientProofs } from './client/proofs.ts';
import { coapProofs } from './coap/proofs.ts';
import { commandsProofs } from './commands/proofs.ts';
import { composeProofs } from './compose/proofs.ts';
import { dtlsProofs } from './dtls/proofs.ts';
import { fieldProofs } from './field/proofs.ts';
import { hostProofs } from './host/proofs.ts';
import { httpProofs } from './http/proofs.ts';
import { inventoryProofs } from './inventory/proofs.ts';
import { iotedgeProofs } from './iotedge/proofs.ts';
import { loginProofs } from './login/proofs.ts';
import { mosquittoProofs } from './mosquitto/proofs.ts';
import { mqttProofs } from './mqtt/proofs.ts';
import { plainProofs } from './plain/proofs.ts';
import { pskProofs } from './psk/proofs.ts';
import { readingsProofs } from './readings/proofs.ts';
import { registryProofs } from './registry/proofs.ts';
import { tlsProofs } from './tls/proofs.ts';
import { tpmProofs } from './tpm/proofs.ts';
import { updatesProofs } from './updates/proofs.ts';

export const proofs: readonly Proof[] = [
  ...amqpProofs,
  ...artefactProofs,
  ...azureProofs,
  ...clientProofs,
  ...coapProofs,
  ...commandsProofs,
  ...composeProofs,
  ...dtlsProofs,
  ...fieldProofs,
  ...hostProofs,
  ...httpProofs,
  ...inventoryProofs,
  ...iotedgeProofs,
  ...loginProofs,
  ...mosquittoProofs,
  ...mqttProofs,
  ...plainProofs,
  ...pskProofs,
  ...readingsProofs,
  ...registryProofs,
  ...tlsProofs,
  ...tpmProofs,
  ...updatesProofs,
].toSorted((a, b) => (a.check.id < b.check.id ? -1 : 1));
