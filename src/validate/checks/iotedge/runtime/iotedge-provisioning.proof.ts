import { proof } from '../../../testing/proof.ts';
import { iotedgeProvisioning } from './iotedge-provisioning.ts';
import { rows, withLines } from '../testing/config.ts';

export const iotedgeProvisioningProof = proof(
  iotedgeProvisioning,
  rows(
    {
      'a symmetric key in the file': withLines(
        ['method = "x509"', 'method = "symmetric_key"'],
        ['identity_pk = "pkcs11:token=gateway;object=identity"', 'symmetric_key = { value = "Y2FuYXJ5" }'],
      ),
      'a symmetric key in hardware': withLines(
        ['method = "x509"', 'method = "symmetric_key"'],
        [
          'identity_pk = "pkcs11:token=gateway;object=identity"',
          'symmetric_key = { uri = "pkcs11:object=key" }',
        ],
      ),
      'a connection string': withLines([
        'source = "dps"',
        'source = "manual"\nconnection_string = "HostName=hub.example.net;DeviceId=gateway-7;SharedAccessKey=Y2FuYXJ5"',
      ]),
    },
    {
      'another way than the model states': withLines(['method = "x509"', 'method = "tpm"']),
      'a way nobody knows': withLines(['method = "x509"', 'method = "magic"']),
      'a setting nobody knows': withLines(['hostname = "gateway-7"', 'hostnam = "gateway-7"']),
    },
  ),
);
