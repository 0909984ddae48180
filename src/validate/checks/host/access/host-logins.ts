/**
 * Does no password open the host, where the model says so? Where passwords are meant to be used, that each unit has its
 * own cannot be seen on one; and the logins of other programs (a web page, a broker) are not looked at.
 */
import type { HostReport } from '../../../readers/host/report.ts';
import { hostCheck } from '../check.ts';

export const hostLogins = hostCheck({
  id: 'host-logins',
  title: 'Does no password open the host, on the spot or over SSH?',
  attack:
    'look for an account whose password is set, and for a server for SSH that takes passwords, or empty ones, or is there at all where nobody is meant to log in',
  met: 'no account has a password that opens it, and no server for SSH takes one',
  expects: { login: 'adminLogin' },
  look({ accounts, sshServer }, { expects }) {
    const login = expects['login'];
    const noPasswords = login === 'keys' || login === 'none';
    return {
      weak: [
        ...(accounts ?? [])
          .filter(({ password }) => password === 'empty')
          .map(({ name }) => `${name} needs no password`),
        ...(noPasswords
          ? (accounts ?? [])
              .filter(({ password }) => password === 'set')
              .map(({ name }) => `a password opens ${name}`)
          : []),
        ...(sshServer ? weakOf(sshServer, noPasswords) : []),
        ...(sshServer && login === 'none'
          ? ['a server for SSH is there, though nobody is meant to log in']
          : []),
      ],
      untold: [
        ...(noPasswords
          ? []
          : [
              'passwords are meant to open it, or nothing is said of that, and whose they are cannot be seen',
            ]),
        ...(accounts?.every(({ password }) => password !== null)
          ? []
          : ['which passwords are set was not seen: run the collector as root']),
        ...(sshServer === null
          ? ['what the server for SSH takes was not seen (sshd -T, as root, while it runs)']
          : []),
        ...(sshServer && sshServer.match ? ['the server for SSH has other settings for some (Match)'] : []),
      ],
      but: ['logins of other programs were not looked at'],
    };
  },
});

type SshServer = Exclude<HostReport['sshServer'], false | null>;

function weakOf({ passwords, interactive, emptyPasswords, root }: SshServer, noPasswords: boolean): string[] {
  const takes = passwords || interactive;
  return [
    ...(takes && noPasswords ? ['the server for SSH takes passwords'] : []),
    ...(takes && !noPasswords && root === 'yes' ? ['the server for SSH takes the password of root'] : []),
    ...(passwords && emptyPasswords ? ['the server for SSH takes empty passwords'] : []),
  ];
}
