/**
 * Does the host take the time from nobody whose answer it has not checked? Whether an old time can set it back is not
 * looked at.
 */
import { hostCheck } from './check.ts';

export const hostClockAuthenticated = hostCheck({
  id: 'host-clock-authenticated',
  title: 'Does the host set its clock only by sources that it authenticates?',
  attack: 'look for a source of time whose answers are taken unchecked',
  met: 'every source of time is authenticated (NTS or a shared key)',
  look: ({ clock: { daemon, sources, authenticated } }) => ({
    weak: [
      ...(daemon === 'systemd-timesyn' ? ['systemd-timesyncd sets the clock, which checks no answers'] : []),
      ...(sources !== null && authenticated !== null && authenticated < sources
        ? [`${sources - authenticated} of ${sources} sources of time are not authenticated`]
        : []),
    ],
    untold: [
      ...(daemon === null ? ['what sets the clock was not seen'] : []),
      ...(sources === null && daemon !== 'systemd-timesyn'
        ? ['the sources of time were not seen (chronyc, as root)']
        : []),
      ...(sources === 0 ? ['there is no source of time'] : []),
    ],
  }),
});
