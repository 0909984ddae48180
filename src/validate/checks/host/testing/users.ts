/** Accounts for hosts made of namespaces. */
import type { Lines } from './collector.ts';

/** Accounts with a shell, by name, and what stands for their password in /etc/shadow. */
export function users(accounts: Readonly<Record<string, string>>): Lines {
  return [
    ...Object.entries(accounts).flatMap(([name, word], index) => [
      `echo '${name}:x:${index * 1000}:${index * 1000}::/:/bin/sh' >> /run/passwd`,
      `echo '${name}:${word}:19000::::::' >> /run/shadow`,
    ]),
    "echo 'sshd:x:108:65534::/run/sshd:/usr/sbin/nologin' >> /run/passwd",
    'mount --bind /run/passwd /etc/passwd',
    'mount --bind /run/shadow /etc/shadow',
  ];
}

/** A server for SSH that could be started, with this configuration alone. */
export function sshServer(...settings: readonly string[]): Lines {
  return [
    'mkdir -m 755 /run/sshd /run/ssh',
    'mount --bind /run/ssh /etc/ssh',
    "ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key",
    ...settings.map((line) => `echo '${line}' >> /etc/ssh/sshd_config`),
  ];
}
