/** The XML of a threat in the list of a model, member by member in the order that the tool wants. */
import type { Raised } from '../../tmt/generation/generate.ts';
import type { Template } from '../../tmt/template.ts';
import type { Tm7Threat } from '../../tmt/tm7.ts';
import type { XmlElement } from '../../xml/tree.ts';
import { declare, members, NAMESPACES } from './build.ts';

/** A threat of the tool's list. Its key is made of its type and its ends. */
export interface NewThreat {
  /** From 1. */
  readonly number: number;
  readonly type: string;
  readonly surface: string;
  readonly source: string;
  readonly flow: string;
  readonly target: string;
  readonly state: Tm7Threat['state'];
  readonly priority: string;
  readonly changedBy?: string;
  /** `Title`, `StateInformation`, …, custom columns by their GUIDs, in the order of the template's columns. */
  readonly properties: ReadonlyMap<string, string>;
}

/** The element of an entry: the tool's name for it is garbled, and always the same. */
const ENTRY = 'KeyValueOfstringThreatpc_P0_PhOB';
const NEVER = '0001-01-01T00:00:00';

export function keyOf({
  type,
  source,
  flow,
  target,
}: Pick<NewThreat, 'type' | 'source' | 'flow' | 'target'>): string {
  return `${type}${source}${flow}${target}`;
}

/** The key by which a threat names its flow and ends. */
export function interactionKeyOf({
  source,
  flow,
  target,
}: Pick<NewThreat, 'source' | 'flow' | 'target'>): string {
  return `${source}:${flow}:${target}`;
}

/** An entry of `ThreatInstances`, whose prefix for arrays is `a`. */
export function threatXml(threat: NewThreat): XmlElement {
  const a = members('a', NAMESPACES.arrays);
  const b = members('b', NAMESPACES.knowledge);
  const pairs = [...threat.properties].map(([key, value]) =>
    a.of('KeyValueOfstringstring', [a.text('Key', key), a.text('Value', value)]),
  );
  const value = [
    b.text('ChangedBy', threat.changedBy),
    b.text('DrawingSurfaceGuid', threat.surface),
    b.text('FlowGuid', threat.flow),
    b.text('Id', String(threat.number)),
    b.text('InteractionKey', interactionKeyOf(threat)),
    b.text('InteractionString', undefined),
    b.text('ModifiedAt', NEVER),
    b.text('Priority', threat.priority),
    b.of('Properties', pairs),
    b.text('SourceGuid', threat.source),
    b.text('State', threat.state),
    b.text('StateInformation', undefined),
    b.text('TargetGuid', threat.target),
    b.text('Title', undefined),
    b.text('TypeId', threat.type),
    b.text('Upgraded', 'false'),
    b.text('UserThreatCategory', undefined),
    b.text('UserThreatDescription', undefined),
    b.text('UserThreatShortDescription', undefined),
    b.text('Wide', 'false'),
  ];
  return a.of(ENTRY, [
    a.text('Key', keyOf(threat)),
    a.of('Value', value, [declare('b', NAMESPACES.knowledge)]),
  ]);
}

/** What the tool's list says of a threat that its template raised, before anybody looked at it. */
export function asRaised(
  { type, interaction, title, description }: Raised,
  { categories, columns }: Template,
): Pick<NewThreat, 'type' | 'source' | 'flow' | 'target' | 'priority' | 'properties'> {
  const category = categories.find(({ id }) => id === type.category);
  const priorities = columns.find(({ name }) => name === 'Priority')?.values ?? [];
  const priority = type.metadata.get('Priority')?.trim() || priorities[0] || 'High';
  const said: Readonly<Record<string, string | undefined>> = {
    Title: title,
    UserThreatCategory: category?.name ?? type.category,
    UserThreatShortDescription: category?.shortDescription ?? '',
    UserThreatDescription: description,
    InteractionString: interaction.flow.name,
    Priority: priority,
  };
  const names = columns.length > 0 ? columns.map(({ name }) => name) : Object.keys(said);
  return {
    type: type.id,
    source: interaction.source.id,
    flow: interaction.flow.id,
    target: interaction.target.id,
    priority,
    properties: new Map(
      names.map((name) => [
        name,
        Object.hasOwn(said, name) ? (said[name] ?? '') : (type.metadata.get(name) ?? ''),
      ]),
    ),
  };
}
