/** The list of threats becomes threats.yaml, and its triage decisions.yaml. */
import { ForeignRule } from '../../enumerate/hand.ts';
import type { Letter } from '../../catalogue/schema.ts';
import type { Plain } from '../../model/writing/change.ts';
import type { NotCarried } from '../imported.ts';
import { letterOfCategory } from '../tmt/letters.ts';
import type { ThreatType } from '../tmt/template.ts';
import type { Tm7, Tm7Threat } from '../tmt/tm7.ts';
import { columnsOf } from './columns.ts';
import { type Earlier, mapping, textAt } from '../into-project/earlier.ts';
import type { Shapes } from './drawing/elements.ts';
import { entry, type Proposals, type Section } from '../into-project/entries.ts';
import type { Lines } from './drawing/flows.ts';
import { idFrom, Ids, lines, oneLine } from '../into-project/names.ts';
import { plainText } from './plain-text.ts';

/** A threat of the list and what it is here. */
export interface ImportedThreat {
  readonly threat: Tm7Threat;
  /** Its own id, under which it stands in threats.yaml. */
  readonly id: string;
  readonly rule?: string;
  readonly subject: string;
  /** As decisions name it: `tm7/TH35@request`. */
  readonly decided: string;
  /** The mitigation that a claim on it would be about. */
  readonly mitigation: string;
}

export interface ThreatSections {
  readonly threats: Section;
  readonly decisions: Section;
  readonly claims: Section;
  /** The own mitigations, by id. */
  readonly mitigations: ReadonlyMap<string, OwnMitigation>;
  readonly imported: readonly ImportedThreat[];
  readonly notCarried: readonly NotCarried[];
}

/** What a mitigation of the project's own catalogue is written from. */
export interface OwnMitigation {
  readonly title: string;
  readonly does: string;
  readonly type: string;
}

const SEVERITIES: ReadonlyMap<string, string> = new Map([
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
]);

/** Reads the threats, onto the flows and elements that were read. `claimed`: mitigations that the project claims. */
export function readThreats(
  tm7: Tm7,
  shapes: Shapes,
  drawn: Lines,
  systemId: string,
  earlier: Earlier | undefined,
  proposals: Proposals,
  claimed: ReadonlySet<string>,
): ThreatSections {
  const types = new Map(tm7.knowledgeBase?.threatTypes.map((type) => [type.id, type]));
  const notCarried: NotCarried[] = [];
  const imported = identifyThreats(tm7, shapes, drawn, systemId, earlier, notCarried);
  const mitigations = ownMitigations(imported, types, claimed);
  const threats: Section = {};
  const decisions: Section = {};
  const claims: Section = {};
  for (const one of imported) {
    const { threat } = one;
    const type = types.get(threat.type);
    const category = categoryOf(threat, type, tm7);
    if (category.stride.length === 0) {
      const why = `its category "${category.name}" is none of STRIDE`;
      if (one.rule !== undefined) proposals.add('threats', one.id, 'stride', 'no letter of STRIDE', why);
      else
        proposals.add(
          'threats',
          one.id,
          'stride',
          'the letter T',
          `${why}, and a threat without a rule needs one`,
        );
    }
    const priority = threat.priority.toLowerCase();
    if (!SEVERITIES.has(priority)) {
      proposals.add('threats', one.id, 'severity', 'severity medium', `its priority is "${threat.priority}"`);
    }
    const suggestion = plainText(
      threat.properties.get('PossibleMitigations') ?? type?.metadata.get('PossibleMitigations') ?? '',
    );
    const columns = columnsOf(threat, tm7, category.stride.length === 0 ? category.name : undefined);
    const description = plainText(threat.description);
    threats[one.id] = entry({
      title: titleOf(threat, type),
      rule: one.rule,
      stride: category.stride.length === 0 && one.rule === undefined ? ['T'] : category.stride,
      subject: one.subject,
      severity: SEVERITIES.get(priority) ?? 'medium',
      description: description || undefined,
      suggestion: suggestion || undefined,
      mitigations: mitigations.has(one.mitigation) ? [[one.mitigation]] : undefined,
      columns: Object.keys(columns).length > 0 ? columns : undefined,
      origin: { format: 'tm7', file: tm7.file, id: threat.key },
    });
    triage(one, tm7, decisions, claims);
  }
  return { threats, decisions, claims, mitigations, imported, notCarried };
}

/** Gives each threat its subject and its ids. One threat a rule and subject; a second keeps its own id alone. */
function identifyThreats(
  tm7: Tm7,
  shapes: Shapes,
  drawn: Lines,
  systemId: string,
  earlier: Earlier | undefined,
  notCarried: NotCarried[],
): readonly ImportedThreat[] {
  const before = new Map<string, string>();
  const ids = new Ids();
  for (const data of [earlier?.base, earlier?.ours]) {
    for (const [id, value] of Object.entries(mapping(data?.threats.threats))) {
      ids.keep(id);
      const threat = mapping(value);
      const key = textAt(mapping(threat.origin), 'id');
      if (key !== undefined) before.set(key, id);
      if (textAt(threat, 'rule') !== undefined)
        before.set(`${textAt(threat, 'rule')}@${textAt(threat, 'subject')}`, id);
    }
  }
  const used = new Set<string>();
  const pairs = new Set<string>();
  const mitigations = new Set<string>();
  return tm7.threats.map((threat) => {
    const flow = drawn.flowOf.get(threat.flow);
    const end = shapes.elementOf.get(threat.target) ?? shapes.elementOf.get(threat.source);
    const subject = flow?.id ?? end?.id ?? systemId;
    if (!flow) {
      notCarried.push({
        what: `that the threat "${oneLine(threat.title)}" is about a flow`,
        why: `its flow is not among those carried; it is about ${end ? `"${end.id}"` : 'the whole system'} here`,
        where: `threat ${threat.number}, line ${threat.where.line}`,
      });
    }
    const rule = `tm7/${threat.type.replaceAll(/[^\w.-]/g, '-')}`;
    const pair = `${rule}@${subject}`;
    const isRule = flow !== undefined && !pairs.has(pair) && ForeignRule.safeParse(rule).success;
    if (isRule) pairs.add(pair);
    else if (flow) {
      notCarried.push({
        what: `the rule ${threat.type} of the threat "${oneLine(threat.title)}"`,
        why: `another threat of that rule is about "${subject}" already; this one has an id of its own`,
        where: `threat ${threat.number}, line ${threat.where.line}`,
      });
    }
    const known = before.get(threat.key) ?? (isRule ? before.get(pair) : undefined);
    const id =
      known !== undefined && !used.has(known)
        ? known
        : ids.claim(`${idFrom(threat.type) ? '' : 't-'}${threat.type} ${subject}`, 'threat');
    used.add(id);
    const mitigation = mitigationFor(threat, subject, mitigations);
    return {
      threat,
      id,
      ...(isRule && { rule }),
      subject,
      decided: `${isRule ? rule : id}@${subject}`,
      mitigation,
    };
  });
}

/** A claim is about a mitigation and a subject: two threats of a type on one subject need two mitigations. */
function mitigationFor({ type }: Tm7Threat, subject: string, taken: Set<string>): string {
  const plain = idFrom(`tm7 ${type}`);
  for (let number = 1; ; number++) {
    const id = number === 1 ? plain : `${plain.slice(0, 60)}-${number}`;
    if (taken.has(`${id}@${subject}`)) continue;
    taken.add(`${id}@${subject}`);
    return id;
  }
}

/** One for each type that somebody marked as mitigated, for a claim to be about. */
function ownMitigations(
  imported: readonly ImportedThreat[],
  types: ReadonlyMap<string, ThreatType>,
  claimed: ReadonlySet<string>,
): ReadonlyMap<string, OwnMitigation> {
  const own = new Map<string, OwnMitigation>();
  for (const { threat, mitigation } of imported) {
    if (threat.state !== 'Mitigated' && !claimed.has(mitigation)) continue;
    if (own.has(mitigation)) continue;
    const type = types.get(threat.type);
    const suggested = plainText(
      type?.metadata.get('PossibleMitigations') ?? threat.properties.get('PossibleMitigations') ?? '',
    );
    const against = type ? withoutNames(type.title) : oneLine(threat.title);
    own.set(mitigation, {
      title: sentence(suggested) || `What was done against: ${against || threat.type}`,
      does: suggested || `What the team says it did against this threat: ${against || threat.type}.`,
      type: threat.type,
    });
  }
  return own;
}

/** The first sentence, if it is short enough for a title. */
function sentence(text: string): string {
  const [first = ''] = oneLine(text).split(/(?<=[.!?])\s/);
  return first.length > 160 ? `${first.slice(0, 157)}...` : first;
}

/** `{source.Name}` is "the source" where nobody has a name yet. */
function withoutNames(title: string): string {
  return oneLine(title.replaceAll(/\{(source|target|flow)\.name\}/gi, 'the $1'));
}

function titleOf(threat: Tm7Threat, type: ThreatType | undefined): string {
  return (
    plainText(threat.title).replaceAll('\n', ' ') ||
    (type ? withoutNames(type.title) : '') ||
    `Threat ${threat.number}`
  );
}

/** The name of its category, and the letter where it is one of STRIDE. */
function categoryOf(
  threat: Tm7Threat,
  type: ThreatType | undefined,
  { knowledgeBase }: Tm7,
): { readonly name: string; readonly stride: Letter[] } {
  const known = knowledgeBase?.categories.find(
    ({ id, name }) => id === type?.category || name.toLowerCase() === threat.category.toLowerCase(),
  );
  const name = threat.category || known?.name || type?.category || '';
  const letter = letterOfCategory(name);
  return { name: name || 'none', stride: letter ? [letter] : [] };
}

/** What the tool's state is here. A threat not started has no decision. */
function triage(one: ImportedThreat, tm7: Tm7, decisions: Section, claims: Section): void {
  const { threat, decided, subject, mitigation } = one;
  const reason = lines(threat.justification);
  const owner = threat.changedBy || undefined;
  switch (threat.state) {
    case 'NeedsInvestigation':
      decisions[decided] = entry({ status: 'needs-investigation', reason: reason || undefined, owner });
      break;
    case 'NotApplicable':
      decisions[decided] = entry({
        status: 'not-applicable',
        reason: reason || `marked as not applicable in ${tm7.file}, which gives no reason`,
        owner,
      });
      break;
    case 'Mitigated': {
      const note: Record<string, Plain> = reason ? { note: reason } : {};
      claims[`${mitigation}@${subject}`] = entry({ state: 'in-place', owner: owner ?? nobody(tm7), ...note });
      break;
    }
    case 'AutoGenerated':
    default:
  }
}

/** A claim has an owner; where the file names nobody for it, that of the model stands in. */
function nobody({ meta, file }: Tm7): string {
  return oneLine(meta.owner) || `not named in ${file}`;
}
