/**
 * The TLS cipher suites of the IANA registry ("TLS Cipher Suites"), by number, with their registered names.
 * Our own table, so that what is offered does not depend on what an installed library was built with: old
 * export, RC4 and 3DES suites are in it. Signalling values (0x00FF, 0x5600), GREASE, Kerberos and GOST are not.
 */

type Row = readonly [first: number, ...names: string[]];

const KEY_EXCHANGES = ['RSA', 'DH_DSS', 'DH_RSA', 'DHE_DSS', 'DHE_RSA', 'DH_anon'];
const ELLIPTIC = ['ECDHE_ECDSA', 'ECDH_ECDSA', 'ECDHE_RSA', 'ECDH_RSA'];
const PRE_SHARED = ['PSK', 'DHE_PSK', 'RSA_PSK'];

/** Runs of neighbouring numbers: every key exchange with every cipher, the ciphers varying fastest. */
function run(first: number, exchanges: readonly string[], ...ciphers: string[]): Row {
  return [first, ...exchanges.flatMap((exchange) => ciphers.map((cipher) => `${exchange}_WITH_${cipher}`))];
}

const CBC_ARIA = ['ARIA_128_CBC_SHA256', 'ARIA_256_CBC_SHA384'];
const GCM_ARIA = ['ARIA_128_GCM_SHA256', 'ARIA_256_GCM_SHA384'];
const CBC_CAMELLIA = ['CAMELLIA_128_CBC_SHA256', 'CAMELLIA_256_CBC_SHA384'];
const GCM_CAMELLIA = ['CAMELLIA_128_GCM_SHA256', 'CAMELLIA_256_GCM_SHA384'];
const GCM_AES = ['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384'];
const OLD = ['NULL_SHA', 'RC4_128_SHA', '3DES_EDE_CBC_SHA', 'AES_128_CBC_SHA', 'AES_256_CBC_SHA'];
const DES = ['DES40_CBC_SHA', 'DES_CBC_SHA', '3DES_EDE_CBC_SHA'];

/** RFC 2246 to RFC 5246: export, DES, RC4 and AES-CBC, one triple of DES strengths for each key exchange. */
const CLASSIC: readonly Row[] = [
  [0x0001, 'RSA_WITH_NULL_MD5', 'RSA_WITH_NULL_SHA', 'RSA_EXPORT_WITH_RC4_40_MD5', 'RSA_WITH_RC4_128_MD5'],
  [0x0005, 'RSA_WITH_RC4_128_SHA', 'RSA_EXPORT_WITH_RC2_CBC_40_MD5', 'RSA_WITH_IDEA_CBC_SHA'],
  ...[0x0008, 0x000b, 0x000e, 0x0011, 0x0014].map((first, index): Row => {
    const exchange = KEY_EXCHANGES[index] ?? '';
    const [weakest = '', ...others] = DES;
    return [
      first,
      `${exchange}_EXPORT_WITH_${weakest}`,
      ...others.map((cipher) => `${exchange}_WITH_${cipher}`),
    ];
  }),
  [0x0017, 'DH_anon_EXPORT_WITH_RC4_40_MD5', 'DH_anon_WITH_RC4_128_MD5', 'DH_anon_EXPORT_WITH_DES40_CBC_SHA'],
  [0x001a, 'DH_anon_WITH_DES_CBC_SHA', 'DH_anon_WITH_3DES_EDE_CBC_SHA'],
  run(0x002c, PRE_SHARED, 'NULL_SHA'),
  run(0x002f, KEY_EXCHANGES, 'AES_128_CBC_SHA'),
  run(0x0035, KEY_EXCHANGES, 'AES_256_CBC_SHA'),
  [0x003b, 'RSA_WITH_NULL_SHA256', 'RSA_WITH_AES_128_CBC_SHA256', 'RSA_WITH_AES_256_CBC_SHA256'],
  run(0x003e, ['DH_DSS', 'DH_RSA', 'DHE_DSS'], 'AES_128_CBC_SHA256'),
  run(0x0041, KEY_EXCHANGES, 'CAMELLIA_128_CBC_SHA'),
  [0x0067, 'DHE_RSA_WITH_AES_128_CBC_SHA256'],
  run(0x0068, ['DH_DSS', 'DH_RSA', 'DHE_DSS', 'DHE_RSA'], 'AES_256_CBC_SHA256'),
  run(0x006c, ['DH_anon'], 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA256'),
  run(0x0084, KEY_EXCHANGES, 'CAMELLIA_256_CBC_SHA'),
  run(0x008a, PRE_SHARED, 'RC4_128_SHA', '3DES_EDE_CBC_SHA', 'AES_128_CBC_SHA', 'AES_256_CBC_SHA'),
  run(0x0096, KEY_EXCHANGES, 'SEED_CBC_SHA'),
  run(0x009c, ['RSA', 'DHE_RSA', 'DH_RSA', 'DHE_DSS', 'DH_DSS', 'DH_anon', ...PRE_SHARED], ...GCM_AES),
  run(0x00ae, PRE_SHARED, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384', 'NULL_SHA256', 'NULL_SHA384'),
  run(0x00ba, KEY_EXCHANGES, 'CAMELLIA_128_CBC_SHA256'),
  run(0x00c0, KEY_EXCHANGES, 'CAMELLIA_256_CBC_SHA256'),
];

/** RFC 8446, RFC 8998; the last two prove who sent what and hide nothing (RFC 9150). */
const TLS13: readonly Row[] = [
  [0x1301, 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256'],
  [0x1304, 'AES_128_CCM_SHA256', 'AES_128_CCM_8_SHA256'],
  [0x00c6, 'SM4_GCM_SM3', 'SM4_CCM_SM3'],
  [0xc0b4, 'SHA256_SHA256', 'SHA384_SHA384'],
];

/** RFC 8422, 5054, 5289, 5489, 6209, 6367, 6655, 7251, 7905, 8442. */
const LATER: readonly Row[] = [
  run(0xc001, ['ECDH_ECDSA', 'ECDHE_ECDSA', 'ECDH_RSA', 'ECDHE_RSA', 'ECDH_anon'], ...OLD),
  ...['3DES_EDE_CBC_SHA', 'AES_128_CBC_SHA', 'AES_256_CBC_SHA'].map((cipher, index) =>
    run(0xc01a + 3 * index, ['SRP_SHA', 'SRP_SHA_RSA', 'SRP_SHA_DSS'], cipher),
  ),
  run(0xc023, ELLIPTIC, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384'),
  run(0xc02b, ELLIPTIC, ...GCM_AES),
  run(0xc033, ['ECDHE_PSK'], ...OLD.slice(1), 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384'),
  run(0xc039, ['ECDHE_PSK'], 'NULL_SHA', 'NULL_SHA256', 'NULL_SHA384'),
  run(0xc03c, [...KEY_EXCHANGES, ...ELLIPTIC], ...CBC_ARIA),
  run(0xc050, ['RSA', 'DHE_RSA', 'DH_RSA', 'DHE_DSS', 'DH_DSS', 'DH_anon', ...ELLIPTIC], ...GCM_ARIA),
  run(0xc064, PRE_SHARED, ...CBC_ARIA),
  run(0xc06a, PRE_SHARED, ...GCM_ARIA),
  run(0xc070, ['ECDHE_PSK'], ...CBC_ARIA),
  run(0xc072, ELLIPTIC, ...CBC_CAMELLIA),
  run(
    0xc07a,
    ['RSA', 'DHE_RSA', 'DH_RSA', 'DHE_DSS', 'DH_DSS', 'DH_anon', ...ELLIPTIC, ...PRE_SHARED],
    ...GCM_CAMELLIA,
  ),
  run(0xc094, [...PRE_SHARED, 'ECDHE_PSK'], ...CBC_CAMELLIA),
  run(0xc09c, ['RSA', 'DHE_RSA'], 'AES_128_CCM', 'AES_256_CCM'),
  run(0xc0a0, ['RSA', 'DHE_RSA'], 'AES_128_CCM_8', 'AES_256_CCM_8'),
  run(0xc0a4, ['PSK', 'DHE_PSK'], 'AES_128_CCM', 'AES_256_CCM'),
  [0xc0a8, 'PSK_WITH_AES_128_CCM_8', 'PSK_WITH_AES_256_CCM_8'],
  [0xc0aa, 'PSK_DHE_WITH_AES_128_CCM_8', 'PSK_DHE_WITH_AES_256_CCM_8'],
  run(0xc0ac, ['ECDHE_ECDSA'], 'AES_128_CCM', 'AES_256_CCM', 'AES_128_CCM_8', 'AES_256_CCM_8'),
  run(0xcca8, ['ECDHE_RSA', 'ECDHE_ECDSA', 'DHE_RSA', 'PSK'], 'CHACHA20_POLY1305_SHA256'),
  run(0xccac, ['ECDHE_PSK', 'DHE_PSK', 'RSA_PSK'], 'CHACHA20_POLY1305_SHA256'),
  run(0xd001, ['ECDHE_PSK'], ...GCM_AES, 'AES_128_CCM_8_SHA256'),
  [0xd005, 'ECDHE_PSK_WITH_AES_128_CCM_SHA256'],
];

function numbered(rows: readonly Row[]): [number, string][] {
  return rows.flatMap(([first, ...names]) =>
    names.map((name, index): [number, string] => [first + index, `TLS_${name}`]),
  );
}

const NAMES: ReadonlyMap<number, string> = new Map([
  ...numbered(CLASSIC),
  ...numbered(TLS13),
  ...numbered(LATER),
]);

/** The suites of TLS 1.3; they work in no other version. */
export const TLS13_SUITES: readonly number[] = numbered(TLS13).map(([id]) => id);

/** The suites of SSL 3.0 to TLS 1.2, those preferred today first, for servers that look only at the first few. */
export const LEGACY_SUITES: readonly number[] = [...numbered(LATER), ...numbered(CLASSIC)].map(([id]) => id);

/** The registered name, or the number in hexadecimal when it has none here. */
export function suiteName(id: number): string {
  return NAMES.get(id) ?? `0x${id.toString(16).padStart(4, '0')}`;
}
