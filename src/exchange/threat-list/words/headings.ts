/**
 * What headings of lists are called, in English and German: by the export of Microsoft's Threat Modeling Tool (Id,
 * Diagram, Changed By, Last Modified, State, Title, Category, Description, Justification, Interaction, Priority), by
 * IriusRisk (Component, Use case, Threat, Risk Response, Inherent Risk, Owner …), by Threat Dragon, threat-composer
 * and this program, and in spreadsheets that people made for themselves.
 */
import { normal, phrases, wordsAt } from './normal.ts';

/** What a column can be read as; `column`: kept as a further column, `nothing`: left out. */
export const FIELDS = [
  'id',
  'title',
  'description',
  'stride',
  'S',
  'T',
  'R',
  'I',
  'D',
  'E',
  'subject',
  'severity',
  'likelihood',
  'impact',
  'status',
  'mitigation',
  'reason',
  'owner',
  'due',
  'until',
  'to',
  'attacker',
  'why',
  'column',
  'nothing',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields whose cells hold one of few words. */
export const WORDED = ['stride', 'severity', 'likelihood', 'impact', 'status'] as const;
export type Worded = (typeof WORDED)[number];

interface Headings {
  readonly field: Field;
  /** Best first. */
  readonly sure: readonly string[];
  /** Taken where no column is sure; of a field with few words, where most cells hold one of them. */
  readonly maybe?: readonly string[];
}

/** In the order in which they choose their columns. All words are in normal spelling. */
export const HEADINGS: readonly Headings[] = [
  {
    field: 'id',
    sure: phrases('id, threat id, threatid, risk id, bedrohungs id, risiko id, nr, no, number, nummer'),
    maybe: phrases('ref, reference, referenz, key, ticket, lfd nr, pos, #, numeric id'),
  },
  {
    field: 'stride',
    sure: phrases('stride, stride category, stride categories, stride kategorie, stride lm, stride type'),
    maybe: phrases(`
      category, threat category, categories, kategorie, bedrohungskategorie, threat type,
      threat class, type, typ, bedrohungsart, art, use case, property, schutzziel, security property
    `),
  },
  {
    field: 'status',
    sure: phrases(`
      status, state, threat status, threat state, mitigation status, treatment status,
      bearbeitungsstatus, bearbeitungsstand, umsetzungsstatus
    `),
    maybe: phrases(`
      risk response, response, treatment, risk treatment, disposition, decision, resolution, progress,
      stand, zustand, behandlung, risikobehandlung, entscheidung, mitigated, resolved, done, closed,
      erledigt, umgesetzt, behandelt
    `),
  },
  {
    field: 'severity',
    sure: phrases('severity, threat severity, schweregrad, schwere, risk level, risk rating, risikostufe'),
    maybe: phrases(`
      inherent risk, initial risk, bruttorisiko, risk, risiko, risk score, risikowert, criticality,
      kritikalitaet, risk priority, risikoprioritaet, rating, bewertung, risikobewertung,
      current risk, cvss, cvss score, dread, dread score, score, priority, prioritaet, prio, level,
      stufe
    `),
  },
  {
    field: 'likelihood',
    sure: phrases('likelihood, probability, eintrittswahrscheinlichkeit, wahrscheinlichkeit'),
    maybe: phrases(
      'attack likelihood, likelihood of attack, angriffswahrscheinlichkeit, haeufigkeit, l, p, ew',
    ),
  },
  {
    field: 'impact',
    sure: phrases('impact, auswirkung, auswirkungen, schadensausmass, schadenshoehe, schaden'),
    maybe: phrases('damage, consequence, schadenspotenzial, schadenspotential, tragweite, ausmass, sa'),
  },
  {
    field: 'title',
    sure: phrases(`
      title, threat, threat title, threat name, threat statement, titel, bedrohung, gefaehrdung,
      bedrohungsszenario, gefahr, attack, angriff
    `),
    maybe: phrases(`
      threat scenario, attack scenario, scenario, szenario, angriffsszenario, summary, name,
      statement, finding, issue, misuse case, abuse case, bezeichnung, risk, risiko, weakness,
      vulnerability, schwachstelle, threats, bedrohungen
    `),
  },
  {
    field: 'description',
    sure: phrases(
      'description, threat description, beschreibung, bedrohungsbeschreibung, description of threat',
    ),
    maybe: phrases('details, detail, erlaeuterung, threat scenario, scenario, szenario, risk description'),
  },
  {
    field: 'subject',
    sure: phrases(`
      component, komponente, element, subject, affected component, affected components,
      betroffene komponente, affected element, betroffenes element, components, komponenten,
      component asset, asset component
    `),
    maybe: phrases(`
      interaction, interaktion, data flow, dataflow, datenfluss, flow, target, ziel, zielobjekt,
      asset, affected asset, betroffenes asset, object, objekt, system, system element, module, modul,
      baustein, device, geraet, node, interface, schnittstelle, where, wo
    `),
  },
  {
    field: 'mitigation',
    sure: phrases(`
      mitigation, mitigations, massnahme, massnahmen, gegenmassnahme, gegenmassnahmen, countermeasure,
      countermeasures, possible mitigation, possible mitigations, proposed mitigation,
      suggested mitigation, mitigation strategy
    `),
    maybe: phrases(`
      control, controls, safeguard, safeguards, security control, security controls, recommendation,
      recommendations, empfehlung, schutzmassnahme, schutzmassnahmen, abhilfe, remediation,
      treatment plan, action, actions, existing mitigation, existing controls
    `),
  },
  {
    field: 'reason',
    sure: phrases('justification, begruendung, rationale, reason, status reason, decision rationale'),
    maybe: phrases('comment, comments, kommentar, bemerkung, bemerkungen, note, notes, anmerkung, why'),
  },
  {
    field: 'owner',
    sure: phrases(`
      owner, risk owner, verantwortlich, verantwortlicher, verantwortliche, risikoeigner, responsible,
      mitigation owner, zustaendig, assignee, assigned to
    `),
    maybe: phrases('changed by, eigner, bearbeiter, team, accepted by, decided by'),
  },
  {
    field: 'due',
    sure: phrases('due, due date, deadline, faellig, faellig am, faelligkeit, termin, target date'),
    maybe: phrases('zieltermin, zieldatum, frist, planned for, umsetzung bis, bis wann, eta'),
  },
  {
    field: 'until',
    sure: phrases('until, accepted until, acceptance until, valid until, expires, expiry, expiry date'),
    maybe: phrases('akzeptiert bis, gueltig bis, review date, next review, wiedervorlage'),
  },
  {
    field: 'to',
    sure: phrases('transferred to, transfer to, uebertragen an, uebertragung an'),
  },
  {
    field: 'attacker',
    sure: phrases('attacker, angreifer, threat agent, threat actor, threat source, adversary, actor, taeter'),
    maybe: phrases('agent, bedrohungsakteur'),
  },
  {
    field: 'why',
    sure: phrases('motivation, motive, motiv, goal, attack goal, angriffsziel'),
    maybe: phrases(
      'impact description, impact, auswirkung, auswirkungen, consequence, folgen, business impact',
    ),
  },
];

/** Headings that hold a word of a field and mean something else. */
const OTHERS = phrases(`
  residual risk, restrisiko, nettorisiko, residual likelihood, residual impact, residual severity,
  projected risk, target risk, threat source, last modified, countermeasure progress,
  countermeasure tests, weakness tests, control id, mitigation id, test status, risk matrix
`);

/** How well a heading fits a field; lower is better, undefined where it does not. */
export function fitOf(
  label: string,
  { field, sure, maybe = [] }: Headings,
): { rank: number; isSure: boolean } | undefined {
  const all = [...sure, ...maybe];
  for (const form of [normal(label), normal(label.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' '))]) {
    const rank = all.indexOf(form);
    if (rank >= 0) return { rank, isSure: rank < sure.length };
    if (OTHERS.some((other) => wordsAt(form, other) >= 0)) return undefined;
  }
  const head = headOf(label);
  if (head?.field !== field) return undefined;
  return { rank: all.length + head.rank, isSure: false };
}

/** The field of what a longer heading is about at its end: `Planned mitigation owner` is an owner. */
function headOf(label: string): { field: Field; rank: number } | undefined {
  const text = normal(label.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' '));
  let best: { field: Field; rank: number; end: number; length: number } | undefined;
  for (const { field, sure, maybe = [] } of HEADINGS) {
    for (const [rank, phrase] of [...sure, ...maybe].entries()) {
      if (phrase.length < 4) continue;
      const at = wordsAt(text, phrase);
      if (at < 0) continue;
      const end = at + phrase.length;
      if (!best || end > best.end || (end === best.end && phrase.length > best.length)) {
        best = { field, rank, end, length: phrase.length };
      }
    }
  }
  return best;
}

/** True for headings that this program knows, whatever they mean. */
export function isHeading(label: string): boolean {
  return (
    label.length <= 60 &&
    (OTHERS.includes(normal(label)) || HEADINGS.some((headings) => fitOf(label, headings)))
  );
}
