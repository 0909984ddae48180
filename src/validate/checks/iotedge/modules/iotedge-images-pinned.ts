/** Does a deployment name its images so that no other fits? */
import { defineCheck } from '../../../check.ts';

import { judgeImage } from '../../../readers/containers/images.ts';
import { judgeContainers } from '../../../readers/containers/judge.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';

export const iotedgeImagesPinned = defineCheck({
  id: 'iotedge-images-pinned',
  title: 'Does the deployment name the image of every module by its digest?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or twins of its modules as the hub has them, every option of whose modules is understood',
  attack: 'look for images that are named by a tag, or by none; signatures and registries are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readManifestTarget, {
      met: () => 'every module names its image by the digest',
      judge: judgeImage,
    }),
});
