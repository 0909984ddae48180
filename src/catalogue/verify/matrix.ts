/** The STRIDE matrix: entries about things there are, decided by facts. */
import type { Problem } from '../../text/problem.ts';
import type { Entry } from '../entries.ts';
import type { MatrixEntry } from '../matrix.ts';
import { type Vocabulary, verifyCondition } from './condition.ts';
import { listed, unknown } from './names.ts';

/** Problems: CAT02 (an unknown type), CAT03 (a condition that cannot be asked, or that reads a control). */
export function verifyMatrix(entries: readonly Entry<MatrixEntry>[], words: Vocabulary): Problem[] {
  return entries.flatMap((entry) => {
    const { on, kinds, types, when } = entry.value;
    const misplaced = on === 'crossing' && (kinds ?? types) !== undefined;
    return [
      ...unknown(entry, listed(['types'], types), [...words.types], 'type'),
      ...(when === undefined
        ? []
        : verifyCondition(when, 'applies', on === 'crossing' ? 'flow' : 'element', entry, ['when'], words)),
      ...(misplaced
        ? [
            {
              code: 'CAT03',
              severity: 'error',
              message: 'a crossing has no kind and no type of its own',
              hint: 'Ask for those of its ends in "when": from.type, to.kind.',
              where: entry.where([kinds ? 'kinds' : 'types']),
            } as const,
          ]
        : []),
    ];
  });
}
