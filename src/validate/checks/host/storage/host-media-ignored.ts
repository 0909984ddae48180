/** Does the running host ignore a stick? What it would start from, cards, and keyboards are not looked at. */
import { hostCheck } from '../check.ts';

export const hostMediaIgnored = hostCheck({
  id: 'host-media-ignored',
  title: 'Does the running host mount no USB storage that is plugged in?',
  attack:
    'look for a driver of USB storage that may be loaded, and for a program, or a rule of udev, that mounts what it finds',
  met: 'USB storage has no driver that may be loaded, or none of the programs runs that are known to mount it',
  look({ media: { usbStorage, mounters } }) {
    const isUsable = usbStorage === 'loaded' || usbStorage === 'loadable';
    const [mounter] = mounters ?? [];
    return {
      weak:
        isUsable && mounter !== undefined
          ? [`the driver of USB storage is ${usbStorage}, and ${mounter} mounts what is plugged in`]
          : [],
      untold: [
        ...(usbStorage === null ? ['whether the driver of USB storage may be loaded was not seen'] : []),
        ...(isUsable && mounters === null
          ? ['what mounts by itself was not seen: run the collector as root']
          : []),
      ],
      but: [`the driver is ${usbStorage ?? 'unseen'}; what the machine would start from was not looked at`],
    };
  },
});
