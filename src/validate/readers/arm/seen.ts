/** Resources that stand for elements of a model: what of them is not in the model is worked out from the register. */
import type { Seen } from '../../../evidence/run.ts';
import type { ArmTemplate } from './template.ts';
import { ELEMENTS } from './types.ts';

/**
 * The services and stores there are, by the name that the file gives them: an expression, where the name is made up
 * at the deployment. Undefined where some may be missing, or may not be there.
 */
export function resourcesSeen({ resources, unread }: ArmTemplate): readonly Seen[] | undefined {
  if (unread.length > 0) return undefined;
  const found = resources.filter(({ type }) => ELEMENTS.has(type.toLowerCase()));
  if (found.some(({ deployed }) => deployed !== true)) return undefined;
  return found
    .filter(({ called }) => called !== '')
    .map(({ type, called, where: { file, line } }) => ({
      kind: 'resource',
      name: called,
      detail: `${type} (${file}:${line})`,
    }));
}
