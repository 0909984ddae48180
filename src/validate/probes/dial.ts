/** The only door to the network: dials the one declared address of a target, and counts. */
import type { Socket } from 'node:net';

export interface Dialler {
  /** `host:port` as declared, for records. */
  readonly declared: string;
  /** The numeric address that was resolved once and is dialled each time. */
  readonly resolved: { readonly host: string; readonly port: number };
  /** The name for TLS SNI and certificate checks. */
  readonly serverName: string;
  /**
   * Opens one TCP connection. Rejects with a {@link DialError} when nothing answers, when the budget is
   * used up or when the run was interrupted. Sockets still open when the check ends are destroyed.
   */
  connect(): Promise<Socket>;
}

/** Why there is no connection. */
export class DialError extends Error {
  readonly kind: 'unreachable' | 'timeout' | 'budget' | 'interrupted';

  constructor(kind: DialError['kind'], message: string) {
    super(message);
    this.name = 'DialError';
    this.kind = kind;
  }
}
