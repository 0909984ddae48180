import { proof } from '../../../testing/proof.ts';
import { iotedgeImagesPinned } from './iotedge-images-pinned.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgeImagesPinnedProof = proof(
  iotedgeImagesPinned,
  rows(
    {
      'by a tag': deployment({ image: 'registry.example.org/filter:1.0' }),
      'by the tag latest': deployment({ image: 'registry.example.org/filter:latest' }),
      'by nothing': deployment({ image: 'registry.example.org:5000/filter' }),
      'by a tag, from a registry to be filled in': deployment({ image: '${REGISTRY}/filter:1.0' }),
    },
    {
      dead: {
        'an image to be filled in': deployment({ image: '${MODULES.filter}' }),
        'a digest that is none': deployment({ image: 'registry.example.org/filter@sha256:1234' }),
      },
    },
  ),
  runningRows({ 'a module that runs by a tag': running({ image: 'registry.example.org/filter:1.0' }) }),
);
