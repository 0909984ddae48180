/** The newcomer's summary: a few plain sentences that say where a system stands. Used by text, HTML and `npm start`. */
import type { Letter } from '../catalogue/schema.ts';
import type { Certainty } from '../enumerate/threat.ts';
import { HUMAN_STATEMENT, byResidualRisk } from '../mitigate/index.ts';
import type { GateResult, Register, RegisterEntry, Status } from '../mitigate/index.ts';
import { type Inventory, fleetPlaced } from '../model/index.ts';
import type { System } from '../model/system.ts';
import type { ReportInput } from './input.ts';
import { lookedAt, triedText } from './views/looked.ts';
import { overridesSentence } from './writing/overrides.ts';
import {
  CERTAINTIES,
  CERTAINTY_ORDER,
  count,
  day,
  isSettled,
  list,
  STATUS_ORDER,
  STATUSES,
} from './writing/words.ts';

/** One sentence with the question it answers, the shape of a line in a summary. */
export interface SummaryLine {
  readonly label: string;
  readonly text: string;
}

/** As many lines as the steps taken so far have to say, in the order of the steps. */
export function summarise(input: ReportInput): SummaryLine[] {
  const lines = [modelLine(input.system)];
  const rated = overridesSentence(input.catalogue);
  if (rated !== undefined && (input.register ?? input.threats))
    lines.push({ label: 'Severities', text: rated });
  if (input.register)
    return [
      ...lines,
      ...shownLines(input, input.register.entries.length),
      ...registerLines(input.register, input),
    ];
  if (input.threats) {
    const threats = [...input.threats];
    lines.push(...shownLines(input, threats.length), threatLine(threats));
  }
  return lines;
}

/** How many entries have each status; only those that occur, most urgent first. */
export function statusCounts(register: Register): { readonly status: Status; readonly count: number }[] {
  const counts = new Map<Status, number>();
  for (const { status } of register.entries) counts.set(status, (counts.get(status) ?? 0) + 1);
  return STATUS_ORDER.flatMap((status) =>
    counts.has(status) ? [{ status, count: counts.get(status) ?? 0 }] : [],
  );
}

/** How many threats have each certainty; only those that occur, accusations first. */
export function certaintyCounts(
  threats: Iterable<{ readonly certainty: Certainty }>,
): { readonly certainty: Certainty; readonly count: number }[] {
  const counts = new Map<Certainty, number>();
  for (const { certainty } of threats) counts.set(certainty, (counts.get(certainty) ?? 0) + 1);
  return CERTAINTY_ORDER.flatMap((certainty) =>
    counts.has(certainty) ? [{ certainty, count: counts.get(certainty) ?? 0 }] : [],
  );
}

function modelLine(system: System): SummaryLine {
  const units = [...system.elements.values()].reduce((sum, element) => sum + element.count, 0);
  const elements = count(system.elements.size, 'element');
  const parts = [
    units > system.elements.size ? `${elements} (${count(units, 'unit')})` : elements,
    count(system.zones.size, 'zone'),
    count(system.flows.size, 'flow'),
    count(system.boundaries.size, 'trust boundary', 'trust boundaries'),
  ];
  const name = system.version === undefined ? system.name : `${system.name} ${system.version}`;
  const stage = system.stage === 'fielded' ? 'is in the field' : `is in ${system.stage}`;
  return { label: 'Model', text: `${name} ${stage}: ${list(parts)}.` };
}

/** That this is not all of it. */
function shownLines({ shown }: ReportInput, threats: number): SummaryLine[] {
  if (!shown) return [];
  const text = `Only ${list([...shown.ids])}, with what ends there: ${threats.toLocaleString('en')} of ${count(shown.of, 'threat')}.`;
  return [{ label: 'Shown', text }];
}

function threatLine(
  threats: readonly { readonly certainty: Certainty; readonly stride: readonly Letter[] }[],
): SummaryLine {
  if (threats.length === 0)
    return { label: 'Threats', text: 'No rule of the catalogue applies to this model.' };
  const parts = certaintyCounts(threats).map(
    ({ certainty, count: number }) => `${number.toLocaleString('en')} where ${CERTAINTIES[certainty].means}`,
  );
  return { label: 'Threats', text: `${count(threats.length, 'threat')}: ${list(parts)}.` };
}

function registerLines(register: Register, input: ReportInput): SummaryLine[] {
  const { entries } = register;
  const looked = lookedAt(register, input.runs);
  const lines: SummaryLine[] = [threatLine(entries)];
  if (entries.length > 0) {
    const byWord = entries.filter(restsOnWord).length;
    const parts = statusCounts(register).map(({ status, count: number }) => {
      const told = `${number.toLocaleString('en')} ${STATUSES[status].label}`;
      return status === 'validated' && byWord > 0
        ? `${told} (${byWord.toLocaleString('en')} of them with a person's signed word)`
        : told;
    });
    lines.push({ label: 'Where they stand', text: `${sentence(list(parts))}.` });
  }
  const top = entries.filter((entry) => !isSettled(entry.status)).toSorted(byResidualRisk)[0];
  if (top) {
    lines.push({
      label: 'Most urgent',
      text: `${top.id}, ${STATUSES[top.status].label}, residual risk ${top.residual.score} of 25: ${top.title}.`,
    });
  }
  lines.push(
    {
      label: 'What was claimed',
      text:
        looked.claims === 0
          ? 'No mitigation is claimed, in the model or by a person.'
          : `${count(looked.claims, 'mitigation')} on the parts they protect, by the model or by a person.`,
    },
    { label: 'What was tried', text: triedSentence(register, looked) },
    { label: 'What was not looked at', text: gapSentence(looked) },
  );
  const { inventory, unmodelled } = register;
  if (inventory) lines.push({ label: 'Fleet', text: fleetSentence(inventory) });
  if (unmodelled.length > 0) {
    const names = unmodelled.slice(0, 3).map(({ kind, name }) => `the ${kind} "${name}"`);
    const more = unmodelled.length - names.length;
    const all = more > 0 ? [...names, `${more.toLocaleString('en')} more`] : names;
    lines.push({ label: 'Seen and not in the model', text: `${sentence(list(all))}.` });
  }
  const reviewed = reviewSentence(register);
  if (reviewed !== undefined) lines.push({ label: 'Reviewed', text: reviewed });
  if (input.gate) {
    lines.push({ label: 'Gate', text: gateSentence(input.gate) });
  }
  return lines;
}

/** That no check alone made it validated: a person signed for a part of it, or for all. */
function restsOnWord({ status, evidence }: RegisterEntry): boolean {
  return (
    status === 'validated' &&
    evidence.some(
      ({ state, results }) => state === 'pass' && results.some(({ check }) => check === HUMAN_STATEMENT),
    )
  );
}

/** What the gate says, in one or two sentences; what rests on bare claims is said whatever it decides. */
export function gateSentence({ ok, stage, failOn, reasons, tolerated, untested }: GateResult): string {
  const verdict = ok
    ? `It passes for a product in the stage "${stage}", looking at ${failOn} severity and above.`
    : `It does not pass: ${count(reasons.length, 'reason')} at ${failOn} severity or above, or about the files themselves.`;
  return [
    verdict,
    untested > 0 &&
      `${count(untested, 'threat')} there ${untested === 1 ? 'rests' : 'rest'} on a claim that no check shows.`,
    tolerated.length > 0 &&
      `${count(tolerated.length, 'finding')} of the baseline ${tolerated.length === 1 ? 'is' : 'are'} tolerated.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Who stands by the model as it is; nothing where nobody does and nobody has to. */
function reviewSentence({ reviews: { asked, people, given } }: Register): string | undefined {
  if (asked === 0 && given.length === 0) return undefined;
  const words = given.map(({ by, role, at, lapsed }) =>
    lapsed === undefined
      ? `${by} (${role}) has read it as it is, on ${day(at)}`
      : `${by} (${role}) had read it on ${day(at)}, but ${lapsed}`,
  );
  const figures =
    asked > 0 ? [`${people} of ${count(asked, 'person', 'people')} that trust.yaml asks for`] : [];
  return `${[...figures, ...words].map(sentence).join('. ')}.`;
}

function fleetSentence(inventory: Inventory): string {
  const { of, placed } = fleetPlaced(inventory);
  const figures = `${placed.toLocaleString('en')} of ${of.toLocaleString('en')}`;
  return `The inventory places ${figures} units; evidence on one unit speaks for those placed with it.`;
}

function triedSentence(register: Register, looked: ReturnType<typeof lookedAt>): string {
  if (register.environment === undefined) return 'Nothing: no environment with targets is declared.';
  const { newest } = looked.tried;
  if (!newest) return `Nothing yet in the environment "${register.environment}".`;
  const when = `the newest on ${day(newest.run.finishedAt)}, signed by ${newest.signer}`;
  return (
    `In the environment "${register.environment}", ${triedText(looked.tried)}; ${when}. ` +
    `For ${looked.claimsPassed} of ${count(looked.claims, 'claim')} every attack tried failed while legitimate use worked.`
  );
}

function gapSentence({ gaps }: ReturnType<typeof lookedAt>): string {
  if (gaps.length === 0)
    return 'Nothing that is claimed was left out; what nobody thought of is not listed anywhere.';
  return `${sentence(list(gaps.map((group) => `${group.gaps.length.toLocaleString('en')} ${lower(group.title)}`)))}.`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
