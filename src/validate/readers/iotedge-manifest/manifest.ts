/**
 * Reads deployment manifests of Azure IoT Edge: whole ones (schema 1.0 and 1.1), layered ones, templates with
 * `${VARIABLES}`. Names are those of Azure/iotedge's own manifests.
 */
import type { Outcome, Problem } from '../../../text/problem.ts';
import type { Parsed } from '../../../text/parse.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext } from '../../check.ts';
import type { Container, ContainerFile, Variable } from '../containers/container.ts';
import { Scope } from '../containers/scope.ts';
import { readSource } from '../rows.ts';
import { at } from '../tree.ts';
import { type Hub, hubOf } from './hub.ts';
import { parseLooseJson } from './loose-json.ts';
import { AGENT_KEYS, credentials, KEPT, leavesOf, MODULE_KEYS, moduleOf, unknown } from './modules.ts';
import { areModuleTwins, readModuleTwins } from './module-twins.ts';
import { twinsOf } from './twins.ts';

export interface Manifest extends ContainerFile, Hub {}

/**
 * Reads one manifest. Problems: TXT04.. where it is no JSON, CFG02 where it is something else (errors); CFG01 for
 * keys and options that this reader does not know (warnings). Never throws.
 */
export function readManifest(source: Source, variables: ReadonlyMap<string, string>): Outcome<Manifest> {
  const { value: parsed, problems } = parseLooseJson(source);
  return parsed ? manifestOf(parsed, variables) : { problems };
}

function manifestOf(whole: Parsed, variables: ReadonlyMap<string, string>): Outcome<Manifest> {
  const twins = twinsOf(whole);
  if (!twins) return { problems: [otherFile(whole.source, whole.data)] };
  const filling = { variables, kept: KEPT };
  const scope = new Scope(twins.parsed, variables, KEPT);
  const agent = scope.member(scope.root, '$edgeAgent');
  unknown(scope, agent, AGENT_KEYS);
  const modules = ['systemModules', 'modules'].flatMap((key) => scope.pairs(scope.member(agent, key)));
  const containers = modules.flatMap(([name, module]) => {
    const container = moduleOf(scope, name, module, filling, MODULE_KEYS);
    const told = leavesOf(scope, scope.member(scope.root, name), 'its twin');
    return container ? [{ ...container, environment: [...container.environment, ...told] }] : [];
  });
  const shared = [...credentials(scope, agent), ...orphanTwins(scope, containers)];
  const hub = hubOf(scope, scope.member(scope.root, '$edgeHub'));
  const proviso = twins.layered
    ? 'this is one layer, which others of higher priority may replace'
    : undefined;
  return {
    value: {
      ...hub,
      file: whole.source.file,
      noun: 'module',
      containers,
      shared,
      alsoRead: [],
      unread: [],
      proviso,
      isOnlyWanted: true,
    },
    problems: scope.problems,
  };
}

/**
 * Reads the target's file, and the files it names besides (`includes`): a deployment, which is what is wanted, or the
 * twins of modules as the hub has them, which say what runs.
 */
export async function readManifestTarget(
  context: CheckContext,
  file: string,
  variables: ReadonlyMap<string, string>,
): Promise<Outcome<Manifest>> {
  const parsed: Parsed[] = [];
  for (const one of [file, ...(context.target.includes ?? [])]) {
    const source = await readSource(context, one);
    if ('code' in source) return { problems: [source] };
    const { value, problems } = parseLooseJson(source);
    if (!value) return { problems };
    parsed.push(value);
  }
  const [first, ...more] = parsed;
  if (first && parsed.every(({ data }) => areModuleTwins(data))) return readModuleTwins(first, more);
  const strange = more[0];
  if (strange) {
    const message = 'a deployment is one file; only twins of modules are read from several';
    const where = { file: strange.source.file, line: 1, column: 1 };
    return { problems: [{ code: 'CFG02', severity: 'error', message, where }] };
  }
  const { value, problems } = first ? manifestOf(first, variables) : { problems: [] };
  if (!value || context.target.taken === undefined) return value ? { value, problems } : { problems };
  const wanted = 'this is what is wanted; what runs is in the twins of $edgeAgent and $edgeHub';
  return { value: { ...value, proviso: [value.proviso, wanted].filter(Boolean).join('; ') }, problems };
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

/** Desired properties for modules that this file does not deploy. */
function orphanTwins(scope: Scope, containers: readonly Container[]): readonly Variable[] {
  return scope
    .pairs(scope.root)
    .filter(([name]) => !name.startsWith('$') && containers.every((one) => one.name !== name))
    .flatMap(([name, twin]) => leavesOf(scope, twin, `the twin of "${name}"`));
}
