/** threats.yaml: threats that no rule makes, written by people: workshop findings, misuse cases, imported ones. */
import { z } from 'zod';

import type { Catalogue } from '../catalogue/catalogue.ts';
import { Id, Letter, Row } from '../catalogue/schema.ts';
import { OriginEntry } from '../model/schema.ts';
import type { System } from '../model/system.ts';
import { type Parsed, type Path, parseText, placeOf } from '../text/parse.ts';
import { type Outcome, type Problem, type Where, hasErrors } from '../text/problem.ts';
import { checkShape } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { suggestion } from '../text/suggest.ts';
import type { SeverityLevel, Subject } from './threat.ts';

/** The id that a rule of another tool has here: `tm7/TH35`. */
export const ForeignRule = z
  .string()
  .regex(/^tm7\/[\w.-]+$/, 'a rule of a Microsoft template looks like tm7/TH35');

const HandThreatEntry = z
  .strictObject({
    title: z.string().min(1).describe('What goes wrong, as a short sentence.'),
    rule: ForeignRule.describe(
      'The rule of another tool that raised it; its id is then RULE@subject. One such threat a rule and subject.',
    ).optional(),
    stride: z
      .array(Letter)
      .describe('The letters of STRIDE that it is; empty for an imported category that is none of them.'),
    description: z.string().min(1).describe('A few sentences about it.').optional(),
    subject: z.string().describe('The id of the element, connection, flow or system it is about.'),
    attacker: z.string().min(1).describe('Who does it.').optional(),
    why: z.string().min(1).describe('What for, or why it matters.').optional(),
    severity: z
      .enum(['low', 'medium', 'high', 'critical'])
      .describe('How bad it is before anything is done about it; medium without it.')
      .optional(),
    mitigations: z
      .array(z.array(Id).min(1))
      .min(1)
      .describe('Groups of mitigations of the catalogue, of which one must hold whole.')
      .optional(),
    suggestion: z.string().min(1).describe('What its source suggests against it.').optional(),
    row: Row.omit({ own: true })
      .partial()
      .describe('Its line in the table of component, threat, mitigation, risk and implementation.')
      .optional(),
    columns: z
      .record(z.string(), z.string())
      .describe('Further columns of the list it comes from.')
      .optional(),
    origin: OriginEntry.optional(),
  })
  .refine(({ stride, rule }) => stride.length > 0 || rule !== undefined, {
    path: ['stride'],
    error: 'a threat needs at least one letter of STRIDE',
  });

export const ThreatsFile = z.strictObject({
  bestride: z.literal(1).describe('The version of this file form.').optional(),
  threats: z.record(Id, HandThreatEntry).describe('Threats, by an id of their own.'),
});

/** A threat as its author wrote it, its subject found. */
export interface HandThreat extends Omit<
  z.infer<typeof HandThreatEntry>,
  'subject' | 'severity' | 'mitigations'
> {
  readonly id: string;
  readonly subject: Subject;
  readonly severity: SeverityLevel;
  /** Groups of mitigation ids of which one must hold whole. Empty: none known. */
  readonly mitigations: readonly (readonly string[])[];
  readonly where?: Where;
}

/** What stands before the `@` of its id: the rule that raised it elsewhere, or its own id. */
export function ruleOfHand({ rule, id }: HandThreat): string {
  return rule ?? id;
}

/**
 * Reads threats.yaml. Problems: TXT04..TXT11, THR01 (no such subject), THR02 (no such mitigation),
 * THR03 (two of one rule on one subject). An id that serves both a flow and the connection it states means the flow.
 */
export function readThreats(
  source: Source,
  system: System,
  catalogue: Catalogue,
): Outcome<readonly HandThreat[]> {
  const text = parseText(source);
  if (!text.value) return { problems: text.problems };
  const parsed = text.value;
  const shape = checkShape(ThreatsFile, parsed);
  if (!shape.value) return { problems: shape.problems };

  const problems: Problem[] = [...text.problems];
  const byRule = new Map<string, string>();
  const threats = Object.entries(shape.value.threats).flatMap(([id, entry]) => {
    const path = ['threats', id];
    for (const [index, group] of (entry.mitigations ?? []).entries()) {
      problems.push(...unknownMitigations(group, [...path, 'mitigations', index], parsed, catalogue));
    }
    const kind = subjectKind(system, entry.subject);
    if (kind === undefined) {
      problems.push(noSubject(entry.subject, [...path, 'subject'], parsed, system));
      return [];
    }
    const { severity = 'medium', mitigations = [], ...written } = entry;
    const where = placeOf(parsed, path, 'key');
    const origin = originOf(system, entry.subject);
    const subject: Subject = { kind, id: entry.subject, ...(origin && { origin }) };
    if (entry.rule !== undefined) {
      const known = byRule.get(`${entry.rule}@${entry.subject}`);
      if (known !== undefined) problems.push(twice(entry.rule, entry.subject, known, where));
      byRule.set(`${entry.rule}@${entry.subject}`, id);
    }
    return [{ ...written, id, subject, severity, mitigations, where }];
  });
  return hasErrors(problems) ? { problems } : { value: threats, problems };
}

function twice(rule: string, subject: string, known: string, where: Where): Problem {
  return {
    code: 'THR03',
    severity: 'error',
    message: `"${known}" is the threat of rule "${rule}" on "${subject}" already`,
    hint: 'Keep one of the two, or leave `rule` out of the other.',
    where,
  };
}

function subjectKind(system: System, id: string): Subject['kind'] | undefined {
  if (system.elements.has(id)) return 'element';
  if (system.flows.has(id)) return 'flow';
  if (system.connections.has(id)) return 'connection';
  return system.id === id ? 'system' : undefined;
}

function originOf(system: System, id: string): Subject['origin'] {
  return (system.elements.get(id) ?? system.flows.get(id) ?? system.connections.get(id))?.origin;
}

function noSubject(id: string, path: Path, parsed: Parsed, system: System): Problem {
  const other = system.zones.has(id) ? 'a zone' : system.assets.has(id) ? 'an asset' : undefined;
  const candidates = [
    ...system.elements.keys(),
    ...system.connections.keys(),
    ...system.flows.keys(),
    system.id,
  ];
  const renamed = renamedFrom(system, id);
  const hint = other
    ? 'A threat is about an element, a connection, a flow or the whole system.'
    : renamed === undefined
      ? suggestion(id, [...new Set(candidates)])
      : `It is called "${renamed}" now.`;
  return {
    code: 'THR01',
    severity: 'error',
    message: other ? `"${id}" is ${other}, and no subject of a threat` : `there is no "${id}" in the system`,
    ...(hint && { hint }),
    where: placeOf(parsed, path),
  };
}

function renamedFrom({ elements, connections, flows }: System, id: string): string | undefined {
  const things = [...elements.values(), ...connections.values(), ...flows.values()];
  return things.find(({ formerly }) => formerly.includes(id))?.id;
}

function unknownMitigations(
  group: readonly string[],
  path: Path,
  parsed: Parsed,
  { mitigations }: Catalogue,
): Problem[] {
  return group.flatMap((id, index) => {
    if (mitigations.has(id)) return [];
    const hint = suggestion(id, [...mitigations.keys()]);
    return {
      code: 'THR02',
      severity: 'error',
      message: `the catalogue has no mitigation "${id}"`,
      ...(hint && { hint }),
      where: placeOf(parsed, [...path, index]),
    };
  });
}
