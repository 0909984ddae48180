/** What the hub on a gateway is told: what it routes, who may do what at its broker, and how long it keeps what waits. */
import type { Problem, Where } from '../../../text/problem.ts';
import type { Told } from '../containers/container.ts';
import type { Scope, Value } from '../containers/scope.ts';
import { isMapping } from '../tree.ts';
import { isComment, unknown } from './modules.ts';

/** A route of the hub on the gateway, as it is written. */
export interface WrittenRoute {
  readonly name: string;
  readonly text: string;
  /** Seconds that its messages wait, where it says so itself. */
  readonly waits: Told | undefined;
  readonly where: Where;
}

/** Who may do what at the MQTT broker of the hub (`mqttBroker.authorizations`). */
export interface BrokerRule {
  readonly identities: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly where: Where;
}

/** The desired properties of `$edgeHub`. */
export interface Hub {
  /** Undefined: the file says nothing of routes. */
  readonly routes: readonly WrittenRoute[] | undefined;
  readonly brokerRules: readonly BrokerRule[];
  /** Seconds that a message waits to be sent; undefined: the file does not say. Less than zero is for ever. */
  readonly waits: Told | undefined;
  /** Bytes that may wait, which bounds what is kept in memory only. */
  readonly waitingBytes: Told | undefined;
  /** What was not understood of the hub; problems of modules do not bear on it. */
  readonly hubProblems: readonly Problem[];
}

const HUB_KEYS = new Set('schemaVersion routes storeAndForwardConfiguration mqttBroker integrity'.split(' '));

export function hubOf(scope: Scope, hub: Value): Hub {
  const before = scope.problems.length;
  unknown(scope, hub, HUB_KEYS);
  const written = scope.member(hub, 'routes');
  const routes = isMapping(written.data) ? routesOf(scope, written) : undefined;
  const brokerRules = brokerRulesOf(scope, hub);
  const waiting = scope.member(hub, 'storeAndForwardConfiguration');
  const waits = scope.told(scope.member(waiting, 'timeToLiveSecs'));
  const waitingBytes = scope.told(scope.member(scope.member(waiting, 'storeLimits'), 'maxSizeBytes'));
  return { routes, brokerRules, waits, waitingBytes, hubProblems: scope.problems.slice(before) };
}

/** Schema 1.0: the route as a text; 1.1: an object with priority and time to live beside it. */
function routesOf(scope: Scope, routes: Value): readonly WrittenRoute[] {
  return scope.pairs(routes).flatMap(([name, one]) => {
    if (isComment(name)) return [];
    const told = scope.told(isMapping(one.data) ? scope.member(one, 'route') : one);
    if (!told && one.data !== null) scope.lost(one, 'is no route');
    const waits = scope.told(scope.member(one, 'timeToLiveSecs'));
    return told ? [{ name, text: told.text, waits, where: told.where }] : [];
  });
}

function brokerRulesOf(scope: Scope, hub: Value): readonly BrokerRule[] {
  const broker = scope.member(hub, 'mqttBroker');
  const texts = (value: Value): readonly string[] => scope.texts(value).map(({ text }) => text);
  return scope.items(scope.member(broker, 'authorizations')).flatMap((rule) =>
    scope.items(scope.member(rule, 'allow')).map((grant) => ({
      identities: texts(scope.member(rule, 'identities')),
      operations: texts(scope.member(grant, 'operations')),
      resources: texts(scope.member(grant, 'resources')),
      where: scope.where(grant.path),
    })),
  );
}
