import { rowsOn } from '../../../testing/proof.ts';
import { type Lines, onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { hostConsoleClosed } from './host-console-closed.ts';

function startedWith(words: string): Lines {
  return [`echo '${words}' > /run/cmdline`, 'mount --bind /run/cmdline /proc/cmdline'];
}

export const hostConsoleClosedProof = hostProof(
  hostConsoleClosed,
  {
    'a login on a serial line': ['"readers": [],', '"readers": ["agetty"],'],
    'a shell instead of the start': ['"words": [],', '"words": ["init"],'],
  },
  {
    untold: { 'the collector was not root': ['"readers": [],', '"readers": null,'] },
    rows: rowsOn(onCollector({ software: 'a kernel command line' }), 'nothing out of the way', {
      intact: startedWith('root=/dev/sda2 console=ttyS0 quiet init=/usr/lib/systemd/systemd'),
      weakened: {
        'a debugger in the kernel': startedWith('root=/dev/sda2 kgdboc=ttyS0,115200 quiet'),
        'a shell of the initramfs': startedWith('root=/dev/sda2 console=ttyS0 rd.break'),
        'a shell of the initramfs, as Debian has it': startedWith('root=/dev/sda2 break=mount'),
        'the start for repairs': startedWith('root=/dev/sda2 systemd.unit=rescue.target'),
        'one user alone': startedWith('root=/dev/sda2 quiet S'),
        'another first program': startedWith('root=/dev/sda2 init=/bin/sh'),
      },
    }),
  },
);
