/** Programs for hosts made of namespaces. */
import type { Lines } from './collector.ts';

interface Listener {
  readonly port: number;
  /** The program's name, as which a copy of perl runs. */
  readonly name?: string;
  readonly user?: number;
  /** As whom root runs for the time being; it can take its own rights up again. */
  readonly putAside?: number;
  /** One that it has as another user than root. */
  readonly capability?: string;
}

/** A program that listens on a port, as an account of its own. */
export function listens({ port, name = 'broker', user = 105, putAside, capability }: Listener): Lines {
  const rights = capability ? ` --inh-caps=+${capability} --ambient-caps=+${capability}` : '';
  return [
    'ip link set lo up',
    // Of a program the kernel keeps the name of its file.
    `cp "$(command -v perl)" /run/${name}`,
    `setpriv --reuid=${user} --regid=${user} --clear-groups${rights} /run/${name} -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalAddr => "0.0.0.0", LocalPort => ${port}, Listen => 5) or die; ${putAside === undefined ? '' : `$> = ${putAside}; `}sleep 50' >/dev/null &`,
    'sleep 0.3',
  ];
}
