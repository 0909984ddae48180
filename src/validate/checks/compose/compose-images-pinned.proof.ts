import { proof } from '../../testing/proof.ts';
import { composeImagesPinned } from './compose-images-pinned.ts';
import { rows, withLine } from './testing/intact.ts';
import { inspectedRows, withLine as inspected } from './testing/inspected.ts';

const IMAGE = `    image: eclipse-mosquitto@sha256:${'3f'.repeat(32)}`;

export const composeImagesPinnedProof = proof(
  composeImagesPinned,
  rows(
    {
      'by a tag': withLine(IMAGE, '    image: eclipse-mosquitto:2.0.21'),
      'by nothing': withLine(IMAGE, '    image: eclipse-mosquitto'),
      'by a tag that a variable may change': withLine(
        IMAGE,
        '    image: eclipse-mosquitto:${VERSION:-2.0.21}',
      ),
    },
    {
      'a version to be filled in': withLine(IMAGE, '    image: eclipse-mosquitto:${VERSION}'),
      'built here': withLine(IMAGE, '    build: .'),
    },
  ),
  inspectedRows({
    'by a tag': inspected(
      `      "Image": "eclipse-mosquitto@sha256:${'3f'.repeat(32)}",`,
      '      "Image": "eclipse-mosquitto:2.0.21",',
    ),
  }),
);
