/** What the checks of containers share: reading the target's file, and judging each container in it. */
import type { Seen } from '../../../evidence/run.ts';
import type { Problem, Outcome } from '../../../text/problem.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { type Judgement, outcomeOf, readSource, type Row, unreadable, untold } from '../rows.ts';
import { cloudServicesIn } from '../cloud-services.ts';
import { type Container, type ContainerFile, named, type Told } from './container.ts';
import { variablesIn } from './placeholders.ts';

/** Reads the target's file with the variables given; further files by the context. */
export type ReadContainers = (
  context: CheckContext,
  file: string,
  variables: ReadonlyMap<string, string>,
) => Promise<Outcome<ContainerFile>>;

export interface ContainerDemand {
  /** What a pass says, after `as configured in FILE,`. */
  met(file: ContainerFile): string;
  judge(container: Container, file: ContainerFile): Judgement;
  /** Further things of the file that are judged, which are no containers. */
  besides?(file: ContainerFile): readonly Row[];
  /** Why a file in which nothing is weak shows nothing all the same. */
  doubt?(file: ContainerFile): string | undefined;
  /** True: what the file names and was not read does not matter here. */
  readonly ignoresUnread?: boolean;
  /** True: it matters what stands in the file, whether it is ever started or not. */
  readonly whetherStartedOrNot?: boolean;
}

/** Judges every container of the file, or those that the target names. */
export async function judgeContainers(
  context: CheckContext,
  read: ReadContainers,
  demand: ContainerDemand,
): Promise<CheckOutcome> {
  const { file, containers: told } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const variables = await variablesOf(context, told?.variables);
  if ('code' in variables) return unreadable(variables.where?.file ?? file, [variables]);
  const { value, problems } = await read(context, file, variables);
  if (!value) return unreadable(file, problems);
  const missing = (told?.only ?? []).filter((name) => value.containers.every((one) => one.name !== name));
  const wanted = value.containers.filter(({ name }) => told?.only?.includes(name) !== false);
  const rows = wanted.map((one) => ({
    what: named(value.noun, one),
    judgement:
      demand.whetherStartedOrNot === true || told?.only?.includes(one.name) === true
        ? demand.judge(one, value)
        : inEffect(one, demand.judge(one, value)),
  }));
  const doubt =
    demand.doubt?.({ ...value, containers: wanted }) ??
    (wanted.length > 0 &&
    wanted.every(({ optional, name }) => optional !== undefined && !told?.only?.includes(name))
      ? `no ${value.noun} may be started at all`
      : undefined);
  const besides = demand.besides?.(value) ?? [];
  const judged = outcomeOf(
    [...rows, ...besides],
    {
      files: [file, ...value.alsoRead, ...(told?.variables === undefined ? [] : [told.variables])],
      found: `${value.containers.length} of the kind "${value.noun}", ${wanted.length} of them judged`,
      problems: [...problems, ...(demand.ignoresUnread === true ? [] : value.unread)],
      doubts: [
        ...missing.map((name) => `there is no ${value.noun} "${name}" in ${file}`),
        ...(doubt === undefined ? [] : [doubt]),
      ],
    },
    [demand.met({ ...value, containers: wanted }), value.proviso].filter(Boolean).join('; '),
  );
  const outcome: CheckOutcome = { ...judged, ...weakened(value) };
  // A list that may lack some must not pass for a whole one.
  if (problems.length > 0 || value.unread.length > 0) return outcome;
  const modules = value.containers.map(({ name }): Seen => ({ kind: 'module', name, detail: `in ${file}` }));
  return { ...outcome, seen: [...modules, ...cloudServicesIn(textsOf(value))] };
}

/** What may not be started cannot be held against the target. */
function inEffect({ optional }: Container, judgement: Judgement): Judgement {
  return optional === undefined || judgement.is !== 'weak'
    ? judgement
    : untold(`${judgement.why}, ${optional}`);
}

/** Everything that names something elsewhere: variables, arguments, and where images come from. */
function textsOf({ containers, shared }: ContainerFile): readonly Told[] {
  const variables = [...shared, ...containers.flatMap(({ environment }) => environment)];
  return [
    ...variables.flatMap(({ value }) => value ?? []),
    ...containers.flatMap(({ words, image }) => [...words, ...(image ? [image] : [])]),
  ];
}

/** What is wanted shows nothing of what runs, whatever the target says of its date. */
export function weakened({
  isOnlyWanted,
}: Pick<ContainerFile, 'isOnlyWanted'>): Pick<CheckOutcome, 'strength'> {
  return isOnlyWanted ? { strength: 'repository-config' } : {};
}

async function variablesOf(
  context: CheckContext,
  file: string | undefined,
): Promise<ReadonlyMap<string, string> | Problem> {
  if (file === undefined) return new Map();
  const source = await readSource(context, file);
  return 'text' in source ? variablesIn(source.text) : source;
}
