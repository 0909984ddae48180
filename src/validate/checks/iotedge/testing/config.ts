/** A config.toml of IoT Edge that does everything right, and what the checks of it are told. */
import { changed, type Files, onFiles, unreadable } from '../../../testing/files.ts';
import { deadRow, type Row, rowsOn } from '../../../testing/proof.ts';

const FILE = 'deploy/config.toml';

const CONFIG = [
  'hostname = "gateway-7"',
  'trust_bundle_cert = "file:///var/secrets/trust-bundle.pem"',
  'allow_elevated_docker_permissions = false',
  '',
  '[provisioning]',
  'source = "dps"',
  'global_endpoint = "https://global.azure-devices-provisioning.net"',
  'id_scope = "0ne000CAFE0"',
  '',
  '[provisioning.attestation]',
  'method = "x509"',
  'registration_id = "gateway-7"',
  'identity_pk = "pkcs11:token=gateway;object=identity"',
  'identity_cert = "file:///var/secrets/identity.pem"',
  '',
  '[aziot_keys]',
  'pkcs11_lib_path = "/usr/lib/libtpm2_pkcs11.so"',
  'pkcs11_base_slot = "pkcs11:token=gateway"',
  '',
  '[cert_issuance.est]',
  'trusted_certs = ["file:///var/secrets/est-ca.pem"]',
  '',
  '[cert_issuance.est.urls]',
  'default = "https://est.example.org/.well-known/est"',
  '',
  '[edge_ca]',
  'method = "est"',
  'expiry_days = 30',
  '',
  '[listen]',
  'workload_uri = "fd://aziot-edged.workload.socket"',
  'management_uri = "fd://aziot-edged.mgmt.socket"',
  '',
  '[moby_runtime]',
  'uri = "unix:///var/run/docker.sock"',
].join('\n');

const INTACT: Files = { [FILE]: CONFIG };

/** The same with the first line replaced by the second, left out (null), and so on in turn. */
export function withLines(...changes: readonly (readonly [string | null, string | null])[]): Files {
  return { [FILE]: changes.reduce((text, [line, by]) => changed(text, line, by), CONFIG) };
}

const how = { kind: 'iotedge-config', file: FILE, expects: { client: 'x509' } };
const stand = onFiles('IoT Edge', how);
const old = onFiles('IoT Edge', { ...how, declares: { taken: '2026-01-10' } });

/** The rows of a check of config.toml. */
export function rows(
  weakened: Readonly<Record<string, Files>>,
  dead: Readonly<Record<string, Files>> = {},
): readonly Row[] {
  return [
    ...rowsOn(stand, 'a gateway as it should be', { intact: INTACT, weakened, dead }),
    deadRow('a copy of long ago', old.software, (check, bench) => old.judge(check, INTACT, bench)),
    ...unreadable(stand, { file: FILE, nonsense: '[{ "EndpointUrl": "opc.tcp://plc:4840" }]' }),
  ];
}
