/** What is odd about the rules of a template, as a whole. */
import type { End, Expression } from '../expressions/expression.ts';
import type { StencilAttribute, Template, ThreatType } from '../template.ts';
import type { Findings } from './findings.ts';

/** The core template's own way to write a rule that never fires, for threats that people add by hand. */
const NOTHING = 'ROOT';

/**
 * Reports what nothing can make true (TMT07), categories nobody declared (TMT04), titles about an end that the
 * rule does not look at (TMT09), and how many attributes no rule reads (TMT10).
 */
export function oddities(template: Template, findings: Findings): void {
  const { stencils, categories, threatTypes } = template;
  const attributes = new Map<string, Set<string>>();
  for (const stencil of stencils.values()) {
    for (const { name, values } of stencil.attributes.values()) {
      const all = attributes.get(name) ?? new Set();
      for (const value of values) all.add(value);
      attributes.set(name, all);
    }
  }
  const known = new Set(categories.map(({ id }) => id));
  const read = new Set<string>();
  for (const type of threatTypes) {
    if (type.category !== '' && !known.has(type.category)) {
      const message = `threat type "${type.id}" is of category "${type.category}", which the template does not have`;
      findings.odd('TMT04', message, type.where);
    }
    for (const test of [...testsOf(type.include), ...testsOf(type.exclude)]) {
      if (test.op === 'attribute') read.add(test.name);
      const wrong = impossible(test, template, attributes);
      if (wrong) findings.odd('TMT07', `threat type "${type.id}": ${wrong}`, type.where);
    }
    checkTitle(type, findings);
  }
  reportUnread(template, read, findings);
}

type Test = Extract<Expression, { readonly op: 'type' | 'attribute' | 'crosses' }>;

function testsOf(expression: Expression | undefined): readonly Test[] {
  if (!expression) return [];
  if ('parts' in expression) return expression.parts.flatMap(testsOf);
  return 'part' in expression ? testsOf(expression.part) : [expression];
}

function impossible(
  test: Test,
  { stencils }: Template,
  attributes: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  if (test.op !== 'attribute') {
    const id = test.op === 'type' ? test.is : test.boundary;
    return id === NOTHING || stencils.has(id) ? undefined : `the template has no stencil "${id}"`;
  }
  const values = attributes.get(test.name);
  if (!values) return `no stencil has an attribute "${test.name}"`;
  return values.has(test.is) ? undefined : `no attribute "${test.name}" has the value "${test.is}"`;
}

function checkTitle({ id, title, include, where }: ThreatType, findings: Findings): void {
  if (!include) return;
  const named = (['source', 'target'] as const).filter((end) =>
    title.toLowerCase().includes(`{${end}.name}`),
  );
  const tested = new Set<End>(testsOf(include).map((test) => (test.op === 'crosses' ? 'flow' : test.of)));
  if (tested.has('flow')) return;
  const [other] = named;
  if (other && named.length === 1 && !tested.has(other)) {
    const message = `the title of threat type "${id}" names the ${other}, but its expression looks only at the ${[...tested].join(' and ')}`;
    findings.odd('TMT09', message, where);
  }
}

function reportUnread({ stencils }: Template, read: ReadonlySet<string>, findings: Findings): void {
  const own = new Set<StencilAttribute>();
  for (const { attributes } of stencils.values())
    for (const attribute of attributes.values()) own.add(attribute);
  const unread = [...own].filter(({ name }) => !read.has(name)).length;
  const [first] = stencils.values();
  if (unread === 0 || !first) return;
  const message = `no threat type reads ${unread} of the ${own.size} attributes: setting them changes nothing`;
  findings.odd('TMT10', message, first.where);
}
