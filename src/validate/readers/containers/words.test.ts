/** Secrets and switches: told by names that nobody listed beforehand, and not by names that only look so. */
import { describe, expect, it } from 'vitest';

import type { Container, Told } from './container.ts';
import { fill, hasBlank, variablesIn } from './placeholders.ts';
import { secretsOf, tellsSecret } from './secrets.ts';
import { switchesOf } from './switches.ts';

const where = { file: 'a', line: 1, column: 1 };
const told = (text: string): Told => ({ ...fill(text, new Map()), where });

function container(environment: Readonly<Record<string, string>>, words: readonly string[] = []): Container {
  return {
    name: 'a',
    where,
    image: undefined,
    built: false,
    hostNetwork: false,
    publishesAll: false,
    rights: [],
    ports: [],
    environment: Object.entries(environment).map(([name, value]) => ({
      name,
      value: told(value),
      where,
      in: 'its environment',
    })),
    words: words.map(told),
    memoryBound: undefined,
    processorBound: undefined,
  };
}

describe('secrets', () => {
  it.each(
    'POSTGRES_PASSWORD logAnalyticsSharedKey GF_SECURITY_ADMIN_PASSWORD DUMMY_DEVICES_API_KEY apiToken INFLUX_ADMIN_PASS SECRET DB_PASSWORD_1 IOT_HUB_CONNECTION_STRING eventHubConnectionString PGPASSWORD DB_PW RABBITMQ_ERLANG_COOKIE EMQX_NODE__COOKIE SPICEDB_GRPC_PRESHARED_KEY JWT_KEY'.split(
      ' ',
    ),
  )('%s is the name of one', (name) => expect(tellsSecret(name)).toBe(true));

  it.each(
    'POSTGRES_PASSWORD_FILE SECRETSTORE_HOST MESSAGEBUS_SECRETNAME EDGEX_SECURITY_SECRET_STORE BYPASS PUBLIC_KEY OPENWEATHERMAP_KEY_ID STAGEGATE_SECRETSTORESETUP_TOKENS_READYPORT KEYCLOAK_URL MONKEY TOKEN_TTL COMPASS COOKIE SESSION_COOKIE DYNAMODB_HASH_KEY'.split(
      ' ',
    ),
  )('%s is not', (name) => expect(tellsSecret(name)).toBe(false));

  it.each([
    [{ A_PASSWORD: 'x' }, 'clear'],
    [{ A_PASSWORD: '${X:-x}' }, 'clear'],
    [{ A_PASSWORD: '${X}' }, 'later'],
    [{ A_PASSWORD: '<yours>' }, 'later'],
    [{ A_PASSWORD: '' }, undefined],
    [{ A_PASSWORD: '/run/secrets/a' }, undefined],
    [{ A_ALLOW_EMPTY_PASSWORD: 'yes' }, undefined],
    [{ A: 'mqtt://broker:1883' }, undefined],
    [{ A: 'mqtt://u:p@broker:1883' }, 'clear'],
    [{ A: 'mqtt://${U}:${P}@broker:1883' }, 'later'],
    [{ A: 'Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=abc=' }, 'clear'],
    [{ A: 'Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=${K}' }, 'later'],
    [{ A: 'AccountName=a;AccountKey=<any key. ask>' }, 'later'],
    [{ A: '-----BEGIN EC PRIVATE KEY-----\nMHc' }, 'clear'],
    [{ A_TOKEN: '@Microsoft.KeyVault(SecretUri=https://x)' }, undefined],
    // A key of any kind, where it looks like one.
    [{ IOTHUB_DEVICE_DPS_DEVICE_KEY: 'Y2FuYXJ5IGNhbmFyeSBjYW5hcnkgY2FuYXJ5IGNhbmE=' }, 'clear'],
    [{ VISION_PREDICTION_KEY: '0123456789abcdef0123456789abcdef' }, 'clear'],
    [{ DEVICE_KEY: 'temperature' }, undefined],
    [{ PUBLIC_KEY: 'Y2FuYXJ5IGNhbmFyeSBjYW5hcnkgY2FuYXJ5IGNhbmE=' }, undefined],
    [{ IMAGE_DIGEST: '0123456789abcdef0123456789abcdef' }, undefined],
  ] as const)('%j: %s', (environment, is) => {
    expect(secretsOf(container(environment))[0]?.is).toBe(is);
  });

  it.each([
    [['--password', 'x'], 'clear'],
    [['--db-password=x'], 'clear'],
    [['redis-server --requirepass x'], 'clear'],
    [['--password-file', 'x'], undefined],
    [['--password', '--verbose'], undefined],
    [['sh', '-c', 'run "--password ${P}" '], 'later'],
  ] as const)('%j: %s', (words, is) => {
    expect(secretsOf(container({}, words))[0]?.is).toBe(is);
  });
});

describe('switches', () => {
  it.each([
    ['EDGEX_SECURITY_SECRET_STORE', 'false', 'off'],
    ['EDGEX_SECURITY_SECRET_STORE', 'true', 'on'],
    ['MESSAGEBUS_AUTHMODE', 'none', 'off'],
    ['MESSAGEBUS_AUTHMODE', 'usernamepassword', 'on'],
    ['xpack.security.enabled', 'false', 'off'],
    ['xpack.security.http.ssl.enabled', 'false', undefined],
    ['POSTGRES_HOST_AUTH_METHOD', 'trust', 'off'],
    ['POSTGRES_HOST_AUTH_METHOD', 'scram-sha-256', 'on'],
    ['ALLOW_ANONYMOUS_LOGIN', 'yes', 'off'],
    ['DOCKER_VERNEMQ_ALLOW_ANONYMOUS', 'on', 'off'],
    ['EMQX_ALLOW_ANONYMOUS', 'false', 'on'],
    ['GF_AUTH_ANONYMOUS_ENABLED', 'true', 'off'],
    ['GF_AUTH_BASIC_ENABLED', 'false', undefined],
    ['DISABLE_SECURITY_PLUGIN', 'true', 'off'],
    ['DISABLE_ANONYMOUS', 'true', 'on'],
    ['INFLUXDB_HTTP_AUTH_ENABLED', 'false', 'off'],
    ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes', 'off'],
    ['AUTH_HOST', 'none', undefined],
    ['AUTHOR', 'none', undefined],
    ['MODE', 'none', undefined],
    ['INSECURE', 'true', 'unclear'],
    ['CONFIG', 'security: false\nauth: none', undefined],
    // What switches another matter off or on, and has the word in its name.
    ['xpack.security.enrollment.enabled', 'false', undefined],
    ['GF_SECURITY_ALLOW_EMBEDDING', 'true', undefined],
    ['GF_SECURITY_ALLOW_EMBEDDING', 'false', undefined],
    ['GF_SECURITY_DISABLE_GRAVATAR', 'true', undefined],
    ['GF_AUTH_DISABLE_SIGNOUT_MENU', 'true', undefined],
    ['GF_AUTH_PROXY_ENABLED', 'true', undefined],
    ['GF_AUTH_ANONYMOUS_HIDE_VERSION', 'true', undefined],
    ['DISABLE_AUTH_LOGGING', 'true', undefined],
    ['ENABLE_PRE_AUTHENTICATION', 'true', undefined],
    ['ENABLE_DUMMY_AUTH', 'true', 'off'],
    ['ENABLE_DUMMY_AUTH', 'false', undefined],
    ['AUTH_DISABLED', 'true', 'off'],
    ['EMQX_AUTHENTICATION__1__ENABLE', 'true', 'on'],
    ['HIVEMQ_ALLOW_ALL_CLIENTS', 'true', 'off'],
    ['HIVEMQ_ALLOW_ALL_CLIENTS', 'false', 'on'],
    ['ALLOW_PLAINTEXT_LISTENER', 'yes', 'off'],
    ['KAFKA_SECURITY_PROTOCOL', 'PLAINTEXT', 'off'],
    ['KAFKA_SECURITY_PROTOCOL', 'SASL_SSL', 'on'],
    ['KAFKA_SECURITY_PROTOCOL', 'SSL', undefined],
    ['KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', 'A:PLAINTEXT,B:PLAINTEXT', 'off'],
    ['KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', 'A:PLAINTEXT,B:SASL_SSL', undefined],
  ] as const)('%s=%s says %s', (name, value, says) => {
    expect(switchesOf(container({ [name]: value }))[0]?.says).toBe(says);
  });

  it.each([
    [['mongod', '--noauth'], 'off'],
    [['mongod', '--auth'], 'on'],
    [['server --auth none'], 'off'],
    [['redis-server', '--protected-mode', 'no'], 'off'],
    [['redis-server --protected-mode yes'], 'on'],
    [['mosquitto -c /mosquitto-no-auth.conf'], 'off'],
    [['mosquitto', '-c', '/mosquitto/config/mosquitto.conf'], undefined],
    [['bridge', '--insecure'], 'unclear'],
    [['bridge', '--anonymous', 'broker'], 'off'],
  ] as const)('%j says %s', (words, says) => {
    expect(switchesOf(container({}, words))[0]?.says).toBe(says);
  });

  it.each([
    ['cockroachdb/cockroach:v23.1', ['start', '--insecure'], 'off'],
    ['curlimages/curl:8', ['curl', '--insecure'], 'unclear'],
    ['traefik:3', ['--api.insecure=true'], 'off'],
    ['traefik:3', ['--api.insecure=false'], undefined],
  ] as const)('of %s, %j says %s', (image, words, says) => {
    expect(switchesOf({ ...container({}, words), image: told(image) })[0]?.says).toBe(says);
  });

  it('does not repeat values that may be secret', () => {
    expect(switchesOf(container({ AUTH_METHOD: 'canary' }))).toMatchObject([{ says: 'on' }]);
    expect(JSON.stringify(switchesOf(container({ AUTH_METHOD: 'canary' })))).not.toContain('canary');
  });
});

describe('placeholders', () => {
  it.each(['<Container_Registry>/a', '__KEY__', '{{ .Key }}', 'REPLACE_ME', '#{Token}#', '{AWS_ENDPOINT}'])(
    '%s is to be filled in',
    (text) => expect(hasBlank(text)).toBe(true),
  );

  it.each(['a < b', 'my__name', 'plain', '{"a": 1}'])('%s is not', (text) =>
    expect(hasBlank(text)).toBe(false),
  );

  it('reads files of variables as Compose does', () => {
    const text = '# c\nA=1\nexport B="two # 2" # c\nC=\'3\'\r\nD=4 # c\nE=\n=x\n';
    expect(Object.fromEntries(variablesIn(text))).toEqual({ A: '1', B: 'two # 2', C: '3', D: '4', E: '' });
  });
});
