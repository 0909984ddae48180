/** What secrets in a file mean for it. */
import { enough, good, type Judgement, untold, weak } from '../rows.ts';
import type { Secret } from './secrets.ts';

/**
 * Weak with a secret in the clear. One that a variable or a person puts in later is good where the file itself
 * stays as it is (a compose file), and untold where the file is a template for what will hold it (a deployment).
 */
export function judgeSecrets(
  secrets: readonly Secret[],
  { laterIsGood }: { readonly laterIsGood: boolean },
): Judgement {
  const of = (is: Secret['is']): string[] => secrets.filter((one) => one.is === is).map(({ what }) => what);
  const clear = of('clear');
  if (clear.length > 0) return weak(`has a secret in the clear: ${enough(clear)}`);
  const later = of('later');
  if (later.length === 0) return good('has no secret in it');
  return laterIsGood
    ? good(`takes secrets from outside the file: ${enough(later)}`)
    : untold(`gets a secret later, which the deployment then holds: ${enough(later)}`);
}
