/**
 * Does the listener refuse every cipher suite worse than the model claims? Asked by elimination with hand-made hellos,
 * in every version, with every suite that was ever registered and is not national. What is claimed is at least
 * `ephemeral`, whatever the model says: less would be no mitigation. How keys are exchanged is the question of
 * tls-forward-secrecy and tls-groups; here it is whether the cipher hides, and whether the server is proven.
 */
import { defineCheck } from '../../../check.ts';
import {
  SWEEP_BUDGET,
  SWEEP_CONTROL,
  SWEEP_TARGETS,
  counted,
  judgeSweep,
  sweepOf,
} from '../../../probes/tls/judge-sweep.ts';
import { cipherDefect } from '../../../probes/tls/suite-grade.ts';

export const tlsSuites = defineCheck({
  id: 'tls-suites',
  title: 'Does the listener refuse every cipher suite that is broken or worse than claimed?',
  targets: SWEEP_TARGETS,
  control: SWEEP_CONTROL,
  attack:
    'in each version from SSL 3.0 to TLS 1.3, offer all suites, strike out the one that is chosen, and go on until the listener refuses',
  effect: 'active',
  budget: SWEEP_BUDGET,
  strength: 'probe',
  lifetimeHours: 168,
  expects: { suites: 'tls.suites' },
  async run(context) {
    const wanted = context.expects['suites'] === 'aead' ? 'aead' : 'ephemeral';
    const sweep = await sweepOf(context);
    const offered = sweep.versions.map((one) => ({ ...one, what: `${one.version} with every suite` }));
    const sound =
      wanted === 'aead' ? 'all with authenticated encryption' : 'none broken, none CBC with SHA-1';
    return judgeSweep(
      context,
      sweep,
      offered,
      ({ suite }) => cipherDefect(suite, wanted),
      `took ${counted(sweep)}, ${sound}, and refused every other suite in every version`,
    );
  },
});
