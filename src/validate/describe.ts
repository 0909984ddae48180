/** A plan in words: what would be tried, and where, before anything is contacted. */
import type { Value } from '../catalogue/condition.ts';
import type { Plan, PlannedCheck } from './plan.ts';

/** One line after the other, for a terminal. Contacts nothing, resolves no name. */
export function describePlan(plan: Plan): readonly string[] {
  const total = plan.items.reduce((sum, { info }) => sum + info.budget.connections, 0);
  return [
    `environment ${plan.environment}: ${count(plan.items.length, 'check')}, at most ${count(total, 'connection')}`,
    `plan ${plan.digest}`,
    ...plan.items.flatMap(describeItem),
    ...(plan.untestable.length === 0 ? [] : ['', 'claimed, and not testable with these targets:']),
    ...plan.untestable.map(({ mitigation, subject, reason }) => `  ${mitigation} of ${subject}: ${reason}`),
  ];
}

function describeItem({
  info,
  target,
  declaration,
  mitigations,
  covers,
  expects,
  coverage,
}: PlannedCheck): string[] {
  const { connections, seconds, bytes } = info.budget;
  const expectations = Object.entries(expects).map(([name, value]) => `${name} ${shown(value)}`);
  const identities = Object.keys(declaration.identities ?? {});
  return [
    '',
    `${info.id} on ${target} (${whereOf(declaration)}): ${info.title}`,
    `  for         ${mitigations.join(', ')}`,
    `  speaks for  ${covers.join(', ')} (${coverage.covered} of ${coverage.of})`,
    ...(expectations.length > 0 ? [`  expects     ${expectations.join(', ')}`] : []),
    `  legitimate  ${info.control}`,
    `  attack      ${info.attack}`,
    ...(info.observer === undefined ? [] : [`  observer    ${info.observer}`]),
    ...(identities.length > 0 ? [`  canaries    ${identities.join(', ')}`] : []),
    `  effect      ${info.effect}${info.effect === 'disturbing' ? ': runs only when named' : ''}`,
    `  at most     ${count(connections, 'connection')}, ${seconds} s, ${bytes} bytes`,
  ];
}

function whereOf({ address, plain, device, file }: PlannedCheck['declaration']): string {
  if (address !== undefined && plain !== undefined) return `${address}, and without protection ${plain}`;
  return address ?? (device ? `waiting at ${device.listen}` : (file ?? 'nowhere'));
}

function shown(value: Value): string {
  return Array.isArray(value) ? value.join('+') : String(value);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
