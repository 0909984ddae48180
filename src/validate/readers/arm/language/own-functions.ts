/** Functions that a template defines itself: `functions`, by namespace and name. */
import { type Obj, type Value, entry, formOf, isList, isObject } from '../value.ts';

export interface OwnFunction {
  /** `namespace.name`, in lower case, as it is called. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** What it gives, an expression as a rule. */
  readonly value: Value;
  /** What the expression sees: the functions and definitions of the template, and the function's parameters. */
  readonly template: Obj;
}

/** All of them; of two with one name, the first. */
export function functionsIn(template: Obj): ReadonlyMap<string, OwnFunction> {
  const found = new Map<string, OwnFunction>();
  const spaces = entry(template, 'functions');
  for (const space of isList(spaces) ? spaces : []) {
    const members = isObject(space) ? entry(space, 'members') : undefined;
    const namespace = isObject(space) ? formOf(entry(space, 'namespace') ?? '') : '';
    for (const [member, one] of Object.entries(isObject(members) ? members : {})) {
      const name = `${namespace}.${member}`.toLowerCase();
      if (isObject(one) && !found.has(name)) found.set(name, ownFunction(name, one, template));
    }
  }
  return found;
}

function ownFunction(name: string, one: Obj, template: Obj): OwnFunction {
  const listed = entry(one, 'parameters');
  const declared = (isList(listed) ? listed : []).map((each) => ({
    name: isObject(each) ? formOf(entry(each, 'name') ?? '') : '',
    each,
  }));
  const output = entry(one, 'output');
  return {
    name,
    parameters: declared.map((each) => each.name),
    value: isObject(output) ? (entry(output, 'value') ?? null) : null,
    template: {
      functions: entry(template, 'functions') ?? [],
      definitions: entry(template, 'definitions') ?? {},
      parameters: Object.fromEntries(declared.map((each) => [each.name, each.each])),
    },
  };
}
