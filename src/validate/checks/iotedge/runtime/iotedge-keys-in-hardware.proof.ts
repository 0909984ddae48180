import { proof } from '../../../testing/proof.ts';
import { iotedgeKeysInHardware } from './iotedge-keys-in-hardware.ts';
import { rows, withLines } from '../testing/config.ts';

export const iotedgeKeysInHardwareProof = proof(
  iotedgeKeysInHardware,
  rows(
    {
      'the key in a file': withLines([
        'identity_pk = "pkcs11:token=gateway;object=identity"',
        'identity_pk = "file:///var/secrets/identity.key"',
      ]),
      'the key in the configuration': withLines(
        ['method = "x509"', 'method = "symmetric_key"'],
        ['identity_pk = "pkcs11:token=gateway;object=identity"', 'symmetric_key = { value = "Y2FuYXJ5" }'],
      ),
      'a connection string': withLines([
        'source = "dps"',
        'source = "manual"\nconnection_string = "HostName=hub.example.net;DeviceId=gateway-7;SharedAccessKey=Y2FuYXJ5"',
      ]),
      'an HSM in software': withLines([
        'pkcs11_lib_path = "/usr/lib/libtpm2_pkcs11.so"',
        'pkcs11_lib_path = "/usr/lib/softhsm/libsofthsm2.so"',
      ]),
      'a TPM in software': withLines(
        ['method = "x509"', 'method = "tpm"'],
        ['[aziot_keys]', '[tpm]\ntcti = "swtpm:port=2321"\n\n[aziot_keys]'],
      ),
      'the key of the edge CA in a file': withLines([
        'method = "est"',
        'cert = "file:///var/secrets/ca.pem"\npk = "file:///var/secrets/ca.key"',
      ]),
      'no key named and no slot for one': withLines(
        ['identity_pk = "pkcs11:token=gateway;object=identity"', null],
        ['pkcs11_base_slot = "pkcs11:token=gateway"', null],
      ),
    },
    {
      'PKCS#11 without a library': withLines(['pkcs11_lib_path = "/usr/lib/libtpm2_pkcs11.so"', null]),
      'a key that is no URI': withLines([
        'identity_pk = "pkcs11:token=gateway;object=identity"',
        'identity_pk = "identity"',
      ]),
    },
  ),
);
