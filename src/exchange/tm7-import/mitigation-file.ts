/** The project's own mitigation for a type of threat that somebody marked as mitigated. */
import { stringify } from 'yaml';

import { type OwnMitigation } from './threats.ts';
import type { Tm7 } from '../tmt/tm7.ts';

/**
 * Nothing states it in the model and nothing tests it: only a claim can say it, and a threat that it answers is
 * `implemented` at most, until somebody says which check would try it.
 */
export function mitigationFile(id: string, { title, does, type }: OwnMitigation, { file }: Tm7): string {
  const head = [
    `What ${file} calls mitigated for threats of the type ${type}. It is a claim and no more: nothing tests it.`,
    'Give it "validatedBy" with checks that do, or answer the threat by a mitigation of the built-in catalogue.',
  ];
  const text = stringify(
    {
      id,
      title,
      does,
      notAgainst: `The file does not say. Whatever threats of the type ${type} leave open.`,
      implementation: ['As the claims about it in decisions.yaml note.'],
      // The file names no role; whoever builds the system is asked first.
      owner: 'developer',
      enforcedAt: 'self',
      leastStrength: 'document',
      references: [{ standard: 'TMT', id: type }],
    },
    { lineWidth: 0 },
  );
  return `${head.map((line) => `# ${line}\n`).join('')}${text}`;
}
