/** What a list says became of a threat, as a decision or a claim; and what of that cannot be carried as it is. */
import { type Entry, entry } from '../into-project/entries.ts';
import { oneLine } from '../into-project/names.ts';
import type { Field } from './words/headings.ts';
import type { State } from './words/states.ts';

/** What a row says of its threat. Days are YYYY-MM-DD. */
export interface Said {
  /** Undefined: the list has no states, or this one is not understood. */
  readonly state: State | undefined;
  /** The state in the words of the list. */
  readonly words: string;
  readonly reason: string;
  readonly owner: string;
  readonly mitigation: string;
  readonly due: string | undefined;
  readonly until: string | undefined;
  readonly to: string;
}

export interface Triage {
  readonly decision?: Entry;
  readonly claim?: Entry;
  /** The fields that stand in the decision or claim now; the others are kept as columns. */
  readonly used: readonly Field[];
  /** Why the state could not be carried as it is. */
  readonly lost?: string;
}

/** The triage of one row of `file`. */
export function triageOf(said: Said, file: string): Triage {
  const { state, words, mitigation, due, until, to } = said;
  const reason = said.reason || undefined;
  const owner = oneLine(said.owner) || undefined;
  const silent = `the list says "${oneLine(words)}" and gives no reason (${file})`;
  const decided: readonly Field[] = ['status', 'reason', 'owner'];
  switch (state) {
    case 'mitigated':
    case 'planned': {
      const isPlanned = state === 'planned';
      const claim = entry({
        state: isPlanned ? 'planned' : 'in-place',
        owner: owner ?? `not named in ${file}`,
        due: isPlanned ? due : undefined,
        note: reason,
      });
      return { claim, used: isPlanned && due !== undefined ? [...decided, 'due'] : decided };
    }
    case 'accepted': {
      if (owner !== undefined && until !== undefined) {
        const decision = entry({ status: 'accepted', owner, reason: reason ?? silent, until });
        return { decision, used: [...decided, 'until'] };
      }
      const missing = [
        ...(owner === undefined ? ['who accepts it'] : []),
        ...(until === undefined ? ['until which day'] : []),
      ].join(' and ');
      return undecided(
        said,
        file,
        `an acceptance needs an owner and a last day, and the list does not say ${missing}`,
      );
    }
    case 'transferred': {
      if (to !== '' && mitigation !== '') {
        const decision = entry({
          status: 'transferred',
          reason,
          owner,
          to: oneLine(to),
          requires: mitigation,
        });
        return { decision, used: [...decided, 'to'] };
      }
      const missing = [
        ...(to === '' ? ['to whom'] : []),
        ...(mitigation === '' ? ['what they must do'] : []),
      ];
      return undecided(
        said,
        file,
        `a transfer needs both, and the list does not say ${missing.join(' and ')}`,
      );
    }
    case 'avoided':
    case 'not-applicable':
      return { decision: entry({ status: state, reason: reason ?? silent, owner }), used: decided };
    case 'needs-investigation':
      return { decision: entry({ status: state, reason, owner }), used: decided };
    case 'closed':
      return undecided(
        said,
        file,
        'a threat is answered, accepted, transferred, avoided or not applicable; the list does not say which',
      );
    case 'open':
      return { used: ['status'] };
    case undefined:
    default:
      return { used: [] };
  }
}

/** What somebody decided, but not so that it could stand: it waits, and keeps its words. */
function undecided({ words, reason, owner }: Said, file: string, why: string): Triage {
  const parts = [`The list (${file}) says "${oneLine(words)}": ${why}.`, reason];
  return {
    decision: entry({
      status: 'needs-investigation',
      reason: parts.filter((part) => part !== '').join('\n'),
      owner: oneLine(owner) || undefined,
    }),
    used: ['reason', 'owner'],
    lost: why,
  };
}
