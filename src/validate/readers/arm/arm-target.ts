/** Reads the template or export of a target of kind `arm`, and judges every resource in it that a check is about. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Outcome } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { read, sentence } from '../mosquitto-target.ts';
import { type Demand, type Judgement, sameName } from './judge.ts';
import { resourcesSeen } from './seen.ts';
import { type ArmResource, type ArmTemplate, readArmTemplate } from './template.ts';

/** Rounds of following links; each finds the links of the templates of the round before. */
const MAX_ROUNDS = 10;

/**
 * `fail` when a resource that is certainly deployed is weak; `pass` when all are good, one of them is certainly
 * deployed, and everything was read. A template that says nothing of such a resource shows nothing. What a compiler
 * wrote, or needs a parameters file, is what is wanted, whenever it was taken from wherever.
 */
export async function judgeTemplate(context: CheckContext, demand: Demand): Promise<CheckOutcome> {
  const { file, arm } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const whole = await readWhole(context, file);
  if (typeof whole === 'string') return inconclusive(whole);
  const { value: template, problems, files } = whole;
  const control: Attempt = {
    what: `reading ${files.join(' with ')}`,
    outcome: template ? 'seen' : 'local-failure',
    refusedBy: null,
    detail: template ? `${template.resources.length} resources` : sentence(problems),
  };
  if (!template) return inconclusive(sentence(problems), { control });
  const doubts = [
    ...(problems.length > 0 ? [`not every expression was understood (${sentence(problems)})`] : []),
    ...unread(template, arm?.resource),
  ];
  const outcome = judgeResources(template, arm?.resource, demand, {
    doubts,
    control,
    how: howSeen(template, file, arm?.parameters),
    now: context.now,
  });
  const wanted = template.compiled || arm?.parameters !== undefined;
  const seen = problems.length > 0 ? undefined : resourcesSeen(template);
  return {
    ...outcome,
    ...(wanted && { strength: 'repository-config' as const }),
    ...(seen && { seen }),
  };
}

function howSeen({ is }: ArmTemplate, file: string, parameters: string | undefined): string {
  if (is === 'export') return `as ${file} shows what there is`;
  const values = parameters === undefined ? 'with the parameters’ defaults' : `with ${parameters}`;
  return `as the template has it, ${values}`;
}

interface Whole extends Outcome<ArmTemplate> {
  /** Those that were read. */
  readonly files: readonly string[];
}

/** Reads the target's file, its parameters, and the files of the project that belong to it. */
async function readWhole(context: CheckContext, file: string): Promise<Whole | string> {
  const { arm, includes = [] } = context.target;
  const source = await read(context, file);
  if (typeof source === 'string') return source;
  let parameters: Source | undefined;
  if (arm?.parameters !== undefined) {
    const found = await read(context, arm.parameters);
    if (typeof found === 'string') return found;
    parameters = found;
  }
  const linked = new Map<string, Source>();
  const missing = new Set<string>();
  for (let round = 0; ; round++) {
    const found = readArmTemplate(source, { ...(parameters && { parameters }), linked, includes });
    const wanted = (found.value?.wanted ?? []).filter((path) => !missing.has(path));
    if (wanted.length === 0 || round >= MAX_ROUNDS) {
      const files = [file, ...(parameters ? [parameters.file] : []), ...linked.keys()];
      return { ...found, files };
    }
    for (const path of wanted) {
      const one = await read(context, path);
      if (typeof one === 'string') missing.add(path);
      else linked.set(path, one);
    }
  }
}

interface Said {
  /** Why a pass would say too much. */
  readonly doubts: readonly string[];
  readonly control: Attempt;
  /** How the resources were seen, the beginning of the reason of a pass. */
  readonly how: string;
  readonly now: Date;
}

/** The verdict over all resources that the demand is about and that the target means. */
function judgeResources(
  template: ArmTemplate,
  meant: string | undefined,
  demand: Demand,
  { doubts, control, how, now }: Said,
): CheckOutcome {
  const rows = template.resources
    .filter((one) => isAbout(demand, one.type) && isMeant(one, meant))
    .map((resource) => ({ resource, ...inEffect(resource, demand.judge(resource, template, now)) }));
  const telling = rows.filter(({ is }) => is !== 'none');
  const attack = rows.map(toAttempt);
  const of = (verdict: CheckOutcome['verdict'], reason: string): CheckOutcome => ({
    verdict,
    reason,
    control,
    attack,
    observer: null,
    refusedBy: null,
    facts: [],
  });
  const weak = rows.filter(({ is }) => is === 'weak');
  if (weak.length > 0) return of('fail', weak.map(said).join('; '));
  const reasons = [...rows.filter(({ is }) => is === 'untold').map(said), ...doubts];
  if (rows.length === 0) {
    const types = demand.types.join(', ');
    reasons.unshift(`it says nothing of it: there is no ${meant ?? types} in it that this looks at`);
  } else if (telling.length === 0) {
    reasons.push(`it says nothing of it: ${rows.map(said).join('; ')}`);
  } else if (telling.every(({ resource }) => resource.deployed !== true)) {
    reasons.push(`${telling.map(({ resource }) => nameOf(resource)).join(', ')} may not be deployed at all`);
  }
  if (reasons.length > 0) return of('inconclusive', reasons.join('; '));
  return of('pass', `${how}, ${demand.met}: ${telling.map(({ resource }) => nameOf(resource)).join(', ')}`);
}

function isAbout({ types, also }: Demand, type: string): boolean {
  return types.some((one) => sameName(one, type)) || also?.test(type) === true;
}

interface Row extends Judgement {
  readonly resource: ArmResource;
}

/** What may not be deployed cannot be held against the target. */
function inEffect({ deployed }: ArmResource, judgement: Judgement): Judgement {
  return deployed === true || judgement.is !== 'weak'
    ? judgement
    : { is: 'untold', why: `${judgement.why}, if it is deployed at all (${deployed.why})` };
}

function isMeant({ type, name }: ArmResource, meant: string | undefined): boolean {
  if (meant === undefined || sameName(type, meant)) return true;
  return typeof name === 'string' && sameName(`${type}/${name}`, meant);
}

function unread({ unread: parts }: ArmTemplate, meant: string | undefined): string[] {
  // Who names the resource has said which one it is; what else is deployed does not matter.
  if (meant !== undefined || parts.length === 0) return [];
  const places = parts.slice(0, 3).map(({ what, where }) => `${what} (${where.file}:${where.line})`);
  const more = parts.length > 3 ? ` and ${parts.length - 3} more` : '';
  return [`what may be in them was not read: ${places.join(', ')}${more}`];
}

/** `Microsoft.Devices/IotHubs "hub" (deploy/hub.json:12)`. */
function nameOf({ type, name, where }: ArmResource): string {
  const called = typeof name === 'string' ? ` "${name}"` : '';
  return `${type}${called} (${where.file}:${where.line})`;
}

function said({ resource, why }: Row): string {
  return `${nameOf(resource)} ${why}`;
}

/** `seen` is the weakness that was looked for. */
function toAttempt({ resource, is, why }: Row): Attempt {
  const outcome = is === 'weak' ? 'seen' : is === 'good' ? 'not-seen' : 'silent';
  return { what: nameOf(resource), outcome, refusedBy: null, detail: why };
}
