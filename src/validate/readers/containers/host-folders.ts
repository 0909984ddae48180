/** What it means for a container to have a folder or a file of the host in it. */

/**
 * Whoever may write these, or read them, rules the host: programs and settings that it runs as administrator,
 * its processes and kernel, its keys, and everything above them.
 */
const RULING = new Set(
  [
    '/ /bin /boot /dev /etc /home /lib /lib64 /proc /root /run /sbin /sys /usr /var',
    '/usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /var/lib /var/run /var/spool /var/spool/cron',
    '/etc/aziot /etc/cron.d /etc/group /etc/init.d /etc/iotedge /etc/kubernetes /etc/ld.so.preload /etc/passwd',
    '/etc/shadow /etc/ssh /etc/ssl/private /etc/sudoers /etc/sudoers.d /etc/systemd /etc/systemd/system',
    '/run/containerd /run/docker /run/iotedge /run/systemd /var/run/iotedge /var/lib/aziot /var/lib/containerd',
    '/var/lib/docker /var/lib/iotedge /var/lib/kubelet /sys/fs/cgroup /sys/kernel /proc/sys ~ ~/.ssh ~/.docker',
  ].flatMap((some) => some.split(' ')),
);

/** Of these, reading alone shows the state of the host and not its secrets. */
const READABLE = new Set([
  '/proc',
  '/sys',
  '/dev',
  '/sys/fs/cgroup',
  '/sys/kernel',
  '/proc/sys',
  '/boot',
  '/lib',
  '/usr',
]);

/** To read: nothing but the time, and public certificates. */
const HARMLESS =
  /^\/(etc\/(localtime|timezone|ssl\/certs|ca-certificates|hosts|os-release|machine-id)|usr\/share\/(zoneinfo|ca-certificates))(\/.*)?$/;

/** Sockets through which a container engine, or the runtime of IoT Edge, takes orders. */
const ENGINE_SOCKET = /\/(docker|containerd|podman|crio|cri-dockerd|dockershim|buildkitd|mgmt)[^/]*\.sock$/;

/** A path on the host in one spelling: no doubled or trailing slashes, `.` and `..` resolved where it is absolute. */
export function hostFolder(source: string): string {
  const path = source.trim().replaceAll('\\', '/');
  if (!path.startsWith('/')) return path.length > 2 ? path.replace(/\/+$/, '') : path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Relative to the file, so a part of the project; only to read. */
export function isHarmless(folder: string, readOnly: boolean): boolean {
  if (!readOnly) return false;
  if (HARMLESS.test(folder)) return true;
  return /^\.\/./.test(folder) && !folder.split('/').includes('..') && !ENGINE_SOCKET.test(folder);
}

export function isRuling(folder: string, readOnly: boolean): boolean {
  // A socket takes orders from whoever may open it, mounted to read or not.
  if (ENGINE_SOCKET.test(folder)) return true;
  // A whole drive, and the pipes by which Windows has the engine take orders.
  if (/^[A-Za-z]:\/?$|^\/pipe\//.test(folder)) return true;
  if (!RULING.has(folder)) return false;
  return !(readOnly && READABLE.has(folder));
}
