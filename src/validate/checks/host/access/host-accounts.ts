/** Can nobody log in to the host but the accounts that are meant to? Accounts of a directory are not looked at. */
import { hostCheck } from '../check.ts';

export const hostAccounts = hostCheck({
  id: 'host-accounts',
  title: 'Are there no accounts on the host but the declared ones, and none without a password?',
  attack:
    'look in /etc/passwd for an account with a shell that nobody declared, one without a password, and a second one with the rights of root',
  met: 'no account has a shell but the declared ones, none has an empty password, and none but root is user 0',
  look({ accounts }, { target }) {
    const declared = target.host?.users;
    const others = accounts?.filter(({ name }) => name !== 'root' && !declared?.includes(name)) ?? [];
    return {
      weak: [
        ...(declared ? others.map(({ name }) => `${name} has a shell, and nobody declared it`) : []),
        ...(accounts ?? [])
          .filter(({ password }) => password === 'empty')
          .map(({ name }) => `${name} needs no password`),
        ...(accounts ?? [])
          .filter(({ uid, name }) => uid === 0 && name !== 'root')
          .map(({ name }) => `${name} is root under another name`),
      ],
      untold: [
        ...(declared ? [] : ['the target does not declare who is meant to be able to log in (host.users)']),
        ...(accounts ? [] : ['the accounts were not seen']),
        ...(accounts ?? [])
          .filter(({ password }) => password === null)
          .map(({ name }) => `whether ${name} needs a password was not seen: run the collector as root`),
      ],
      ...(declared &&
        accounts && {
          strangers: others.map(({ name }) => ({
            kind: 'principal' as const,
            name: name === '' ? '?' : name,
            detail: 'an account with a shell',
          })),
        }),
    };
  },
});
