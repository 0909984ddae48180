import { hostProof } from '../testing/intact.ts';
import { hostMediaIgnored } from './host-media-ignored.ts';

const MEDIA = '"usbStorage": "blocked",';

export const hostMediaIgnoredProof = hostProof(
  hostMediaIgnored,
  {
    'the driver may be loaded': [MEDIA, '"usbStorage": "loadable",'],
    'the driver is loaded': [MEDIA, '"usbStorage": "loaded",'],
  },
  { untold: { 'the driver was not seen': [MEDIA, '"usbStorage": null,'] } },
);
