/**
 * What a container gets beyond an ordinary one, whatever words the file has for it. The names are those of the
 * Docker Engine API (HostConfig) and of the Compose specification; both mean the same settings.
 */
import type { Where } from '../../../text/problem.ts';
import type { Value } from '../../../catalogue/condition.ts';
import { type Container, type Right, line, shown } from './container.ts';
import { hostFolder, isHarmless, isRuling } from './host-folders.ts';
import { hasBlank } from './placeholders.ts';
import { good, type Judgement, untold, weak } from '../rows.ts';

/** What Docker gives every container: dropping them is better, naming them again changes nothing. */
const ORDINARY_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

/** Each of these is as good as being administrator of the host. */
const RULING_CAPABILITIES = new Set(
  'ALL BPF DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE SYS_RAWIO'.split(
    ' ',
  ),
);

/** Disks and memory of the host. */
const RULING_DEVICES = /^\/dev(\/(mem|kmem|port|sd|hd|vd|xvd|nvme|mmcblk|dm-|mapper|disk|loop|md|root).*)?$/;

export function privileged(where: Where): Right {
  return { grade: 'host', key: 'privileged', what: 'is privileged', where };
}

export function capability(name: string, where: Where): Right | undefined {
  const key = name.trim().toUpperCase().replace(/^CAP_/, '');
  if (isOpen(name)) return open(name, where);
  if (key === '' || ORDINARY_CAPABILITIES.has(key)) return undefined;
  const grade = RULING_CAPABILITIES.has(key) ? 'host' : 'single';
  return { grade, key, what: `adds the capability ${shown(key)}`, where };
}

/** `path` on the host, of `path[:inside[:permissions]]`; a CDI name (`vendor/class=one`) is a device too. */
export function device(text: string, where: Where): Right {
  if (isOpen(text)) return open(text, where);
  const key = text.split(':')[0] ?? text;
  const grade = RULING_DEVICES.test(hostFolder(key)) ? 'host' : 'single';
  return { grade, key, what: `has the device ${shown(key)}`, where };
}

/** A rule such as `c 189:* rwm`; `a` is all devices. */
export function deviceRule(text: string, where: Where): Right {
  const grade = /^(a\b|[abc]\s+\*:\*)/.test(text.trim()) ? 'host' : 'single';
  return { grade, key: text.trim(), what: `may use the devices "${shown(text.trim())}"`, where };
}

export type Shared =
  | 'network'
  | 'processes'
  | 'memory between processes'
  | 'user ids'
  | 'name'
  | 'control groups';

/** What namespace it shares, and with whom: `host`, `container:NAME`, `service:NAME`. */
export function sharing(what: Shared, mode: string, where: Where): Right | undefined {
  if (isOpen(mode)) return open(mode, where);
  const [, kind, whose = ''] = /^(host|container|service)(?::(.*))?$/i.exec(mode.trim()) ?? [];
  if (kind === undefined) return undefined;
  if (kind.toLowerCase() !== 'host')
    return { grade: 'single', key: mode.trim(), what: `shares the ${what} of ${shown(whose)}`, where };
  const grade = what === 'network' || what === 'processes' ? 'host' : 'single';
  return { grade, key: `${what} of the host`, what: `shares the ${what} of the host`, where };
}

export function securityOption(text: string, where: Where): Right | undefined {
  const plain = text.trim().toLowerCase().replace(/[:=]/, '=');
  if (isOpen(text)) return open(text, where);
  const off = /^((seccomp|apparmor|systempaths)=unconfined|label=disable|no-new-privileges=false)$/.test(
    plain,
  );
  return off
    ? {
        grade: 'single',
        key: plain,
        what: `takes a wall of the container away (${shown(text.trim())})`,
        where,
      }
    : undefined;
}

export interface Bind {
  readonly source: string;
  readonly readOnly: boolean;
  readonly where: Where;
}

/** A folder or file of the host in the container; undefined for what reveals and changes nothing. */
export function bind({ source, readOnly, where }: Bind): Right | undefined {
  if (isOpen(source)) return open(source, where);
  const folder = hostFolder(source);
  const key = readOnly ? `${folder}:ro` : folder;
  if (isHarmless(folder, readOnly)) return undefined;
  const how = readOnly ? ', to read,' : '';
  const grade = isRuling(folder, readOnly) ? 'host' : 'single';
  return { grade, key, what: `has ${shown(folder)} of the host${how} in it`, where };
}

/** Any other setting that gives single rights. */
export function other(key: string, what: string, where: Where): Right {
  return { grade: 'single', key, what, where };
}

function open(text: string, where: Where): Right {
  return { grade: 'open', key: text, what: `has a right that is filled in later (${shown(text)})`, where };
}

function isOpen(text: string): boolean {
  return text.includes('${') || hasBlank(text);
}

/**
 * Judges the rights of one container. What rules the host is weak whatever anybody says; single rights are good
 * when the target's list names them, weak when the model says `confined` or the list does not name them, and
 * otherwise for a person to tell.
 */
export function judgeRights(
  { rights, hardened = [] }: Container,
  stated: Value | undefined,
  reviewed: readonly string[] | undefined,
): Judgement {
  const of = (grade: Right['grade']): readonly Right[] => rights.filter((right) => right.grade === grade);
  const host = of('host');
  if (host.length > 0) return weak(say(host));
  const single = of('single');
  if (stated === 'confined' && single.length > 0)
    return weak(`${say(single)}, where the model says it is confined`);
  const unlisted = single.filter(({ key }) => reviewed?.some((one) => isListed(one, key)) !== true);
  if (unlisted.length > 0) {
    return reviewed === undefined
      ? untold(`${say(unlisted)}: name what was reviewed as containers.rights of the target`)
      : weak(`${say(unlisted)}, which the reviewed list does not name`);
  }
  const later = of('open');
  if (later.length > 0) return untold(say(later));
  const more = hardened.length > 0 ? `; it ${hardened.join(', ')}` : '';
  return good(
    single.length > 0
      ? `has only rights that the reviewed list names${more}`
      : `gets no more than an ordinary container${more}`,
  );
}

function say(found: readonly Right[]): string {
  return found
    .slice(0, 4)
    .map(({ what, where }) => `${what} (${line(where)})`)
    .join(', ');
}

/** A list that grants a folder grants what lies in it, and to read too; one that grants it to read, to read only. */
function isListed(listed: string, key: string): boolean {
  const plain = listed.trim();
  if (plain === key || plain.toUpperCase().replace(/^CAP_/, '') === key) return true;
  const [, folder = '', toRead] = /^(\/.*?)\/*(:ro)?$/.exec(plain) ?? [];
  if (folder === '') return false;
  const [wanted, isToRead] = key.endsWith(':ro') ? [key.slice(0, -3), true] : [key, false];
  return (wanted === folder || wanted.startsWith(`${folder}/`)) && (toRead === undefined || isToRead);
}
