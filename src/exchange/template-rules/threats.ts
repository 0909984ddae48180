/**
 * The threats that a template raises, as threats of this program: under the id of the template's own rule, on the
 * flow, with what the template suggests against them. A mitigation of a template is a sentence, and no check is
 * known for it: only a decision answers such a threat.
 */
import type { HandThreat } from '../../enumerate/hand.ts';
import type { Subject } from '../../enumerate/threat.ts';
import type { Flow, System } from '../../model/system.ts';
import { plainText } from '../tm7-import/plain-text.ts';
import type { Raised } from '../tmt/generation/generate.ts';
import { letterOfCategory } from '../tmt/letters.ts';
import type { Template } from '../tmt/template.ts';

export interface RaisedThreats {
  /** One a rule and flow, in the order they were raised. */
  readonly threats: readonly HandThreat[];
  /** The ids of flows on which something was raised and which the system does not have, each with how often. */
  readonly lost: ReadonlyMap<string, number>;
}

/** What becomes of raised threats. `drawing`: the file whose drawing they were raised on; its flows have GUIDs. */
export function threatsOf(
  raised: readonly Raised[],
  template: Template,
  system: System,
  drawing?: string,
): RaisedThreats {
  const flowOf = drawing === undefined ? (id: string) => system.flows.get(id) : flowsByGuid(system);
  const threats = new Map<string, HandThreat>();
  const lost = new Map<string, number>();
  for (const one of raised) {
    const { id } = one.interaction.flow;
    const flow = flowOf(id);
    if (flow) {
      const threat = threatOf(one, template, flow, drawing);
      if (!threats.has(threat.id)) threats.set(threat.id, threat);
    } else lost.set(id, (lost.get(id) ?? 0) + 1);
  }
  return { threats: [...threats.values()], lost };
}

/** The id that a threat type of a template has as a rule here: `tm7/TH35`. */
export function ruleOfType(type: string): string {
  return `tm7/${type.replaceAll(/[^\w.-]/g, '-')}`;
}

function threatOf(
  { type, interaction, title, description }: Raised,
  template: Template,
  flow: Flow,
  drawing: string | undefined,
): HandThreat {
  const rule = ruleOfType(type.id);
  const subject: Subject = { kind: 'flow', id: flow.id, ...(flow.origin && { origin: flow.origin }) };
  const category = template.categories.find(({ id }) => id === type.category)?.name ?? type.category;
  const letter = letterOfCategory(category);
  const told = plainText(description);
  const suggestion = plainText(type.metadata.get('PossibleMitigations') ?? '');
  const { source, target } = interaction;
  return {
    id: `${rule}@${flow.id}`,
    title: plainText(title).replaceAll('\n', ' ') || type.id,
    rule,
    stride: letter ? [letter] : [],
    subject,
    severity: severityOf(type.metadata.get('Priority') ?? '', template),
    mitigations: [],
    ...(told && { description: told }),
    ...(suggestion && { suggestion }),
    ...(!letter && category && { columns: { Category: category } }),
    ...(drawing !== undefined && {
      origin: {
        format: 'tm7',
        file: drawing,
        id: `${type.id}${source.id}${interaction.flow.id}${target.id}`,
      },
    }),
  };
}

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** A rule without a priority has the first of the template's list, as in the tool; medium where there is none. */
function severityOf(priority: string, { columns }: Template): HandThreat['severity'] {
  const first = columns.find(({ name }) => name === 'Priority')?.values[0];
  const said = (priority.trim() || first || '').toLowerCase();
  return SEVERITIES.find((severity) => severity === said) ?? 'medium';
}

/** The flows of a system by the GUIDs they have on drawings. */
function flowsByGuid({ flows }: System): (guid: string) => Flow | undefined {
  const byGuid = new Map<string, Flow>();
  for (const flow of flows.values()) {
    const { origin } = flow;
    if (origin?.format !== 'tm7') continue;
    for (const guid of [origin.id, ...(origin.also ?? [])]) byGuid.set(guid.toLowerCase(), flow);
  }
  return (guid) => byGuid.get(guid.toLowerCase());
}
