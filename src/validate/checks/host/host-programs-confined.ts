/**
 * Has each program that talks to a network an account of its own, and no rights of an administrator? Whether system calls
 * are filtered, and what its account may read and write, is not looked at.
 */
import type { Seen as Thing } from '../../../evidence/run.ts';
import type { Program } from '../../readers/host/report.ts';
import { hostCheck } from './check.ts';

/** Who is of one of these becomes root, or reads what root reads. */
const POWERFUL = new Set(['root', 'disk', 'docker', 'kmem', 'libvirt', 'lxd', 'shadow', 'sudo', 'wheel']);

export const hostProgramsConfined = hostCheck({
  id: 'host-programs-confined',
  title: 'Has each program that talks to a network an account of its own, without rights it does not need?',
  attack:
    'look for a program with a socket of a network that is root, that has a capability or a powerful group that nobody declared, or that shares its account with another one',
  met: 'each program that talks to a network has an account of its own, and neither capabilities nor groups of administrators but those declared',
  look({ programs }, { target }) {
    const declared = target.host?.programs;
    const looked = programs ?? [];
    const meant = (one: Program): readonly string[] =>
      declared && Object.hasOwn(declared, one.program) ? (declared[one.program] ?? []) : [];
    const bound = looked.filter((one) => !(one.uid === 0 && meant(one).includes('root')));
    const excused = looked.filter((one) => !bound.includes(one)).map(({ program }) => program);
    const declaredRights = bound.flatMap((one) =>
      meant(one).length === 0 ? [] : [`${one.program} (${meant(one).join(', ')})`],
    );
    return {
      weak: [...new Set([...bound.flatMap((one) => excess(one, meant(one))), ...shared(bound)])],
      untold: [
        ...(programs === null
          ? ['which programs talk to a network was not seen: run the collector as root']
          : []),
        ...(programs?.length === 0 ? ['no program talks to a network, so there is nothing to be told'] : []),
        ...bound
          .filter(({ capabilities, uid }) => capabilities === null && uid !== 0)
          .map(({ program }) => `what ${program} may do in its user namespace was not seen`),
      ],
      but: [
        ...(excused.length > 0 ? [`root, as declared: ${[...new Set(excused)].join(', ')}`] : []),
        ...(declaredRights.length > 0
          ? [`with declared rights: ${[...new Set(declaredRights)].join(', ')}`]
          : []),
      ],
      ...(declared && programs && { strangers: strangersAmong(programs, declared) }),
    };
  },
});

function excess({ program, uid, capabilities, groups }: Program, meant: readonly string[]): string[] {
  if (uid === 0) return [`${program} talks to a network and is root`];
  const more = namesOf(capabilities).filter((name) => !meant.includes(name));
  const powers = groups.filter((name) => POWERFUL.has(name));
  return [
    ...(more.length > 0 ? [`${program} has capabilities that nobody declared: ${more.join(', ')}`] : []),
    ...(powers.length > 0 ? [`${program} is of the group ${powers.join(', ')}`] : []),
  ];
}

function shared(programs: readonly Program[]): string[] {
  const byUser = new Map<number, Program>();
  const said = new Set<string>();
  for (const one of programs.filter(({ uid }) => uid !== 0)) {
    const other = byUser.get(one.uid) ?? one;
    byUser.set(one.uid, other);
    if (other.program !== one.program)
      said.add(`${other.program} and ${one.program} share the account ${one.user || one.uid}`);
  }
  return [...said];
}

function strangersAmong(programs: readonly Program[], declared: object): Thing[] {
  const byName = new Map(programs.map((one) => [one.program, one]));
  return [...byName.values()]
    .filter(({ program }) => !Object.hasOwn(declared, program))
    .map(({ program, user, uid }) => ({
      kind: 'module',
      name: program === '' ? '?' : program,
      detail: `talks to a network as ${user || `user ${uid}`}`,
    }));
}

/** capabilities(7), by their number. */
const CAPABILITIES =
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore'.split(
    ' ',
  );

function namesOf(capabilities: string | null): string[] {
  const bits = BigInt(`0x${capabilities ?? '0'}`);
  return Array.from({ length: 64 }, (_, bit) => bit)
    .filter((bit) => ((bits >> BigInt(bit)) & 1n) === 1n)
    .map((bit) => CAPABILITIES[bit] ?? `capability ${bit}`);
}
