import { rowsOn } from '../../../testing/proof.ts';
import { type Lines, onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { hostFilesRestricted } from './host-files-restricted.ts';

const PATH = '/mnt/gateway/settings.toml';
const SETTINGS = '{ "path": "/etc/gateway.toml", "mode": "-rw-r-----", "uid": 107, "user": "gateway" }';

interface Modes {
  readonly folder?: number;
  readonly file?: number;
  readonly owner?: number;
}

function settings({ folder = 755, file = 600, owner = 107 }: Modes = {}): Lines {
  return [
    "echo 'root:x:0:0::/:/bin/sh' > /run/passwd",
    "echo 'gateway:x:107:107::/:/usr/sbin/nologin' >> /run/passwd",
    'mount --bind /run/passwd /etc/passwd',
    'mount -t tmpfs -o mode=755 none /mnt',
    `mkdir /mnt/gateway`,
    `touch ${PATH}`,
    `chmod ${folder} /mnt/gateway`,
    `chmod ${file} ${PATH}`,
    `chown ${owner} ${PATH}`,
  ];
}

export const hostFilesRestrictedProof = hostProof(
  hostFilesRestricted,
  {
    'another user owns the file': [
      SETTINGS,
      SETTINGS.replace('107, "user": "gateway"', '105, "user": "web"'),
    ],
    'its group may write it': [SETTINGS, SETTINGS.replace('-rw-r-----', '-rw-rw----')],
  },
  {
    untold: {
      'the file is not there': [SETTINGS, SETTINGS.replace('"-rw-r-----"', 'null')],
      'it is a link': [SETTINGS, SETTINGS.replace('-rw-r-----', 'lrwxrwxrwx')],
      'the collector was not told of it': [SETTINGS, SETTINGS.replace('gateway.toml', 'other.toml')],
    },
    rows: rowsOn(
      onCollector({
        software: 'a tmpfs',
        host: { files: { [PATH]: ['gateway'] } },
        options: `--file ${PATH}`,
      }),
      'a file of one user, in a folder of root',
      {
        intact: settings(),
        weakened: {
          'everybody may write the file': settings({ file: 646 }),
          'everybody may write its folder': settings({ folder: 777 }),
          'another user owns it': settings({ owner: 33 }),
        },
      },
    ),
  },
);
