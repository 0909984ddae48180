/**
 * A container as a file wants it, whatever file that is: a module of an IoT Edge deployment, a service of a
 * compose file. Readers make these, the checks of both kinds of file judge them.
 */
import type { Problem, Where } from '../../../text/problem.ts';
import type { Filled } from './placeholders.ts';

/** A text of the file, with its variables filled in. */
export interface Told extends Filled {
  readonly where: Where;
}

export interface Variable {
  readonly name: string;
  /** Undefined: taken over from whoever starts the container. */
  readonly value: Told | undefined;
  readonly where: Where;
  /** Where in the container it stands: `environment`, `its twin`, `registry credentials`. */
  readonly in: string;
  /** Another place of the file says it too, and that one holds. */
  readonly overruled?: true;
}

/** A port of the container that the host answers on. */
export interface Published {
  /** `8080`, `8000-8010`; empty: any that is free. */
  readonly host: Told;
  /** The port inside. */
  readonly inside: string;
  /** The address of the host; undefined: all of them. */
  readonly address: Told | undefined;
  readonly where: Where;
}

/**
 * Something that an ordinary container does not get. `host`: whoever has it rules the host; `single`: one right
 * or one place of the host; `open`: cannot be told from the file.
 */
export interface Right {
  readonly grade: 'host' | 'single' | 'open';
  /** As a reviewed list names it: `NET_ADMIN`, `/dev/ttyS0`, `/data`. */
  readonly key: string;
  readonly what: string;
  readonly where: Where;
}

export interface Container {
  readonly name: string;
  readonly where: Where;
  readonly image: Told | undefined;
  /** The image is made from a Dockerfile of the project. */
  readonly built: boolean;
  /** It has the network of the host, so all that it listens on. */
  readonly hostNetwork: boolean;
  /** Every port that the image names is published, on whatever port is free. */
  readonly publishesAll: boolean;
  readonly rights: readonly Right[];
  /** What it is kept from beyond an ordinary one: `drops all capabilities`. */
  readonly hardened?: readonly string[];
  readonly ports: readonly Published[];
  readonly environment: readonly Variable[];
  /** Arguments of the command and of the entry point, in order. */
  readonly words: readonly Told[];
  /** Other commands that are run in it, each with its arguments: to see how it is, after its start, before its end. */
  readonly asides?: readonly (readonly Told[])[];
  /** Why it may not be started at all: `if its profile "tools" is asked for`. */
  readonly optional?: string;
  readonly memoryBound: Told | undefined;
  readonly processorBound: Told | undefined;
}

/** What a file says of containers. */
export interface ContainerFile {
  readonly file: string;
  /** What the file calls one: `module`, `service`. */
  readonly noun: string;
  readonly containers: readonly Container[];
  /** Variables that belong to no single container (credentials of registries). */
  readonly shared: readonly Variable[];
  /** Further files that were read, and what was not read though the file names it. */
  readonly alsoRead: readonly string[];
  readonly unread: readonly Problem[];
  /** What has to be known with a pass: `other layers may replace it`. */
  readonly proviso: string | undefined;
  /** It says what somebody wants, and not what runs, wherever and whenever it was taken. */
  readonly isOnlyWanted: boolean;
}

/** `module filter (deploy/edge.json:12)`. */
export function named(noun: string, { name, where }: Pick<Container, 'name' | 'where'>): string {
  return `${noun} ${shown(name)} (${where.file}:${where.line})`;
}

/** `line 12`. */
export function line({ line: number }: Where): string {
  return `line ${number}`;
}

/** A word of the file, made harmless and short enough for a reason. */
export function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex -- those are what is taken out
  const plain = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
