/**
 * Can nobody write to the operating system, and is it checked as it is read? Of changes in memory it says nothing, nor of
 * what starts before the root file system is mounted.
 */
import type { HostReport } from '../../../readers/host/report.ts';
import { hostCheck } from '../check.ts';

/** The root, and what else programs of the system are loaded from where it is mounted apart. */
const SYSTEM = /^\/($|(usr|bin|sbin|lib|lib32|lib64|libx32)(\/|$))/;

export const hostSystemReadOnly = hostCheck({
  id: 'host-system-read-only',
  title: 'Is the operating system mounted read-only, under a hash tree whose root is signed?',
  attack:
    'look for a file system of the operating system that can be written, that no hash tree (dm-verity) checks, or whose hash anybody could have made',
  met: 'the operating system is mounted read-only, and each block is checked as it is read against a hash that the kernel was given a signature of',
  look({ mounts, verity }) {
    const system = mounts.filter(({ target }) => SYSTEM.test(target));
    const layered = system.filter(({ type }) => type === 'overlay');
    const plain = system.filter(({ type }) => type !== 'overlay');
    const unchecked = names(plain.filter(({ verity: checked }) => checked === false));
    return {
      weak: [
        ...names(plain.filter(({ writable }) => writable)).map((target) => `${target} can be written`),
        ...(verity.appraised === false
          ? unchecked.map((target) => `${target} is not checked as it is read`)
          : []),
        ...(verity.enforced === false ? ['what does not fit its hash tree is read all the same'] : []),
      ],
      untold: [
        ...(system.some(({ target }) => target === '/') ? [] : ['what the root file system is was not seen']),
        ...names(layered).map(
          (target) => `${target} is an overlay, and what lies below it was not looked at`,
        ),
        ...(verity.appraised === false
          ? []
          : unchecked.map(
              (target) => `${target} is under no hash tree, and whether its files are appraised was not seen`,
            )),
        ...names(plain.filter(({ verity: checked }) => checked === null)).map(
          (target) => `what checks ${target} cannot be seen from the host`,
        ),
        ...(verity.enforced === null
          ? ['what the kernel does where a hash does not fit was not seen (dmsetup, as root)']
          : []),
        ...(verity.signed === true
          ? []
          : ['that the hash at the root of the tree is signed was not seen by the kernel']),
      ],
    };
  },
});

function names(those: HostReport['mounts']): string[] {
  return [...new Set(those.map(({ target }) => target))];
}
