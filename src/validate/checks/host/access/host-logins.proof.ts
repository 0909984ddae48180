import { rowsOn } from '../../../testing/proof.ts';
import { onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { sshServer, users } from '../testing/users.ts';
import { hostLogins } from './host-logins.ts';

const ADMIN = '{ "name": "admin", "uid": 1000, "password": "locked" }';
const LOCKED = users({ root: '*', admin: '!' });
const expects = { login: 'keys' };

export const hostLoginsProof = hostProof(
  hostLogins,
  {
    'a password is set': [ADMIN, ADMIN.replace('locked', 'set')],
    'SSH takes passwords': ['"passwords": false,', '"passwords": true,'],
    'SSH asks for passwords another way': ['"interactive": false,', '"interactive": true,'],
  },
  {
    expects,
    untold: {
      'the collector was not root': [ADMIN, ADMIN.replace('"locked"', 'null')],
      'SSH has other settings for some': [
        '"emptyPasswords": false, "root": "no", "match": false',
        '"emptyPasswords": false, "root": "no", "match": true',
      ],
    },
    rows: rowsOn(onCollector({ software: 'sshd', expects }), 'sshd with keys only', {
      intact: [...LOCKED, ...sshServer('PasswordAuthentication no', 'KbdInteractiveAuthentication no')],
      weakened: {
        'passwords, which is the default': [...LOCKED, ...sshServer('KbdInteractiveAuthentication no')],
        'passwords over PAM': [
          ...LOCKED,
          ...sshServer('PasswordAuthentication no', 'KbdInteractiveAuthentication yes'),
        ],
        'a password on the spot': [
          ...users({ root: '$y$j9T$canary', admin: '!' }),
          ...sshServer('PasswordAuthentication no', 'KbdInteractiveAuthentication no'),
        ],
      },
      dead: {
        'passwords for some': [
          ...LOCKED,
          ...sshServer(
            'PasswordAuthentication no',
            'KbdInteractiveAuthentication no',
            'Match User admin',
            'PasswordAuthentication yes',
          ),
        ],
        'more settings elsewhere': [
          ...LOCKED,
          ...sshServer(
            'PasswordAuthentication no',
            'KbdInteractiveAuthentication no',
            'Include /run/more.conf',
          ),
        ],
        'sshd was started with another setting': [
          ...LOCKED,
          ...sshServer('PasswordAuthentication no', 'KbdInteractiveAuthentication no'),
          'ip link set lo up',
          '"$(command -v sshd)" -D -p 2222 -o PasswordAuthentication=yes >/dev/null 2>&1 &',
          'sleep 0.5',
        ],
        'sshd cannot be started': [...LOCKED, 'mkdir /run/ssh', 'mount --bind /run/ssh /etc/ssh'],
      },
    }),
  },
);
