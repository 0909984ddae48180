/**
 * Reads deployment manifests of Azure IoT Edge: whole ones (schema 1.0 and 1.1), layered ones, templates with
 * `${VARIABLES}`. Names are those of Azure/iotedge's own manifests.
 */
import type { Outcome, Problem, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext } from '../../check.ts';
import type { Container, ContainerFile, Variable } from '../containers/container.ts';
import { Scope, type Value } from '../containers/scope.ts';
import { readSource } from '../rows.ts';
import { at, isMapping } from '../tree.ts';
import { type Filling, readCreateOptions } from './create-options.ts';
import { parseLooseJson } from './loose-json.ts';
import { twinsOf } from './twins.ts';

/** A route of the hub on the gateway, as it is written. */
export interface WrittenRoute {
  readonly name: string;
  readonly text: string;
  readonly where: Where;
}

/** Who may do what at the MQTT broker of the hub (`mqttBroker.authorizations`). */
export interface BrokerRule {
  readonly identities: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly where: Where;
}

export interface Manifest extends ContainerFile {
  /** Undefined: the file says nothing of routes. */
  readonly routes: readonly WrittenRoute[] | undefined;
  readonly brokerRules: readonly BrokerRule[];
  /** What was not understood of the hub; those of modules do not bear on routes. */
  readonly hubProblems: readonly Problem[];
}

/** After a dollar sign these are no variables: they mean the hub above, and parts of the message in routes. */
const KEPT = new Set('upstream edgeAgent edgeHub connectionDeviceId connectionModuleId body'.split(' '));

const MODULE_KEYS = new Set(
  'version type status restartPolicy imagePullPolicy startupOrder env settings'.split(' '),
);
const SETTINGS_KEY = /^(image|imageHash|createOptions\d*|digest|notary.*|auth)$/;
const AGENT_KEYS = new Set('schemaVersion runtime systemModules modules'.split(' '));
const HUB_KEYS = new Set('schemaVersion routes storeAndForwardConfiguration mqttBroker integrity'.split(' '));

/**
 * Reads one manifest. Problems: TXT04.. where it is no JSON, CFG02 where it is something else (errors); CFG01 for
 * keys and options that this reader does not know (warnings). Never throws.
 */
export function readManifest(source: Source, variables: ReadonlyMap<string, string>): Outcome<Manifest> {
  const { value: parsed, problems } = parseLooseJson(source);
  if (!parsed) return { problems };
  const twins = twinsOf(parsed);
  if (!twins) return { problems: [otherFile(source, parsed.data)] };
  const filling = { variables, kept: KEPT };
  const scope = new Scope(twins.parsed, variables, KEPT);
  const agent = scope.member(scope.root, '$edgeAgent');
  const hub = scope.member(scope.root, '$edgeHub');
  unknown(scope, agent, AGENT_KEYS);
  const modules = ['systemModules', 'modules'].flatMap((key) => scope.pairs(scope.member(agent, key)));
  const containers = modules.flatMap(([name, module]) => moduleOf(scope, name, module, filling) ?? []);
  const shared = [...credentials(scope, agent), ...orphanTwins(scope, containers)];
  const before = scope.problems.length;
  unknown(scope, hub, HUB_KEYS);
  const written = scope.member(hub, 'routes');
  const routes = isMapping(written.data) ? routesOf(scope, written) : undefined;
  const brokerRules = brokerRulesOf(scope, hub);
  const proviso = twins.layered
    ? 'this is one layer, which others of higher priority may replace'
    : undefined;
  return {
    value: {
      file: source.file,
      noun: 'module',
      containers,
      shared,
      alsoRead: [],
      unread: [],
      proviso,
      routes,
      brokerRules,
      hubProblems: scope.problems.slice(before),
    },
    problems: scope.problems,
  };
}

/** Reads the target's file. */
export async function readManifestTarget(
  context: CheckContext,
  file: string,
  variables: ReadonlyMap<string, string>,
): Promise<Outcome<Manifest>> {
  const source = await readSource(context, file);
  return 'code' in source ? { problems: [source] } : readManifest(source, variables);
}

function otherFile({ file }: Source, data: unknown): Problem {
  const schema = at(data, '$schema');
  const arm = typeof schema === 'string' && schema.includes('deploymentTemplate');
  return {
    code: 'CFG02',
    severity: 'error',
    message: arm
      ? 'this is a template of Azure Resource Manager, and no deployment of IoT Edge'
      : 'this is no deployment of IoT Edge: it has no modulesContent',
    where: { file, line: 1, column: 1 },
  };
}

function moduleOf(scope: Scope, name: string, module: Value, filling: Filling): Container | undefined {
  if (!isMapping(module.data)) {
    scope.lost(module, 'is no module');
    return undefined;
  }
  unknown(scope, module, MODULE_KEYS);
  const type = scope.told(scope.member(module, 'type'))?.text;
  if (type !== undefined && type !== 'docker')
    scope.lost(scope.member(module, 'type'), `is "${type}", not docker`);
  const settings = scope.member(module, 'settings');
  for (const [key, value] of scope.pairs(settings)) {
    if (!SETTINGS_KEY.test(key) && !isComment(key)) scope.lost(value, 'is no setting of a module');
  }
  const options = readCreateOptions(scope, settings, filling);
  scope.problems.push(...options.problems);
  const environment = [
    ...scope.pairs(scope.member(module, 'env')).map(([key, one]): Variable => {
      const value = scope.told(isMapping(one.data) ? scope.member(one, 'value') : one);
      return { name: key, value, where: scope.where(one.path, 'key'), in: 'its environment' };
    }),
    ...options.environment.map(([key, value, where]): Variable => ({
      name: key,
      value,
      where,
      in: 'its createOptions',
    })),
    ...leavesOf(scope, scope.member(scope.root, name), 'its twin'),
  ];
  return {
    name,
    where: scope.where(module.path, 'key'),
    image: scope.told(scope.member(settings, 'image')),
    built: false,
    hostNetwork: options.hostNetwork,
    publishesAll: options.publishesAll,
    rights: options.rights,
    ports: options.ports,
    environment,
    words: options.words,
    memoryBound: options.memoryBound,
    processorBound: options.processorBound,
  };
}

/** User names and addresses are no secrets. */
function credentials(scope: Scope, agent: Value): readonly Variable[] {
  const all = ['runtime', 'settings', 'registryCredentials'].reduce(
    (value, key) => scope.member(value, key),
    agent,
  );
  return scope.pairs(all).flatMap(([name, one]) => {
    const password = scope.member(one, 'password');
    if (password.data === undefined) return [];
    const where = scope.where(password.path);
    return [
      { name: 'password', value: scope.told(password), where, in: `the registry credentials "${name}"` },
    ];
  });
}

/** Desired properties for modules that this file does not deploy. */
function orphanTwins(scope: Scope, containers: readonly Container[]): readonly Variable[] {
  return scope
    .pairs(scope.root)
    .filter(([name]) => !name.startsWith('$') && containers.every((one) => one.name !== name))
    .flatMap(([name, twin]) => leavesOf(scope, twin, `the twin of "${name}"`));
}

/** Every text in a tree, with the key it stands under. */
function leavesOf(scope: Scope, value: Value, holder: string, key = ''): readonly Variable[] {
  if (isMapping(value.data))
    return scope.pairs(value).flatMap(([name, one]) => leavesOf(scope, one, holder, name));
  if (Array.isArray(value.data))
    return scope.items(value).flatMap((one) => leavesOf(scope, one, holder, key));
  const told = scope.told(value);
  return told && key !== '' ? [{ name: key, value: told, where: told.where, in: holder }] : [];
}

/** Schema 1.0: the route as a text; 1.1: an object with priority and time to live beside it. */
function routesOf(scope: Scope, routes: Value): readonly WrittenRoute[] {
  return scope.pairs(routes).flatMap(([name, one]) => {
    if (isComment(name)) return [];
    const told = scope.told(isMapping(one.data) ? scope.member(one, 'route') : one);
    if (!told && one.data !== null) scope.lost(one, 'is no route');
    return told ? [{ name, text: told.text, where: told.where }] : [];
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

function unknown(scope: Scope, value: Value, known: ReadonlySet<string>): void {
  for (const [key, member] of scope.pairs(value)) {
    if (!known.has(key) && !isComment(key)) scope.lost(member, 'has no meaning here');
  }
}

function isComment(key: string): boolean {
  return /^(_|\/\/|\$comment|comment$)/.test(key);
}
