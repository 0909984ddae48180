/** Is everything encrypted that the host can write to? */
import { hostCheck } from '../check.ts';

/** What has to be readable before any key is there. */
const BOOT = /^\/(boot|efi)(\/|$)/;

export const hostDiskEncrypted = hostCheck({
  id: 'host-disk-encrypted',
  title: 'Is every file system encrypted that the host writes to?',
  attack: 'look for a file system that is written to and stands on no layer that encrypts',
  met: 'every file system that is written to is encrypted',
  look({ mounts }) {
    const written = mounts.filter(({ writable, target }) => writable && !BOOT.test(target));
    const of = (state: boolean | null): string[] =>
      written.filter(({ encrypted }) => encrypted === state).map(({ target }) => target);
    return {
      weak: of(false).map((target) => `${target} is not encrypted`),
      untold: [
        ...(written.length === 0 ? ['no file system was reported that is written to'] : []),
        ...of(null).map((target) => `whether ${target} is encrypted cannot be seen from the host`),
      ],
    };
  },
});
