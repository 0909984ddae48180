/** Why there is no connection. `unreachable` and `timeout`: the target. `budget` and `interrupted`: ourselves. */
export class DialError extends Error {
  readonly kind: 'unreachable' | 'timeout' | 'budget' | 'interrupted';

  constructor(kind: DialError['kind'], message: string) {
    super(message);
    this.name = 'DialError';
    this.kind = kind;
  }
}
