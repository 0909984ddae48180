import { proof } from '../../../testing/proof.ts';
import { iotedgeOwnCa } from './iotedge-own-ca.ts';
import { rows, withLines } from '../testing/config.ts';

export const iotedgeOwnCaProof = proof(
  iotedgeOwnCa,
  rows(
    {
      'no edge CA': withLines(
        ['[edge_ca]', '[image_garbage_collection]'],
        ['method = "est"', null],
        ['expiry_days = 30', null],
      ),
      'one that the gateway makes for itself': withLines(
        ['method = "est"', null],
        ['expiry_days = 30', 'auto_generated_edge_ca_expiry_days = 30'],
      ),
      'one that the gateway signs for itself': withLines(['method = "est"', 'method = "self_signed"']),
      'certificates made for tests': withLines([
        'trust_bundle_cert = "file:///var/secrets/trust-bundle.pem"',
        'trust_bundle_cert = "file:///var/secrets/azure-iot-test-only.root.ca.cert.pem"',
      ]),
    },
    {
      'EST without a server': withLines(
        ['[cert_issuance.est.urls]', null],
        ['default = "https://est.example.org/.well-known/est"', null],
      ),
      'a local CA that nothing names': withLines(['method = "est"', 'method = "local_ca"']),
      'a certificate without key': withLines(['method = "est"', 'cert = "file:///var/secrets/ca.pem"']),
    },
  ),
);
