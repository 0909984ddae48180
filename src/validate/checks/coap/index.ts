/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { coapDiscovery } from './coap-discovery.ts';
import { coapOpen } from './coap-open.ts';
import { coapWrite } from './coap-write.ts';

export const coapChecks: readonly Check[] = [coapDiscovery, coapOpen, coapWrite];
