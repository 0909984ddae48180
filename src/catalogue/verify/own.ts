/** What a project's own catalogue may not do: take names that mean something else, or reach into the built-in rules. */
import { quote } from '../../text/frame.ts';
import type { Problem } from '../../text/problem.ts';
import { suggestion } from '../../text/suggest.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Entries } from '../entries.ts';
import { HOP_NAMES } from '../paths.ts';

/**
 * Keys that `system.yaml` gives a meaning of its own. A property of such a name could never be stated, or would
 * replace what the key means.
 */
export const FILE_KEYS: readonly string[] = (
  'id name description origin formerly outOfScope version stage type parent count cohorts area focus surfaces ' +
  'stores actuates kind carries'
).split(' ');

/**
 * CAT07: names that a property cannot have. A property called `from.type` would answer where built-in rules ask for
 * the type of the dialling end, and their threats would be gone. CAT02, CAT06: overrides that lead nowhere.
 */
export function verifyOwn({ properties, overrides, rules }: Entries, builtin: Catalogue): Problem[] {
  const ownRules = new Set(rules.map(({ value }) => value.id));
  return [
    ...properties.flatMap((entry): Problem[] => {
      const { name, derived } = entry.value;
      const [first = ''] = name.split('.');
      const taken = name.split('.').some((part) => part in {});
      if (HOP_NAMES.includes(first) || FILE_KEYS.includes(first) || taken) {
        return [
          {
            code: 'CAT07',
            severity: 'error',
            message: `no property can be called ${quote(name)}: ${quote(taken ? name : first)} means something else already`,
            hint: 'Choose another name.',
            where: entry.where(['name']),
          },
        ];
      }
      if (derived !== true) return [];
      return [
        {
          code: 'CAT07',
          severity: 'error',
          message: `nothing derives ${quote(name)}, so it would never have a value`,
          hint: 'Leave "derived" out: people state it in system.yaml.',
          where: entry.where(['derived']),
        },
      ];
    }),
    ...overrides.flatMap((entry): Problem[] => {
      const { rule } = entry.value;
      if (ownRules.has(rule)) {
        return [
          {
            code: 'CAT06',
            severity: 'error',
            message: `the rule ${quote(rule)} is your own`,
            hint: 'Change its severity in its own file.',
            where: entry.where(),
          },
        ];
      }
      if (builtin.rules.has(rule)) return [];
      const hint = suggestion(rule, [...builtin.rules.keys()]);
      const message = `there is no rule ${quote(rule)}`;
      return [{ code: 'CAT02', severity: 'error', message, ...(hint && { hint }), where: entry.where() }];
    }),
  ];
}
