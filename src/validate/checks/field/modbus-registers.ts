/**
 * Are only the listed registers written, within their range? A permitted value must get there first. Then registers that are
 * declared as forbidden are written, alone and together with the permitted one, and values beyond the range; what counts
 * is what the registers hold afterwards, not what was answered.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import type { ModbusTarget } from '../../targets/spoken/modbus.ts';
import { type Answer, ask, registerIn, requests, worded } from '../../probes/field/modbus.ts';
import { inconclusive } from '../../verdict.ts';

export const modbusRegisters = defineCheck({
  id: 'modbus-registers',
  title: 'Are only the listed Modbus registers written, within their range?',
  targets: ['modbus'],
  control: 'the listed register takes another value of its range, as reading it back shows',
  attack:
    'write forbidden registers (functions 6, 16, 22 and 23), the listed one together with its forbidden neighbour, and values below and above the range of the listed one',
  observer: 'the registers are read back after each',
  // It moves a test object within its range, and puts back what it finds changed.
  effect: 'disturbing',
  budget: { connections: 200, seconds: 120, bytes: 64 * 1024 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run({ target, dial }: CheckContext): Promise<CheckOutcome> {
    const { unit = 1, writable } = target.modbus ?? {};
    if (!writable)
      return inconclusive('the target declares no register that may be written (modbus.writable)');
    const { register, range } = writable;
    const read = async (at: number): Promise<number | undefined> =>
      registerIn(await ask(dial, unit, requests.readRegister(at)));
    const first = await read(register);
    const [least, most] = range;
    if (first === undefined || first < least || first > most)
      return inconclusive(
        `register ${register} cannot be read, or holds a value outside its range before anything is tried`,
      );
    const permitted = first === most ? least : most;
    const answer = await ask(dial, unit, requests.writeRegister(register, permitted));
    const held = await read(register);
    const control: Attempt = {
      what: `writing ${permitted} to register ${register}`,
      outcome: held === permitted ? 'accepted' : 'unreachable',
      refusedBy: null,
      detail: `${worded(answer)}; it then held ${held ?? 'nothing that could be read'}`,
    };
    if (held !== permitted)
      return inconclusive('a permitted value did not get there, so a refusal shows nothing', { control });
    const attack: Attempt[] = [];
    for (const one of tries(writable)) {
      const before = await read(one.at);
      const said = await ask(dial, unit, one.pdu(before ?? 0));
      const after = await read(one.at);
      attack.push(judged(one, said, before, after));
      if (before !== undefined && after !== before) await ask(dial, unit, one.back(before));
    }
    await ask(dial, unit, requests.writeRegister(register, first));
    const observer: Attempt = {
      what: 'reading the registers back after each',
      outcome: 'seen',
      refusedBy: null,
      detail: `${attack.length} times`,
    };
    const by = attack.find(({ refusedBy }) => refusedBy !== null)?.refusedBy ?? null;
    const base = { control, attack, observer, refusedBy: by, facts: [] };
    const through = attack.filter(({ outcome }) => outcome === 'accepted');
    if (through.length > 0)
      return { ...base, verdict: 'fail', reason: `what must not be written was: ${list(through)}` };
    const open = attack.filter(({ outcome }) => outcome !== 'refused');
    if (open.length > 0) return inconclusive(`what became of it cannot be read: ${list(open)}`, base);
    const reason = `register ${register} took ${permitted}; not written was: ${list(attack)}. Registers that are not declared were not tried`;
    return { ...base, verdict: 'pass', reason };
  },
});

interface Try {
  readonly what: string;
  /** The register to look at. */
  readonly at: number;
  /** The request, made of what the register holds. */
  pdu(held: number): Uint8Array;
  /** Puts back what it held, by the function that got through. */
  back(held: number): Uint8Array;
  readonly isWritten: (before: number, after: number) => boolean;
}

/** The functions that write a register: a device may guard some of them and forget others. */
const WRITING = [
  [6, requests.writeRegister],
  [16, (at: number, value: number) => requests.writeRegisters(at, value)],
  [22, requests.maskRegister],
  [23, requests.readWriteRegister],
] as const;

function tries({ register, range, forbidden }: NonNullable<ModbusTarget['writable']>): readonly Try[] {
  const [least, most] = range;
  const beyond = [least - 1, most + 1].filter((value) => value >= 0 && value <= 0xffff);
  const next = register + 1;
  return [
    ...forbidden.flatMap((at) =>
      WRITING.map(([code, write]) =>
        forbiddenAt(`register ${at} (function ${code})`, at, (value) => write(at, value)),
      ),
    ),
    ...(forbidden.includes(next)
      ? [
          forbiddenAt(`register ${next}, together with ${register} (function 16)`, next, (value) =>
            requests.writeRegisters(register, least, value),
          ),
        ]
      : []),
    ...beyond.flatMap((value) =>
      WRITING.map(([code, write]): Try => ({
        what: `${value} (function ${code})`,
        at: register,
        isWritten: (_, after) => after < least || after > most,
        pdu: () => write(register, value),
        back: (held) => write(register, held),
      })),
    ),
  ];
}

/** A register that must keep what it holds. */
function forbiddenAt(what: string, at: number, pdu: (value: number) => Uint8Array): Try {
  return {
    what,
    at,
    isWritten: (before, after) => before !== after,
    pdu: (held) => pdu(held ^ 1),
    back: pdu,
  };
}

function judged(
  { what, isWritten }: Try,
  said: Answer,
  before: number | undefined,
  after: number | undefined,
): Attempt {
  if (before === undefined || after === undefined || said.kind === 'unreachable')
    return { what, outcome: 'unreachable', refusedBy: null, detail: worded(said) };
  if (isWritten(before, after))
    return { what, outcome: 'accepted', refusedBy: null, detail: `${worded(said)}; it then held ${after}` };
  // An answer that nothing followed is a refusal too: many acknowledge what they drop.
  const refusedBy = said.kind === 'silence' || said.kind === 'closed' ? 'firewall' : 'server';
  return { what, outcome: 'refused', refusedBy, detail: worded(said) };
}

function list(attempts: readonly Attempt[]): string {
  return attempts.map(({ what, detail }) => `${what}: ${detail}`).join('; ');
}
