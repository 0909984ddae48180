/** Does a compose file hold secrets in the clear? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeSecrets } from '../../readers/containers/secret-judgement.ts';
import { secretsOf } from '../../readers/containers/secrets.ts';

export const composeSecrets = defineCheck({
  id: 'compose-secrets',
  title: 'Does the compose file, with the files of variables it names, hold no secret in the clear?',
  targets: ['compose'],
  control:
    'the file is a compose file, every key of which is understood, and its files of variables can be read',
  attack:
    'look for values in environment, command and build arguments that are secrets by their name (…_PASSWORD, …_API_KEY) or by their form (connection strings, private keys, passwords in addresses), defaults of variables included; where variables without a default come from, images, and files of secrets are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readComposeTarget, {
      met: () => 'no service has a secret written into it',
      judge: (service) => judgeSecrets(secretsOf(service), { laterIsGood: true }),
    }),
});
