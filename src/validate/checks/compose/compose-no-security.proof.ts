import { proof } from '../../testing/proof.ts';
import { composeNoSecurity } from './compose-no-security.ts';
import { rows, withLine, withVariable, WITHOUT_VARIABLES } from './testing/intact.ts';
import { ENVIRONMENT, inspectedRows, withLine as inspected } from './testing/inspected.ts';

export const composeNoSecurityProof = proof(
  composeNoSecurity,
  rows(
    {
      'authentication off': withLine(
        '      BROKER_AUTH_ENABLED: "true"',
        '      BROKER_AUTH_ENABLED: "false"',
      ),
      'authentication by no method': withVariable('MESSAGEBUS_AUTHMODE=none'),
      'security off': withVariable('EDGEX_SECURITY_SECRET_STORE=false'),
      'everybody trusted': withVariable('POSTGRES_HOST_AUTH_METHOD=trust'),
      'anonymous clients': withVariable('ALLOW_ANONYMOUS_LOGIN=yes'),
      'empty passwords': withVariable('MYSQL_ALLOW_EMPTY_PASSWORD=1'),
      'security disabled': withVariable('DISABLE_SECURITY_PLUGIN=true'),
      'a configuration without authentication': withLine(
        '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
        '    command: mosquitto -c /mosquitto-no-auth.conf',
      ),
      'an argument': withLine(
        '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
        '    command: ["mongod", "--noauth"]',
      ),
      'an argument with its value': withLine(
        '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
        '    command: redis-server --protected-mode no',
      ),
    },
    {
      'nobody says anything of it': withLine('      BROKER_AUTH_ENABLED: "true"', null),
      'insecure, and not what that means': withLine(
        '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
        '    command: bridge --insecure',
      ),
      'the file of variables is not there': WITHOUT_VARIABLES,
    },
  ),
  inspectedRows(
    {
      'authentication off': inspected(ENVIRONMENT, '      "Env": ["BROKER_AUTH_ENABLED=false"],'),
      'a configuration without authentication': inspected(
        '    "Args": ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"],',
        '    "Args": ["mosquitto", "-c", "/mosquitto-no-auth.conf"],',
      ),
    },
    { 'nobody says anything of it': inspected(ENVIRONMENT, '      "Env": ["TZ=UTC"],') },
  ),
);
