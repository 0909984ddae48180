import { rowsOn } from '../../../testing/proof.ts';
import { onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { users } from '../testing/users.ts';
import { hostAccounts } from './host-accounts.ts';

const ADMIN = '{ "name": "admin", "uid": 1000, "password": "locked" }';

export const hostAccountsProof = hostProof(
  hostAccounts,
  {
    'an account that nobody declared': [ADMIN, ADMIN.replace('admin', 'guest')],
    'an account without a password': [ADMIN, ADMIN.replace('locked', 'empty')],
    'a second root': [ADMIN, ADMIN.replace('1000', '0')],
  },
  {
    untold: { 'the collector was not root': [ADMIN, ADMIN.replace('"locked"', 'null')] },
    rows: rowsOn(
      onCollector({ software: 'a passwd file', host: { users: ['admin'] } }),
      'root and a declared account',
      {
        intact: users({ root: '*', admin: '$y$j9T$canary' }),
        weakened: {
          'an account that nobody declared': users({ root: '*', admin: '$y$j9T$canary', guest: '!' }),
          'an account without a password': users({ root: '*', admin: '' }),
        },
      },
    ),
  },
);
