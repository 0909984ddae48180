/**
 * Threats of other tools' rules that ask the same as ours. The tie is a hint for whoever decides: what was decided
 * on the one closes nothing of the other, since a tick in another tool is no evidence here.
 */
import type { Letter } from '../../catalogue/schema.ts';
import type { System } from '../../model/system.ts';
import type { Register, RegisterEntry, Status } from '../register.ts';

/** A threat that asks the same. */
export interface Alike {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly statusReason: string;
  /** The file it was imported from. */
  readonly file?: string;
}

/** What a rule of Microsoft's asks, in our words, and which of ours ask the same. */
interface SameAs {
  /** The category it has there: templates of others use the same ids for other things. */
  readonly letter: Letter;
  readonly what: string;
  readonly ours: readonly string[];
}

/** The rules of Microsoft's Azure template, and those derived from it, that speak of IoT stencils. */
export const MICROSOFT_IOT: Readonly<Record<string, SameAs>> = {
  TH34: { letter: 'R', what: 'the cloud gateway keeps no audit log', ours: ['HUB-09'] },
  TH35: { letter: 'S', what: 'a false device or gateway', ours: ['DEV-01', 'EDG-01'] },
  TH36: { letter: 'S', what: 'one credential used by several devices', ours: ['DEV-02'] },
  TH37: { letter: 'E', what: 'too many rights at the cloud gateway', ours: ['HUB-03'] },
  TH38: { letter: 'I', what: 'listening in on the way to the cloud', ours: ['COM-01', 'COM-11'] },
  TH39: { letter: 'T', what: 'known holes in devices', ours: ['DEV-27'] },
  TH40: { letter: 'S', what: 'keys that can be guessed', ours: ['COM-15'] },
  TH41: { letter: 'E', what: 'weak credentials at an admin interface', ours: ['EDG-07'] },
  TH42: { letter: 'E', what: 'commands the device should not obey', ours: ['DEV-13', 'CTL-01'] },
  TH43: { letter: 'T', what: 'keys taken out of a device', ours: ['DEV-03', 'DEV-05', 'EDG-02'] },
  TH44: { letter: 'S', what: 'long-lived tokens, replayed', ours: ['COM-14'] },
  TH45: { letter: 'T', what: 'a certificate that nobody verified', ours: ['COM-04'] },
  TH46: { letter: 'T', what: 'unknown code runs', ours: ['DEV-09'] },
  TH47: { letter: 'T', what: 'the disk of a device, attacked offline', ours: ['STO-07', 'STO-01'] },
  TH48: { letter: 'E', what: 'services nobody needs', ours: ['DEV-22'] },
  TH49: { letter: 'R', what: 'the field gateway keeps no audit log', ours: ['EDG-08'] },
  TH50: { letter: 'S', what: 'a false device at the field gateway', ours: ['EDG-03'] },
  TH51: { letter: 'E', what: 'commands the field gateway should not obey', ours: ['EDG-06'] },
  TH52: { letter: 'I', what: 'listening in between device and field gateway', ours: ['EDG-04'] },
  TH92: { letter: 'T', what: 'the disk of the field gateway, attacked', ours: ['EDG-05', 'STO-07'] },
  TH129: { letter: 'S', what: 'the login the gateway was delivered with', ours: ['EDG-07'] },
};

/**
 * The threats of the register that ask the same as this one: of a rule that asks the same, on the same subject, or
 * one on a flow and the other on what the flow goes over or an end of it.
 */
export function alikeOf({ entries, system }: Register, entry: RegisterEntry): readonly Alike[] {
  return entries
    .filter((other) => areAlike(entry, other, system) || areAlike(other, entry, system))
    .map(({ id, title, status, statusReason, byHand }) => ({
      id,
      title,
      status,
      statusReason,
      ...(byHand?.origin && { file: byHand.origin.file }),
    }));
}

function areAlike(theirs: RegisterEntry, ours: RegisterEntry, system: System): boolean {
  if (!theirs.rule.startsWith('tm7/')) return false;
  const same = MICROSOFT_IOT[theirs.rule.slice('tm7/'.length)];
  if (!same?.ours.includes(ours.rule) || !theirs.stride.includes(same.letter)) return false;
  const { id } = theirs.subject;
  const flow = system.flows.get(id);
  return [id, flow?.over, flow?.from, flow?.to].includes(ours.subject.id);
}
