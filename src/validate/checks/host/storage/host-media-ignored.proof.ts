import { rowsOn } from '../../../testing/proof.ts';
import { type Lines, onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { hostMediaIgnored } from './host-media-ignored.ts';

const MEDIA = '"usbStorage": "blocked",';

/** A system with the drivers of sticks as modules, and these lines for modprobe; with a rule of udev that mounts them. */
function modules(lines: readonly string[], mounts = true): Lines {
  const folders = ['/lib/modules', '/etc/modprobe.d', '/lib/modprobe.d', '/etc/udev/rules.d'];
  return [
    // What is made there is made in a layer above.
    ...['/etc', '/lib'].flatMap((folder, layer) => [
      `mkdir /run/${layer} /run/work${layer}`,
      `real=$(readlink -f ${folder})`,
      `mount -t overlay -o "lowerdir=$real,upperdir=/run/${layer},workdir=/run/work${layer}" none "$real"`,
    ]),
    ...folders.flatMap((folder) => [`mkdir -p ${folder}`, `mount -t tmpfs none ${folder}`]),
    'mount -t tmpfs none /sys/module',
    'mkdir "/lib/modules/$(uname -r)"',
    ...['usb-storage', 'uas'].map(
      (name) => `echo "kernel/${name}.ko:" >> "/lib/modules/$(uname -r)/modules.dep"`,
    ),
    ...lines.map((line) => `echo '${line}' >> /etc/modprobe.d/media.conf`),
    ...(mounts ? [`echo 'KERNEL=="sd*", RUN+="/bin/mount /dev/%k /mnt"' > /etc/udev/rules.d/9.rules`] : []),
  ];
}

export const hostMediaIgnoredProof = hostProof(
  hostMediaIgnored,
  {
    'the driver may be loaded': [MEDIA, '"usbStorage": "loadable",'],
    'the driver is loaded': [MEDIA, '"usbStorage": "loaded",'],
  },
  {
    untold: { 'the driver was not seen': [MEDIA, '"usbStorage": null,'] },
    rows: [
      ...rowsOn(onCollector({ software: 'modprobe’s files' }), 'the driver is never loaded', {
        intact: modules(['install usb-storage /bin/false']),
        weakened: { 'nothing keeps it out': modules([]) },
      }),
      ...rowsOn(onCollector({ software: 'modprobe’s files' }), 'neither driver is loaded by itself', {
        intact: modules(['blacklist usb-storage', 'blacklist uas']),
        weakened: {
          'that of faster sticks is, and brings the other along': modules(['blacklist usb-storage']),
        },
      }),
      ...rowsOn(onCollector({ software: 'rules of udev' }), 'nothing mounts by itself', {
        intact: modules([], false),
        weakened: { 'a rule of udev does': modules([]) },
      }),
    ],
  },
);
