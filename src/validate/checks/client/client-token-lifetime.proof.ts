import { proof, rowsOn } from '../../testing/proof.ts';
import { clientTokenLifetime } from './client-token-lifetime.ts';
import { type Client, deadDevices, onShell } from './testing/devices.ts';

/** A shell's arithmetic: an end so many seconds from now. */
const end = (seconds: number): string => `END=$(($(date +%s) + ${seconds}))`;
const DAY = 24 * 3600;

const PLAIN = 'mosquitto_pub -h localhost -p PORT -t a -m b --cafile PKI/ca.pem';

/** As devices of Azure IoT Hub show it; a signature of nobody's. */
const SAS: Client = [
  end(3600),
  'TOKEN="SharedAccessSignature sr=hub.test%2Fdevices%2Fdevice&sig=c2lnbmVk&se=$END"',
  `${PLAIN} -u hub.test/device -P "$TOKEN"`,
];

const JWT: Client = [
  'MADE=$(date +%s)',
  end(3600),
  `CLAIMS="{\\"iat\\":$MADE,\\"exp\\":$END}"`,
  'BODY=$(printf %s "$CLAIMS" | base64 -w0 | tr +/ -_ | tr -d =)',
  'curl -s --max-time 3 --cacert PKI/ca.pem -H "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.$BODY.c2ln" https://localhost:PORT/',
];

const lasting = (client: Client, line: string): Client =>
  client.map((one) => (one.startsWith('END=') ? line : one));

const told = { expects: { lifetime: 'day' } };

export const clientTokenLifetimeProof = proof(
  clientTokenLifetime,
  rowsOn(onShell('mosquitto_pub', told), 'a token of an hour for each call', {
    intact: SAS,
    weakened: {
      'a token of a year': lasting(SAS, end(365 * DAY)),
      'a token without an end': SAS.map((line) => line.replace('&se=$END', '')),
    },
    dead: {
      'the same token at each call': lasting(SAS, `END=$(($(date +%s) / ${DAY} * ${DAY} + ${DAY}))`),
      'a password that says nothing': SAS.map((line) => line.replace(/^TOKEN=.*/, 'TOKEN=opensesame')),
    },
  }),
  rowsOn(onShell('curl', told), 'a token of an hour', {
    intact: JWT,
    weakened: {
      'a token of a week': lasting(JWT, end(7 * DAY)),
      'a token without an end': JWT.map((line) => line.replace(',\\"exp\\":$END', '')),
      'made long ago, with an hour left': [`MADE=$(($(date +%s) - ${30 * DAY}))`, ...JWT.slice(1)],
    },
  }),
  rowsOn(onShell('mosquitto_pub', { expects: { lifetime: 'hour' } }), 'an hour, as the model says', {
    intact: SAS,
    weakened: { 'a token of half a day': lasting(SAS, end(DAY / 2)) },
  }),
  rowsOn(onShell('mosquitto_pub'), 'no token at all', {
    intact: [PLAIN],
    weakened: {
      'a token of years, from a file': [
        `${PLAIN} -u device -P "SharedAccessSignature sr=a&sig=b&se=2000000000"`,
      ],
    },
    dead: { 'something secret in the name': [`${PLAIN} -u 'device?token=opensesame'`] },
  }),
  rowsOn(onShell('curl'), 'no token at all', {
    intact: ['curl -s --max-time 3 --cacert PKI/ca.pem https://localhost:PORT/'],
    dead: {
      'something secret in the address': [
        'curl -s --max-time 3 --cacert PKI/ca.pem "https://localhost:PORT/?code=opensesame"',
      ],
      'something secret in a cookie': [
        'curl -s --max-time 3 --cacert PKI/ca.pem -b session=opensesame https://localhost:PORT/',
      ],
    },
  }),
  deadDevices(told),
);
