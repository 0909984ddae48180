/** The project's own mitigation for a threat that a list says is mitigated, or is going to be. */
import { stringify } from 'yaml';

import { oneLine } from '../into-project/names.ts';
import type { ListThreat } from './threats.ts';

const LONGEST_TITLE = 160;

/**
 * Nothing states it in the model and nothing tests it: only a claim can say it, and a threat that it answers is
 * `implemented` at most, until somebody says which check would try it.
 */
export function mitigationFile(id: string, { title, mitigation }: ListThreat, file: string): string {
  const head = [
    `What ${file} says is done against: ${title}`,
    'It is a claim and no more: nothing tests it. Give it "validatedBy" with checks that do, or answer the threat by a',
    'mitigation of the built-in catalogue.',
  ];
  const [first = ''] = oneLine(mitigation).split(/(?<=[.!?])\s/);
  const short = first.length > LONGEST_TITLE ? `${first.slice(0, LONGEST_TITLE - 3)}...` : first;
  const text = stringify(
    {
      id,
      title: short || `What was done against: ${title}`,
      does: mitigation || `What the team says it did against this threat: ${title}.`,
      notAgainst: 'The list does not say. Whatever of the threat it leaves open.',
      implementation: ['As the claim about it in decisions.yaml notes.'],
      // The list names no role; whoever builds the system is asked first.
      owner: 'developer',
      enforcedAt: 'self',
      leastStrength: 'document',
    },
    { lineWidth: 0 },
  );
  return `${head.map((line) => `# ${line}\n`).join('')}${text}`;
}
