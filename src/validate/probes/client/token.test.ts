import { assert, property, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';
import { type IConnectPacket, generate } from 'mqtt-packet';

import { tokenIn } from './token.ts';

const SAS = 'SharedAccessSignature sr=hub.test%2Fdevices%2Fa&sig=c2ln&se=1900000000';
const END = new Date(1_900_000_000_000);

it('reads the token of an MQTT CONNECT, of either version', () => {
  for (const protocolVersion of [4, 5] as const) {
    expect(tokenIn(connect({ username: 'a', password: SAS, protocolVersion }))).toEqual({
      kind: 'token',
      token: SAS,
      end: END,
    });
  }
  expect(tokenIn(connect({}))).toEqual({ kind: 'none' });
  expect(tokenIn(connect({ username: 'a', password: 'opensesame' }))).toEqual({ kind: 'opaque' });
  expect(tokenIn(connect({ username: 'a?x-token=opensesame' }))).toEqual({ kind: 'opaque' });
  expect(tokenIn(connect({ username: 'hub.test/a/?api-version=2021-04-12' }))).toEqual({ kind: 'none' });
});

it('reads the token of an HTTP request', () => {
  const body = Buffer.from('{"iat":1,"exp":1900000000}').toString('base64url');
  const jwt = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.c2ln`;
  expect(tokenIn(request(`Authorization: Bearer ${jwt}`))).toEqual({
    kind: 'token',
    token: jwt,
    end: END,
    made: new Date(1000),
  });
  expect(tokenIn(request('authorization: Basic YTpi'))).toEqual({ kind: 'opaque' });
  expect(tokenIn(request('X-Api-Key: opensesame'))).toEqual({ kind: 'opaque' });
  expect(tokenIn(request('Accept: */*'))).toEqual({ kind: 'none' });
});

it('finds what opens without being called a token', () => {
  // A user name alone, as ThingsBoard takes it.
  expect(tokenIn(connect({ username: 'Zm9vYmFyYmF6cXV4MTIz' }))).toEqual({ kind: 'opaque' });
  // Enhanced authentication of MQTT 5, as Azure Event Grid takes it.
  const properties = { authenticationMethod: 'OAUTH2-JWT', authenticationData: Buffer.from('eyJh') };
  expect(tokenIn(connect({ protocolVersion: 5, properties }))).toEqual({ kind: 'opaque' });
  expect(tokenIn(post('/api/v1/Zm9vYmFyYmF6cXV4MTIz/telemetry', '{}'))).toEqual({ kind: 'opaque' });
  expect(tokenIn(post('/readings', '{"token":"opensesame"}'))).toEqual({ kind: 'opaque' });
  expect(tokenIn(post('/readings', '{"smoke":1}'))).toEqual({ kind: 'none' });
  expect(tokenIn(post('/readings', '', 11))).toEqual({ kind: 'unread' });
});

it('reads nothing into a message that is cut short, or that is neither', () => {
  expect(tokenIn(connect({ username: 'a', password: SAS }).subarray(0, 40))).toEqual({ kind: 'unread' });
  expect(tokenIn(Buffer.from('GET / HTTP/1.1\r\nAccept: */*\r\n'))).toEqual({ kind: 'unread' });
  expect(tokenIn(Buffer.from('AMQP\x03\x01\x00\x00'))).toEqual({ kind: 'unread' });
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => [tokenIn(Buffer.from(bytes)), tokenIn(Buffer.from([0x10, ...bytes]))]).not.toThrow();
    }),
  );
});

function connect(more: {
  username?: string;
  password?: string;
  protocolVersion?: 4 | 5;
  properties?: NonNullable<IConnectPacket['properties']>;
}): Buffer {
  const { protocolVersion = 4, ...rest } = more;
  const packet = { cmd: 'connect', protocolId: 'MQTT', clientId: 'a', clean: true, keepalive: 60 } as const;
  const { password, ...others } = rest;
  return generate({
    ...packet,
    protocolVersion,
    ...others,
    ...(password !== undefined && { password: Buffer.from(password) }),
  });
}

function request(header: string): Buffer {
  return Buffer.from(`GET / HTTP/1.1\r\nHost: hub.test\r\n${header}\r\n\r\n`);
}

function post(path: string, body: string, length = body.length): Buffer {
  return Buffer.from(`POST ${path} HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n${body}`);
}
