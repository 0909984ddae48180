import { rowsOn } from '../../../testing/proof.ts';
import { type Lines, onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { hostDiskSealed } from './host-disk-sealed.ts';

const VAR =
  '{ "name": "var", "type": "LUKS2", "keyFile": "none", "beside": null, "slots": [0], "tokens": [{ "type": "systemd-tpm2", "slots": [0], "pcrs": [7] }] },';

/** A device of LUKS in a file, which sysfs (of files, too) has as opened. */
function luks({ token, crypttab }: { readonly token?: object; readonly crypttab: string }): Lines {
  return [
    'truncate -s 20M /run/luks',
    'echo canary | cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --luks2-metadata-size 16k --luks2-keyslots-size 512k /run/luks - 2>/dev/null',
    ...(token ? [`echo '${JSON.stringify(token)}' | cryptsetup token import /run/luks`] : []),
    'mkdir -p /run/block/dm-0/dm /run/block/dm-0/slaves/zero',
    'echo var > /run/block/dm-0/dm/name',
    'echo CRYPT-LUKS2-00-var > /run/block/dm-0/dm/uuid',
    'mount --bind /run/block /sys/class/block',
    'mount --bind /run/luks /dev/zero',
    'cp -a /etc /run/etc',
    `echo '${crypttab}' > /run/etc/crypttab`,
    'mount --bind /run/etc /etc',
  ];
}

// The plugin of systemd, where it is installed, takes no token that lacks one of these.
const TOKEN = {
  type: 'systemd-tpm2',
  keyslots: ['0'],
  'tpm2-blob': 'AAAA',
  'tpm2-pcr-bank': 'sha256',
  'tpm2-primary-alg': 'ecc',
  'tpm2-policy-hash': '00',
  'tpm2-pin': false,
};
const BY_TPM = 'var /dev/sda3 none tpm2-device=auto';

export const hostDiskSealedProof = hostProof(
  hostDiskSealed,
  {
    'the key lies beside the disk': [
      VAR,
      VAR.replace('"keyFile": "none", "beside": null', '"keyFile": "file", "beside": true'),
    ],
    'the TPM gives the key to anything': [VAR, VAR.replace('[7]', '[]')],
    'bound to the firmware, not to what it starts': [VAR, VAR.replace('[7]', '[0, 2]')],
    'bound to a PCR that anybody may reset': [VAR, VAR.replace('[7]', '[16]')],
    'bound to who may sign, and Secure Boot is off': ['"secureBoot": true,', '"secureBoot": false,'],
  },
  {
    untold: {
      'there is a passphrase, too': [VAR, VAR.replace('"slots": [0], "tokens"', '"slots": [0, 1], "tokens"')],
      'bound to who may sign, and whether anybody looks was not seen': [
        '"secureBoot": true,',
        '"secureBoot": null,',
      ],
      'bound to what nobody knows': [VAR, VAR.replace('[7]', '[14]')],
      'the key is held by a server': [VAR, VAR.replace('systemd-tpm2', 'clevis-tang')],
      'the collector was not root': [
        VAR,
        VAR.replace(/"slots": \[0\], "tokens": \[.*\] \}/, '"slots": null, "tokens": null }'),
      ],
    },
    rows: rowsOn(onCollector({ software: 'cryptsetup' }), 'LUKS with a token of systemd', {
      intact: luks({ token: { ...TOKEN, 'tpm2-pcrs': [7, 11] }, crypttab: BY_TPM }),
      weakened: {
        'bound to no PCR': luks({ token: { ...TOKEN, 'tpm2-pcrs': [] }, crypttab: BY_TPM }),
      },
      dead: {
        'a passphrase alone': luks({ crypttab: 'var /dev/sda3 none' }),
        'nothing is encrypted': [],
      },
    }),
  },
);
