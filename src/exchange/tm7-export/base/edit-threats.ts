/** Writes into the list of threats of a file what was decided, claimed, shown and corrected in Bestride. */
import type { RegisterEntry } from '../../../mitigate/register.ts';
import type { ExportInput, NotWritten } from '../../exported.ts';
import { lines } from '../../into-project/names.ts';
import { propertiesByLabel } from '../../tm7-import/columns.ts';
import { letterOfCategory } from '../../tmt/letters.ts';
import type { Tm7, Tm7Threat } from '../../tmt/tm7.ts';
import { attributeOf, childOf, childrenOf, textOf } from '../../xml/tree.ts';
import { windowsLines } from '../texts.ts';
import { triageOf } from '../triage.ts';
import { members, NAMESPACES } from '../xml/build.ts';
import { bound, type Edits } from '../xml/edit.ts';
import { interactionKeyOf, keyOf } from '../xml/threat.ts';
import { setMember } from './edit-drawing.ts';
import type { Sheet } from './sheets.ts';
import { heldThreat, type ThreatSaid, writtenThreats, type ThreatData } from './threat-sides.ts';

export interface EditedThreats {
  /** Ids of the entries of the register that are in the list. */
  readonly listed: ReadonlySet<string>;
  readonly changed: number;
  /** Rows that the project had and has no more. */
  readonly removed: readonly Tm7Threat[];
  readonly notWritten: readonly NotWritten[];
  readonly poorer: readonly NotWritten[];
}

/** Edits the rows that are there. `read`: what an import of the file gives; `noted`: what the last one wrote. */
export function editThreats(
  edits: Edits,
  tm7: Tm7,
  input: ExportInput,
  read: ThreatData,
  noted: ThreatData | undefined,
): EditedThreats {
  const theirs = writtenThreats(read);
  const before = noted && writtenThreats(noted);
  const byKey = new Map(
    input.register.entries.flatMap((entry) => {
      const origin = entry.byHand?.origin;
      return origin?.format === 'tm7' ? [[origin.id, entry] as const] : [];
    }),
  );
  const listed = new Set<string>();
  const removed: Tm7Threat[] = [];
  const notWritten: NotWritten[] = [];
  const poorer: NotWritten[] = [];
  let changed = 0;
  for (const threat of tm7.threats) {
    const entry = byKey.get(threat.key);
    const there = theirs.get(threat.key);
    if (!entry) {
      if (before && !before.has(threat.key)) notWritten.push(newInFile(threat));
      else removed.push(threat);
      continue;
    }
    listed.add(entry.id);
    if (!there) continue;
    const row = new Row(edits, threat, tm7, entry, notWritten);
    if (editRow(row, there, before?.get(threat.key), input, poorer)) changed += 1;
  }
  return { listed, changed, removed, notWritten, poorer };
}

/** Rows about flows that join other things now: a row is known by its flow and ends. */
export function moveThreats(edits: Edits, tm7: Tm7, sheets: readonly Sheet[]): void {
  const joined = new Map(
    sheets.flatMap(({ courses }) =>
      [...courses].map(
        ([flow, { source, target }]) => [flow, [source.guid ?? '', target.guid ?? '']] as const,
      ),
    ),
  );
  for (const entry of childrenOf(childOf(tm7.document.root, 'ThreatInstances'))) {
    const xml = childOf(entry, 'Value');
    const threat = tm7.threats.find((one) => one.xml === xml);
    const ends = threat && joined.get(threat.flow);
    const key = childOf(entry, 'Key');
    if (!xml || !threat || !ends) continue;
    const [source, target] = ends;
    const now = { type: threat.type, source: source ?? '', flow: threat.flow, target: target ?? '' };
    if (key) edits.text(key, keyOf(now));
    setMember(edits, xml, 'InteractionKey', interactionKeyOf(now));
    setMember(edits, xml, 'SourceGuid', now.source);
    setMember(edits, xml, 'TargetGuid', now.target);
  }
}

function newInFile({ number, title, key }: Tm7Threat): NotWritten {
  return {
    what: `anything about the threat ${number}, "${title || key}"`,
    why: 'the file has it and the project never had it; import the file again to bring it in',
  };
}

function editRow(
  row: Row,
  there: ThreatSaid,
  then: ThreatSaid | undefined,
  input: ExportInput,
  poorer: NotWritten[],
): boolean {
  const { entry } = row;
  const held = heldThreat(entry, input.decisions);
  const differs = (key: Exclude<keyof ThreatSaid, 'columns'>): boolean =>
    held[key] !== there[key] && !(then && held[key] === then[key]);
  let isChanged = false;
  if (differs('title')) isChanged = row.text('Title', held.title);
  if (differs('description')) isChanged = row.text('UserThreatDescription', held.description) || isChanged;
  if (differs('suggestion')) isChanged = row.text('PossibleMitigations', held.suggestion) || isChanged;
  if (differs('severity')) isChanged = row.priority(held.severity) || isChanged;
  if (differs('stride')) isChanged = row.category(held.stride) || isChanged;
  for (const label of new Set([...Object.keys(held.columns), ...Object.keys(there.columns)])) {
    const [ours = '', now = ''] = [held.columns[label], there.columns[label]];
    if (ours !== now && !(then && (then.columns[label] ?? '') === ours))
      isChanged = row.column(label, ours) || isChanged;
  }
  if (!differs('triage')) return isChanged;
  const { state, justification, by, loses } = triageOf(entry, input);
  if (loses !== undefined) poorer.push({ what: `that ${entry.id} is ${entry.status}`, why: loses });
  return row.triage(state, justification, by) || isChanged;
}

/** One threat of the list, and how things are said in its XML. */
class Row {
  readonly entry: RegisterEntry;
  readonly #edits: Edits;
  readonly #threat: Tm7Threat;
  readonly #tm7: Tm7;
  readonly #notWritten: NotWritten[];

  constructor(edits: Edits, threat: Tm7Threat, tm7: Tm7, entry: RegisterEntry, notWritten: NotWritten[]) {
    this.entry = entry;
    this.#edits = edits;
    this.#threat = threat;
    this.#tm7 = tm7;
    this.#notWritten = notWritten;
  }

  /** A text that the tool keeps among the properties, and scripts as a member too. True where it is another now. */
  text(name: string, text: string): boolean {
    const { xml, properties } = this.#threat;
    const written = windowsLines(text);
    const member = childOf(xml, name);
    const isMember = member !== undefined && attributeOf(member, 'nil') !== 'true';
    const isThere = properties.has(name);
    const before = properties.get(name)?.trim() || (isMember ? (textOf(member) ?? '') : '');
    if (lines(before) === lines(text)) return false;
    if (isMember) this.#edits.text(member, written);
    if (isThere || !isMember) this.#property(name, written);
    return true;
  }

  #property(name: string, text: string): void {
    const list = childOf(this.#threat.xml, 'Properties');
    const pair = childrenOf(list).find((one) => (textOf(childOf(one, 'Key')) ?? '').trim() === name);
    const value = childOf(pair, 'Value');
    if (value) {
      this.#edits.text(value, text);
      return;
    }
    if (!list) {
      this.#leave(`"${name}" of the threat ${this.entry.id}`, 'its row has no properties');
      return;
    }
    const a = members('a', NAMESPACES.arrays);
    const added = a.of('KeyValueOfstringstring', [a.text('Key', name), a.text('Value', text)]);
    this.#edits.append(list, bound(added, [], { a: NAMESPACES.arrays }));
  }

  priority(severity: string): boolean {
    const { values = [] } = this.#tm7.knowledgeBase?.columns.find(({ name }) => name === 'Priority') ?? {};
    const known = values.length > 0 ? values : ['High', 'Medium', 'Low'];
    const value = known.find((one) => one.toLowerCase() === severity);
    if (value !== undefined) return this.text('Priority', value);
    this.#leave(
      `that the threat ${this.entry.id} is of ${severity} severity`,
      `the file's priorities are ${known.join(', ')}`,
    );
    return false;
  }

  category(stride: string): boolean {
    const name = this.#tm7.knowledgeBase?.categories.find(
      ({ name: one }) => letterOfCategory(one) === stride,
    )?.name;
    if (name !== undefined) return this.text('UserThreatCategory', name);
    this.#leave(
      `the letters "${stride}" of the threat ${this.entry.id}`,
      'the file has no such category; a threat has one',
    );
    return false;
  }

  /** A column that an import made, by its label there. */
  column(label: string, text: string): boolean {
    const { knowledgeBase } = this.#tm7;
    if (label === 'Justification' && this.#threat.state === 'AutoGenerated')
      return this.text('StateInformation', text);
    const column =
      propertiesByLabel(this.#threat, this.#tm7, this.entry.byHand?.columns?.Category !== undefined).get(
        label,
      ) ?? knowledgeBase?.columns.find((one) => one.label.trim() === label || one.name === label)?.name;
    const values = knowledgeBase?.columns.find(({ name }) => name === column)?.values ?? [];
    if (column === undefined) {
      this.#leave(`the column "${label}" of the threat ${this.entry.id}`, 'the file has no such column');
      return false;
    }
    if (text !== '' && values.length > 0 && !values.includes(text)) {
      this.#leave(
        `"${text}" in the column "${label}" of ${this.entry.id}`,
        `the column offers ${values.join(', ')}`,
      );
      return false;
    }
    return this.text(column, text);
  }

  triage(state: Tm7Threat['state'], justification: string, by: string | undefined): boolean {
    const { xml, state: before, unknownState, changedBy } = this.#threat;
    let isChanged = this.text('StateInformation', justification);
    const member = childOf(xml, 'State');
    if (member && (before !== state || unknownState !== undefined)) {
      this.#edits.text(member, state);
      isChanged = true;
    }
    const changer = childOf(xml, 'ChangedBy');
    if (!changer || !isChanged || (by ?? '') === (changedBy ?? '')) return isChanged;
    this.#edits.text(changer, by ?? '');
    return true;
  }

  #leave(what: string, why: string): void {
    this.#notWritten.push({ what, why });
  }
}
