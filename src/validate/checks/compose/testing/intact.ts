/** A compose file that does everything right, and what the checks of it are told. */
import { changed, type Files, onFiles, unreadable } from '../../../testing/files.ts';
import { type Row, rowsOn } from '../../../testing/proof.ts';

const FILE = 'deploy/compose.yaml';
const ENV_FILE = 'deploy/gateway.env';

const DIGEST = 'sha256:'.padEnd(7 + 64, '3f');

const COMPOSE = [
  'services:',
  '  broker:',
  `    image: eclipse-mosquitto@${DIGEST}`,
  '    command: mosquitto -c /mosquitto/config/mosquitto.conf',
  '    restart: always',
  '    read_only: true',
  '    mem_limit: 64m',
  '    cpus: 0.5',
  '    environment:',
  '      BROKER_AUTH_ENABLED: "true"',
  '      BROKER_PASSWORD: ${BROKER_PASSWORD:?set it}',
  '    env_file: gateway.env',
  '    ports: ["8883:8883", "127.0.0.1:9001:9001"]',
  '    volumes:',
  '      - /etc/localtime:/etc/localtime:ro',
  '      - /data/broker:/mosquitto/data',
  '      - ./mosquitto.conf:/mosquitto/config/mosquitto.conf:ro',
  '    cap_add: [NET_BIND_SERVICE]',
].join('\n');

const ENV = 'TZ=UTC\nDB_PASSWORD_FILE=/run/secrets/db';

const INTACT: Files = { [FILE]: COMPOSE, [ENV_FILE]: ENV };

/** The same with one line of the compose file changed, left out (null) or, where none is named, added. */
export function withLine(line: string | null, by: string | null): Files {
  return { ...INTACT, [FILE]: changed(COMPOSE, line, by) };
}

/** The same with a line more in the file of variables. */
export function withVariable(line: string): Files {
  return { ...INTACT, [ENV_FILE]: `${ENV}\n${line}` };
}

/** The compose file without the file of variables that it names. */
export const WITHOUT_VARIABLES: Files = { [FILE]: COMPOSE };

/** The rows of a check of compose files. */
export function rows(
  weakened: Readonly<Record<string, Files>>,
  dead: Readonly<Record<string, Files>> = {},
): readonly Row[] {
  const stand = onFiles('Docker Compose', {
    kind: 'compose',
    file: FILE,
    declares: { containers: { ports: [8883], rights: ['/data/broker'] } },
  });
  return [
    ...rowsOn(stand, 'a service as it should be', { intact: INTACT, weakened, dead }),
    ...unreadable(stand, { file: FILE, nonsense: 'tasks: [{ name: Pull Images }]' }),
  ];
}
