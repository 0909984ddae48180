/** Suites that need a software TPM, which may not be installed. */
import { describe } from 'vitest';

import { TPM_INSTALLED } from './swtpm.ts';

/** `describe`, skipped with a printed reason where there is no swtpm; run (and failing) all the same in CI. */
export const describeWithTpm = TPM_INSTALLED || process.env['CI'] ? describe : skipping();

function skipping(): typeof describe.skip {
  console.warn('skipped: there is no software TPM (Debian: apt-get install swtpm swtpm-tools tpm2-tools)');
  return describe.skip;
}
