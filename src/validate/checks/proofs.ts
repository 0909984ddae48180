/** The rows of every check, sorted by its id: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../testing/proof.ts';
import { mqttAnonymousProof } from './mqtt/mqtt-anonymous.proof.ts';

export const proofs: readonly Proof[] = [mqttAnonymousProof];
