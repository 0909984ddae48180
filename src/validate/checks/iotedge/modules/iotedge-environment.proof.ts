import { proof } from '../../../testing/proof.ts';
import { iotedgeEnvironment } from './iotedge-environment.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgeEnvironmentProof = proof(
  iotedgeEnvironment,
  rows(
    {
      'a password': deployment({ env: { DB_PASSWORD: { value: 'canary' } } }),
      'a password among the options': deployment({ options: { Env: ['INFLUX_ADMIN_PASS=canary'] } }),
      'a password in the command': deployment({ options: { Cmd: ['--user', 'a', '--password', 'canary'] } }),
      'a shared key': deployment({ env: { LogAnalyticsSharedKey: { value: 'Y2FuYXJ5' } } }),
      'a connection string': deployment({
        env: { STORE: { value: 'AccountName=a;AccountKey=Y2FuYXJ5;EndpointSuffix=x' } },
      }),
      'a password in an address': deployment({ env: { STORE: { value: 'amqp://guest:canary@queue' } } }),
      'a token in the twin': deployment({ twin: { cloud: { apiToken: 'canary' } } }),
      'credentials of a registry': deployment({
        credentials: { own: { address: 'registry.example.org', username: 'pull', password: 'canary' } },
      }),
    },
    {
      dead: {
        'a password to be filled in': deployment({ env: { DB_PASSWORD: { value: '${DB_PASSWORD}' } } }),
        'credentials to be filled in': deployment({
          credentials: { own: { address: 'registry.example.org', username: 'pull', password: '<password>' } },
        }),
      },
    },
  ),
  runningRows({ 'a password in what runs': running({ env: { API_PASSWORD: { value: 'canary' } } }) }),
);
