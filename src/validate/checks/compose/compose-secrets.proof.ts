import { proof } from '../../testing/proof.ts';
import { composeSecrets } from './compose-secrets.ts';
import { rows, withLine, withVariable, WITHOUT_VARIABLES } from './testing/intact.ts';
import { ENVIRONMENT, inspectedRows, withLine as inspected } from './testing/inspected.ts';

export const composeSecretsProof = proof(
  composeSecrets,
  rows(
    {
      'a password': withLine(
        '      BROKER_PASSWORD: ${BROKER_PASSWORD:?set it}',
        '      BROKER_PASSWORD: canary',
      ),
      'a password where none is set': withLine(
        '      BROKER_PASSWORD: ${BROKER_PASSWORD:?set it}',
        '      BROKER_PASSWORD: ${BROKER_PASSWORD:-canary}',
      ),
      'a password in the file of variables': withVariable('DB_PASSWORD=canary'),
      'a password in the command': withLine(
        '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
        '    command: bridge --user a --password canary',
      ),
      'a password in an address': withVariable('STORE=postgres://db:canary@store/x'),
      'a token in the arguments of the build': withLine(
        '    read_only: true',
        '    build: { context: ., args: { NPM_TOKEN: canary } }',
      ),
      'a private key': withVariable('CERT="-----BEGIN PRIVATE KEY-----\\nMIIB"'),
    },
    {
      'the file of variables is not there': WITHOUT_VARIABLES,
      'a key nobody knows': withLine('    read_only: true', '    enviroment: { A_PASSWORD: canary }'),
    },
  ),
  inspectedRows({
    'a password': inspected(ENVIRONMENT, '      "Env": ["DB_PASSWORD=canary$1"],'),
    'a password in the command': inspected(
      '    "Args": ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"],',
      '    "Args": ["bridge", "--password", "canary"],',
    ),
  }),
);
