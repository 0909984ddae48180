/** Are rights in a vault given by role, and not over all of its contents? Read from a template or an export. */
import { type Demand, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { KEY_VAULT } from '../../../readers/arm/types.ts';
import { templateCheck } from '../check.ts';

const vaultRights: Demand = {
  met: 'rights in the vault are given by role, which can be narrowed to a single secret',
  types: [KEY_VAULT],
  judge: (vault, template) =>
    setting(vault, 'properties.enableRbacAuthorization', {
      is: [true],
      absent:
        template.is === 'export' || /^20(1\d|2[0-5])-/.test(vault.apiVersion)
          ? weak('does not set enableRbacAuthorization: its access policies hold for all that is in it')
          : untold('does not set enableRbacAuthorization, whose default has changed over time'),
    }),
};

export const armVaultRights = templateCheck({
  id: 'arm-vault-rights',
  title: 'Are rights in every key vault given by role instead of over all its contents?',
  attack: 'look for a key vault whose access policies let an identity at everything of one kind',
  demand: vaultRights,
});
