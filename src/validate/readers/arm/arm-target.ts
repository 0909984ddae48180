/** Reads the template of a target of kind `arm`, and judges every resource in it that a check is about. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Source } from '../../../text/source.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { read, sentence } from '../mosquitto-target.ts';
import { type Demand, type Judgement, sameName } from './judge.ts';
import { type ArmResource, type ArmTemplate, readArmTemplate } from './template.ts';

/**
 * `fail` when a resource that is certainly deployed is weak; `pass` when all are good, one of them is certainly
 * deployed, and everything was read. A template that says nothing of such a resource shows nothing.
 */
export async function judgeTemplate(context: CheckContext, demand: Demand): Promise<CheckOutcome> {
  const { file, arm } = context.target;
  if (file === undefined) return inconclusive('the target names no file');
  const source = await read(context, file);
  if (typeof source === 'string') return inconclusive(source);
  let parameters: Source | undefined;
  if (arm?.parameters !== undefined) {
    const found = await read(context, arm.parameters);
    if (typeof found === 'string') return inconclusive(found);
    parameters = found;
  }
  const { value: template, problems } = readArmTemplate(source, parameters);
  const control: Attempt = {
    what: `reading ${[file, ...(arm?.parameters === undefined ? [] : [arm.parameters])].join(' with ')}`,
    outcome: template ? 'seen' : 'local-failure',
    refusedBy: null,
    detail: template ? `${template.resources.length} resources` : sentence(problems),
  };
  if (!template) return inconclusive(sentence(problems), { control });
  const doubts = [
    ...(problems.length > 0 ? [`not every expression was understood (${sentence(problems)})`] : []),
    ...unread(template, arm?.resource),
  ];
  const how = arm?.parameters === undefined ? 'with the parameters’ defaults' : `with ${arm.parameters}`;
  return judgeResources(template, arm?.resource, demand, {
    doubts,
    control,
    how: `as the template has it, ${how}`,
  });
}

interface Said {
  /** Why a pass would say too much. */
  readonly doubts: readonly string[];
  readonly control: Attempt;
  /** How the resources were seen, the beginning of the reason of a pass. */
  readonly how: string;
}

/** The verdict over all resources that the demand is about and that the target means. */
function judgeResources(
  template: ArmTemplate,
  meant: string | undefined,
  demand: Demand,
  { doubts, control, how }: Said,
): CheckOutcome {
  const rows = template.resources
    .filter((one) => demand.types.some((type) => sameName(type, one.type)) && isMeant(one, meant))
    .map((resource) => ({ resource, ...inEffect(resource, demand.judge(resource, template)) }));
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
