/** Does nobody answer on the serial lines, and does the kernel's command line open no way in? JTAG and the like are not seen. */
import { hostCheck } from '../check.ts';

export const hostConsoleClosed = hostCheck({
  id: 'host-console-closed',
  title: 'Does no program wait for a login on a serial line, and no debugger in the kernel?',
  attack:
    'look for a program that reads from a serial line, and for words of the kernel’s command line that open it (init=, kgdboc, rd.break, single)',
  met: 'no program reads from a serial line, and the kernel’s command line opens no way in',
  look: ({ console: { words, readers } }) => ({
    weak: [
      ...(readers ?? []).map((one) => `${one} reads from a serial line`),
      ...(words ?? []).map((one) => `the kernel was started with ${one}`),
    ],
    untold: [
      ...(readers === null
        ? ['who reads from the serial lines was not seen: run the collector as root']
        : []),
      ...(words === null ? ['the kernel’s command line was not seen'] : []),
    ],
  }),
});
