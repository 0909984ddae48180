/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { coapDiscoveryProof } from './coap-discovery.proof.ts';
import { coapOpenProof } from './coap-open.proof.ts';
import { coapWriteProof } from './coap-write.proof.ts';

export const coapProofs: readonly Proof[] = [coapDiscoveryProof, coapOpenProof, coapWriteProof];
