/**
 * Can nobody but the users who are meant to write the files that the target names? Who may write a folder may put
 * another file in its place, so the folders above count too. What a program of such a user does is not looked at.
 */
import type { Owned } from '../../../readers/host/report.ts';
import { hostCheck } from '../check.ts';

export const hostFilesRestricted = hostCheck({
  id: 'host-files-restricted',
  title: 'Can nobody write the named files but the users who are meant to?',
  attack:
    'look for a named file, or a folder above it, that belongs to another user or that a group or everybody may write',
  met: 'nobody but root and the named users can write or exchange the named files',
  look({ files }, { target }) {
    const wanted = Object.entries(target.host?.files ?? {});
    const at = new Map(files.map((one) => [one.path, one]));
    const weak = new Set<string>();
    const untold = new Set<string>();
    if (wanted.length === 0) untold.add('the target names no files (host.files)');
    for (const [path, users] of wanted) {
      for (const step of stepsTo(path)) {
        const seen = at.get(step);
        if (!seen?.mode) untold.add(`${step} was not seen: name ${path} to the collector (--file), as root`);
        else if (seen.mode.startsWith('l'))
          untold.add(`${step} is a link: name what it leads to, to the target and to the collector`);
        else for (const one of open(seen, seen.mode, users)) weak.add(one);
      }
    }
    return {
      weak: [...weak],
      untold: [...untold],
      but: [`looked at: ${wanted.map(([path, users]) => said(path, users)).join(', ')}`],
    };
  },
});

/** `/`, `/etc`, `/etc/gateway.toml`. */
function stepsTo(path: string): string[] {
  const parts = path.split('/').slice(1);
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

/** Ways in which others may write there. The bits of the group bound those of access lists. */
function open({ path, uid, user }: Owned, mode: string, users: readonly string[]): string[] {
  // In a folder with this bit only the owner of a file may exchange it.
  const isKept = mode.startsWith('d') && /[tT]$/.test(mode);
  return [
    ...(uid === 0 || users.includes(user ?? '') ? [] : [`${path} belongs to ${user || `user ${uid}`}`]),
    ...(mode[5] === 'w' && !isKept ? [`its group may write ${path}`] : []),
    ...(mode[8] === 'w' && !isKept ? [`everybody may write ${path}`] : []),
  ];
}

function said(path: string, users: readonly string[]): string {
  return users.length === 0 ? path : `${path} (${users.join(', ')})`;
}
