/** Does a compose file, or a container that runs, hold secrets in the clear? */
import { defineCheck } from '../../check.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeSecrets } from '../../readers/containers/secret-judgement.ts';
import { secretsOf } from '../../readers/containers/secrets.ts';
import { KINDS, readServices } from './read.ts';

export const composeSecrets = defineCheck({
  id: 'compose-secrets',
  title:
    'Do the services hold no secret in the clear, in the compose file with its files of variables or as they run?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers; its files of variables can be read',
  attack:
    'look for values in environment, commands (those that ask for its health too) and build arguments that are secrets by their name (…_PASSWORD, …_API_KEY) or by their form (connection strings, private keys, passwords in addresses), defaults of variables included; where variables without a default come from, images, labels, and files of secrets and of configuration are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readServices, {
      met: ({ noun }) => `no ${noun} has a secret written into it`,
      whetherStartedOrNot: true,
      // Of a container that runs, nothing is filled in later.
      judge: (service, { noun }) => judgeSecrets(secretsOf(service), { laterIsGood: noun === 'service' }),
    }),
});
