/** Does the template let deleted keys and secrets be brought back? Read from the repository. */
import { type Demand, every, good, setting, weak } from '../../../readers/arm/judge.ts';
import { templateCheck } from '../check.ts';
import { KEY_VAULT } from '../../../readers/arm/types.ts';

const deletionProtection: Demand = {
  met: 'what is deleted can be brought back, and nobody can purge it',
  types: [KEY_VAULT],
  judge: (vault) =>
    every(
      setting(vault, 'properties.enablePurgeProtection', {
        is: [true],
        absent: weak('does not set enablePurgeProtection, which is then off'),
      }),
      // On in every vault made since 2020, whatever is said; false is refused or ignored by the platform.
      setting(vault, 'properties.enableSoftDelete', {
        is: [true],
        absent: good('has enableSoftDelete by default'),
      }),
    ),
};

export const armDeletionProtection = templateCheck({
  id: 'arm-deletion-protection',
  title: 'Does the template keep deleted keys of every vault from being lost?',
  attack: 'look for a key vault whose keys can be deleted for good at once',
  demand: deletionProtection,
});
