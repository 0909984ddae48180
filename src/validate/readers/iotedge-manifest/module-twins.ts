/**
 * Reads twins of modules as the hub has them (`az iot hub module-twin show`): of `$edgeAgent`, whose reported
 * properties say what modules the gateway runs, of `$edgeHub`, and of further modules. Facts: Azure/iotedge,
 * doc/reported_states_during_deployment.md.
 */
import type { Parsed } from '../../../text/parse.ts';
import type { Outcome, Problem } from '../../../text/problem.ts';
import type { Container, Variable } from '../containers/container.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { at, isMapping, items } from '../tree.ts';
import { type Hub, hubOf } from './hub.ts';
import type { Manifest } from './manifest.ts';
import { credentials, KEPT, leavesOf, MODULE_KEYS, moduleOf } from './modules.ts';

/** What the agent says of a module besides what it was asked for. */
const REPORTED_KEYS: ReadonlySet<string> = new Set([
  ...MODULE_KEYS,
  ...'exitCode statusDescription lastStartTimeUtc lastExitTimeUtc restartCount lastRestartTimeUtc runtimeStatus'.split(
    ' ',
  ),
]);

/** True for one twin of a module, or a list of them. */
export function areModuleTwins(data: unknown): boolean {
  const all = Array.isArray(data) ? items(data) : [data];
  return all.length > 0 && all.every(isModuleTwin);
}

function isModuleTwin(data: unknown): boolean {
  return typeof at(data, 'moduleId') === 'string' && isMapping(at(at(data, 'properties'), 'desired'));
}

interface Twin {
  readonly scope: Scope;
  readonly module: string;
  readonly device: string;
  readonly desired: Value;
  readonly reported: Value;
}

/**
 * Reads twins of one gateway. Problems: CFG02 where they are of several gateways or there are two of one module
 * (errors); CFG01 for what is not understood. What the gateway has not carried out is `unread`.
 */
export function readModuleTwins(first: Parsed, more: readonly Parsed[]): Outcome<Manifest> {
  const scopes = [first, ...more].map((one) => new Scope(one, undefined, KEPT));
  const twins = scopes.flatMap((scope) =>
    (Array.isArray(scope.root.data) ? scope.items(scope.root) : [scope.root]).map((one) =>
      twinOf(scope, one),
    ),
  );
  const { file } = first.source;
  const wrong = mixed(twins, file);
  if (wrong) return { problems: [wrong] };
  const agent = twins.find(({ module }) => module === '$edgeAgent');
  const hub = twins.find(({ module }) => module === '$edgeHub');
  const others = twins.filter(({ module }) => !module.startsWith('$'));
  const containers = (agent ? runningIn(agent) : []).map((one) => {
    const twin = others.find(({ module }) => module === one.name);
    return { ...one, environment: [...one.environment, ...(twin ? told(twin, 'its twin') : [])] };
  });
  const orphans = others.filter(({ module }) => containers.every(({ name }) => name !== module));
  const unread = agent ? [...notCarriedOut(agent), ...notReported(agent, containers)] : [];
  return {
    value: {
      ...hubIn(hub),
      file,
      noun: 'module',
      containers,
      shared: [
        ...(agent ? credentials(agent.scope, agent.reported) : []),
        ...orphans.flatMap((twin) => told(twin, `the twin of "${twin.module}"`)),
      ],
      alsoRead: more.map(({ source }) => source.file),
      unread,
      proviso: `as ${twins[0]?.device ?? 'the gateway'} reported it`,
      isOnlyWanted: false,
    },
    problems: scopes.flatMap(({ problems }) => problems),
  };
}

function twinOf(scope: Scope, twin: Value): Twin {
  const properties = scope.member(twin, 'properties');
  const text = (key: string): string => scope.told(scope.member(twin, key))?.text ?? '';
  return {
    scope,
    module: text('moduleId'),
    device: text('deviceId'),
    desired: scope.member(properties, 'desired'),
    reported: scope.member(properties, 'reported'),
  };
}

function mixed(twins: readonly Twin[], file: string): Problem | undefined {
  const devices = new Set(twins.map(({ device }) => device));
  const modules = new Set(twins.map(({ module }) => module));
  const message =
    devices.size > 1
      ? 'these are twins of several gateways: one target is one gateway'
      : modules.size < twins.length
        ? 'there are two twins of one module'
        : undefined;
  return message === undefined
    ? undefined
    : { code: 'CFG02', severity: 'error', message, where: { file, line: 1, column: 1 } };
}

function modulesIn({ scope }: Twin, properties: Value): readonly (readonly [string, Value])[] {
  return ['systemModules', 'modules'].flatMap((key) => scope.pairs(scope.member(properties, key)));
}

function runningIn(agent: Twin): readonly Container[] {
  const filling = { variables: undefined, kept: KEPT };
  return modulesIn(agent, agent.reported).flatMap(
    ([name, module]) => moduleOf(agent.scope, name, module, filling, REPORTED_KEYS) ?? [],
  );
}

function told({ scope, desired, reported }: Twin, holder: string): readonly Variable[] {
  return [...leavesOf(scope, desired, holder), ...leavesOf(scope, reported, holder)];
}

/** The hub says which version of its desired properties it took, and whether that went well; it repeats none. */
function hubIn(hub: Twin | undefined): Hub {
  if (!hub)
    return { routes: undefined, brokerRules: [], waits: undefined, waitingBytes: undefined, hubProblems: [] };
  const wanted = hubOf(hub.scope, hub.desired);
  return { ...wanted, hubProblems: [...wanted.hubProblems, ...notCarriedOut(hub)] };
}

function notCarriedOut({ scope, module, desired, reported }: Twin): Problem[] {
  const text = (value: Value): string | undefined => scope.told(value)?.text;
  const wanted = text(scope.member(desired, '$version'));
  const done = text(scope.member(reported, 'lastDesiredVersion'));
  const status = scope.member(reported, 'lastDesiredStatus');
  const code = text(scope.member(status, 'code'));
  if (wanted !== undefined && wanted === done && code === '200') return [];
  const message =
    done === undefined || code === undefined
      ? `${module} has not reported what it carried out`
      : wanted === done
        ? `${module} reports that it did not carry out what is wanted (code ${code})`
        : `${module} was last told version ${done}, and ${wanted ?? 'none'} is wanted`;
  return [
    {
      code: 'CFG03',
      severity: 'warning',
      message,
      where: scope.where(status.data === undefined ? reported.path : status.path),
    },
  ];
}

/** A module that is wanted and not there may come at any time. */
function notReported(agent: Twin, containers: readonly Container[]): Problem[] {
  return modulesIn(agent, agent.desired)
    .filter(([name]) => containers.every((one) => one.name !== name))
    .map(([name, { path }]) => ({
      code: 'CFG03',
      severity: 'warning',
      message: `the module "${name}" is wanted and is not reported to run`,
      where: agent.scope.where(path, 'key'),
    }));
}
