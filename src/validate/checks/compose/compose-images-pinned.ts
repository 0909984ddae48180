/** Does a compose file name its images so that no other fits? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeImage } from '../../readers/containers/images.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';

export const composeImagesPinned = defineCheck({
  id: 'compose-images-pinned',
  title: 'Does the compose file name the image of every service by its digest?',
  targets: ['compose'],
  control: 'the file is a compose file, every key of which is understood',
  attack: 'look for images that are named by a tag, or by none; signatures and registries are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readComposeTarget, {
      met: () => 'every service names its image by the digest',
      judge: judgeImage,
      ignoresUnread: true,
    }),
});
