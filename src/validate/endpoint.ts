/** One listener in one run: what a check learned of it, the next need not ask again. */
import type { CheckContext } from './check.ts';

/**
 * A resolved address and the name it is asked for. There is one object of each in a run, and none outlives it; what
 * is known of a listener is kept under this object.
 */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The name for TLS, by which one address may be several servers. */
  readonly name: string;
}

/** The endpoints of one run, each made once. */
export class Endpoints {
  readonly #known = new Map<string, Endpoint>();

  of(endpoint: Endpoint): Endpoint {
    const key = `${endpoint.host} ${endpoint.port} ${endpoint.name}`;
    const known = this.#known.get(key) ?? endpoint;
    this.#known.set(key, known);
    return known;
  }
}

/**
 * Makes a question that is put to each endpoint once in a run, at the expense of the check that asks first; so that
 * check's budget must suffice, like that of every other that may be first. An answer that is not whole (the budget
 * ended, the listener was lost) is given to the one that asked and not kept.
 */
export function onceAnEndpoint<T>(
  ask: (context: CheckContext) => Promise<T>,
  isWhole: (answer: T) => boolean,
): (context: CheckContext) => Promise<T> {
  const answers = new WeakMap<Endpoint, T>();
  return async (context) => {
    const known = answers.get(context.endpoint);
    if (known !== undefined) return known;
    const answer = await ask(context);
    if (isWhole(answer)) answers.set(context.endpoint, answer);
    return answer;
  };
}
