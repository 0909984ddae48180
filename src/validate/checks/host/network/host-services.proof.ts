import { hostServices } from './host-services.ts';
import { hostProof } from '../testing/intact.ts';

const LINE = '"services": ["chrony.service", "mosquitto.service"],';

export const hostServicesProof = hostProof(
  hostServices,
  {
    'a service that nobody declared': [
      LINE,
      '"services": ["chrony.service", "mosquitto.service", "telnet.socket"],',
    ],
  },
  { untold: { 'the host has no systemd': [LINE, '"services": null,'] } },
);
