/** Which ports of the host a container is reached by, and whether anybody said that it should be. */
import { type Container, line, type Published, shown } from './container.ts';
import { good, type Judgement, untold, weak } from '../rows.ts';

/** Ports of debuggers, shells and container engines, which nobody needs in the field. */
const TOOLS: ReadonlyMap<number, string> = new Map([
  [22, 'a shell (SSH)'],
  [23, 'a shell (Telnet)'],
  [2345, 'a debugger (Delve)'],
  [2375, 'a container engine'],
  [2376, 'a container engine'],
  [4022, 'a debugger (Visual Studio)'],
  [5005, 'a debugger (Java)'],
  [5678, 'a debugger (Python)'],
  [5858, 'a debugger (Node.js)'],
  [9229, 'a debugger (Node.js)'],
]);

/** Programs that answer on such a port to whoever they are for. */
const MEANT: ReadonlyMap<number, RegExp> = new Map([
  [22, /\b(gitea|gogs|gitlab|forgejo|sftp)\b/i],
  [5005, /\brasa\b/i],
  [5678, /\bn8n\b/i],
]);

const ASK = 'name what is meant as containers.ports of the target';

const DEBUG_IMAGE = /[.:_-]debug(\b|[-_.])|\.debug\}/i;

/**
 * Weak: a port that the target's list does not name, a tool of developers, an image for finding faults. Without a
 * list, only the tools can be told; what is published is then for a person to declare. Loopback does not count.
 */
export function judgePorts(container: Container, declared: readonly number[] | undefined): Judgement {
  const outside = container.ports.filter((port) => !isLoopback(port));
  const image = container.image;
  const toolAt = (port: number): string | undefined =>
    MEANT.get(port)?.test(image?.text ?? '') === true ? undefined : TOOLS.get(port);
  const found = outside.flatMap((port) => judgePort(port, declared, toolAt));
  const asks = outside.some(({ host }) => host.open.length === 0);
  if (image && DEBUG_IMAGE.test(image.text))
    found.unshift(weak(`runs an image for finding faults ("${shown(image.text)}", ${line(image.where)})`));
  if (container.publishesAll) found.push(weak('publishes every port that its image names'));
  if (container.hostNetwork) found.push(untold('has the network of the host, so all that it listens on'));
  const of = (is: Judgement['is']): string =>
    found
      .filter((one) => one.is === is)
      .map(({ why }) => why)
      .join(', ');
  if (of('weak') !== '') return weak(of('weak'));
  if (of('untold') !== '') return untold(declared || !asks ? of('untold') : `${of('untold')}: ${ASK}`);
  return good(
    outside.length === 0 ? 'is reached by no port of the host' : 'is reached only by declared ports',
  );
}

function judgePort(
  { host, inside, where }: Published,
  declared: readonly number[] | undefined,
  toolAt: (port: number) => string | undefined,
): Judgement[] {
  const at = line(where);
  if (host.open.length > 0) return [untold(`publishes ${inside} on a port that is filled in later (${at})`)];
  const range = rangeOf(host.text);
  if (host.text === '') {
    const text = `publishes ${shown(inside)} on any port that is free (${at})`;
    return [declared ? weak(text) : untold(text)];
  }
  if (!range) return [untold(`publishes "${shown(host.text)}", which is no port (${at})`)];
  const extra = range.filter((port) => declared?.includes(port) !== true);
  const tool = extra.map((port) => [port, toolAt(port)] as const).find(([, name]) => name !== undefined);
  const insideTool = toolAt(Number(inside.split('/')[0]));
  if (tool) return [weak(`publishes ${tool[0]}, the port of ${tool[1]} (${at})`)];
  if (extra.length > 0 && insideTool !== undefined)
    return [weak(`publishes ${extra[0]}, behind which is the port of ${insideTool} (${at})`)];
  if (extra.length === 0) return [];
  const ports = extra.length > 3 ? `${extra[0]}-${extra.at(-1)}` : extra.join(' and ');
  return [
    declared
      ? weak(`publishes ${ports}, which is not declared (${at})`)
      : untold(`publishes ${ports} (${at})`),
  ];
}

/** Ports that are declared and that no container publishes. */
export function unpublished(
  containers: readonly Container[],
  declared: readonly number[] | undefined,
): readonly number[] {
  const published = containers.flatMap(({ ports }) => ports.flatMap(({ host }) => rangeOf(host.text) ?? []));
  return (declared ?? []).filter((port) => !published.includes(port));
}

function isLoopback({ address }: Published): boolean {
  if (!address || address.open.length > 0 || address.assumed.length > 0) return false;
  return /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost)$/i.test(address.text.trim());
}

/** `8000-8002` as its ports. Undefined for what is no port. */
function rangeOf(text: string): readonly number[] | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (first === undefined) return undefined;
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to > 65_535 || to < from) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
