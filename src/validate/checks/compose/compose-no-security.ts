/** Does a compose file, or a container that runs, switch authentication or security off? */
import { defineCheck } from '../../check.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { switchesOf } from '../../readers/containers/switches.ts';
import { enough, good, untold, weak } from '../../readers/rows.ts';
import { KINDS, readServices } from './read.ts';

export const composeNoSecurity = defineCheck({
  id: 'compose-no-security',
  title:
    'Does no service, in the compose file or as it runs, say that authentication, or security as a whole, is off?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers; its files of variables can be read, and some service says that authentication or security is on',
  attack:
    'look in environment and command for settings that say in their name that authentication, access control or security is off, that anybody may come in, or that a configuration without authentication is used; what images do by default, and whether traffic is encrypted, is not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readServices, {
      met: ({ noun }) => `no ${noun} has a setting that says authentication or security is off`,
      judge(service) {
        const of = (says: string): string[] =>
          switchesOf(service)
            .filter((one) => one.says === says)
            .map(({ what }) => what);
        if (of('off').length > 0) return weak(`switches it off: ${enough(of('off'))}`);
        if (of('unclear').length > 0)
          return untold(`says insecure, and not what that leaves out: ${enough(of('unclear'))}`);
        return good(of('on').length > 0 ? `says it is on: ${enough(of('on'))}` : 'says nothing of it');
      },
      doubt: ({ containers, noun }) =>
        containers.some(
          (one) => one.optional === undefined && switchesOf(one).some(({ says }) => says === 'on'),
        )
          ? undefined
          : `no ${noun} says anything of authentication, so what holds is what the images do`,
    }),
});
