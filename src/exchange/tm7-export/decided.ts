/** Threats of a template that somebody decided on, though the project's own rules do not raise them. */
import { enumerate } from '../../enumerate/index.ts';
import { mitigate, NO_EVIDENCE } from '../../mitigate/index.ts';
import type { ExportInput } from '../exported.ts';
import type { Placement } from '../onto-template/index.ts';
import { threatsOf } from '../template-rules/threats.ts';
import { generate } from '../tmt/generation/generate.ts';
import type { Template } from '../tmt/template.ts';

/** The input with those in its register, as far as a decision is about them. */
export function withDecided(
  input: ExportInput,
  { interactions }: Placement,
  template: Template,
): ExportInput {
  const { register, decisions } = input;
  const { system, catalogue, now } = register;
  const held = new Set(register.entries.map(({ id }) => id));
  const { threats } = threatsOf(generate(interactions, template), template, system);
  const handWritten = threats.filter(({ id }) => decisions.decisions.has(id) && !held.has(id));
  if (handWritten.length === 0) return input;
  const raised = enumerate(system, { ...catalogue, rules: new Map() }, { handWritten });
  const { entries } = mitigate(raised, decisions, NO_EVIDENCE, catalogue, now);
  return { ...input, register: { ...register, entries: [...register.entries, ...entries] } };
}
