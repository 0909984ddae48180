/** Does a compose file, or a container that runs, name its images so that no other fits? */
import { defineCheck } from '../../check.ts';
import { judgeImage } from '../../readers/containers/images.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { KINDS, readServices } from './read.ts';

export const composeImagesPinned = defineCheck({
  id: 'compose-images-pinned',
  title: 'Is the image of every service named by its digest, in the compose file or where it runs?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers',
  attack: 'look for images that are named by a tag, or by none; signatures and registries are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readServices, {
      met: ({ noun }) => `every ${noun} names its image by the digest`,
      judge: judgeImage,
      ignoresUnread: true,
    }),
});
