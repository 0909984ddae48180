/** Does a compose file switch authentication or security off? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { switchesOf } from '../../readers/containers/switches.ts';
import { enough, good, untold, weak } from '../../readers/rows.ts';

export const composeNoSecurity = defineCheck({
  id: 'compose-no-security',
  title: 'Does no service of the compose file say that authentication, or security as a whole, is off?',
  targets: ['compose'],
  control:
    'the file is a compose file, every key of which is understood, its files of variables can be read, and some service says that authentication or security is on',
  attack:
    'look in environment and command for settings that say in their name that authentication, access control or security is off, that anybody may come in, or that a configuration without authentication is used; what images do by default, and whether traffic is encrypted, is not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readComposeTarget, {
      met: () => 'no service has a setting that says authentication or security is off',
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
      doubt: ({ containers }) =>
        containers.some((one) => switchesOf(one).some(({ says }) => says === 'on'))
          ? undefined
          : 'no service says anything of authentication, so what holds is what the images do',
    }),
});
