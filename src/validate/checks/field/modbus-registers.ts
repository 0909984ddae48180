/**
 * Are only the listed registers written, within their range? A permitted value must get there first. Then registers that are
 * declared as forbidden are written, alone and together with the permitted one, and values beyond the range; what counts
 * is what the registers hold afterwards, not what was answered.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import type { Dialler } from '../../probes/dial.ts';
import { type Answer, ask, registerIn, requests, worded } from '../../probes/field/modbus.ts';
import { inconclusive } from '../../verdict.ts';

export const modbusRegisters = defineCheck({
  id: 'modbus-registers',
  title: 'Are only the listed Modbus registers written, within their range?',
  targets: ['modbus'],
  control: 'the listed register takes another value of its range, as reading it back shows',
  attack:
    'write forbidden registers (functions 6 and 16), the listed one together with its forbidden neighbour, and values below and above the range of the listed one',
  observer: 'the registers are read back after each',
  // It moves a test object within its range, and puts back what it finds changed.
  effect: 'disturbing',
  budget: { connections: 120, seconds: 90, bytes: 64 * 1024 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run({ target, dial }: CheckContext): Promise<CheckOutcome> {
    const { unit = 1, writable } = target.modbus ?? {};
    if (!writable) return inconclusive('the target declares no register that may be written (modbus.writable)');
    const { register, range, forbidden } = writable;
    const line = new Line(dial, unit);
    const first = await line.read(register);
    const [least, most] = range;
    if (first === undefined || first < least || first > most)
      return inconclusive(`register ${register} cannot be read, or holds a value outside its range before anything is tried`);
    const permitted = first === most ? least : most;
    const answer = await line.write(requests.writeRegister(register, permitted));
    const held = await line.read(register);
    const control: Attempt = {
      what: `writing ${permitted} to register ${register}`,
      outcome: held === permitted ? 'accepted' : 'unreachable',
      refusedBy: null,
      detail: `${worded(answer)}; it then held ${held ?? 'nothing that could be read'}`,
    };
    if (held !== permitted) return inconclusive('a permitted value did not get there, so a refusal shows nothing', { control });
    const attack: Attempt[] = [];
    for (const one of tries(register, range, forbidden)) attack.push(await line.attempt(one));
    await line.write(requests.writeRegister(register, first));
    const observer: Attempt = { what: 'reading the registers back', outcome: 'seen', refusedBy: null, detail: `${attack.length} times` };
    const base = { control, attack, observer, refusedBy: 'server' as const, facts: [] };
    const through = attack.filter(({ outcome }) => outcome === 'accepted');
    if (through.length > 0) return { ...base, verdict: 'fail', reason: `what must not be written was: ${list(through)}` };
    const open = attack.filter(({ outcome }) => outcome !== 'refused');
    if (open.length > 0) return inconclusive(`it cannot be told what became of it: ${list(open)}`, base);
    return { ...base, verdict: 'pass', reason: `register ${register} takes ${permitted}; nothing else was written: ${list(attack)}. Registers that are not declared were not tried` };
  },
});

interface Try {
  readonly what: string;
  readonly pdu: Uint8Array;
  /** The registers to look at, and what each may hold: the values of a range, or (null) only what it held. */
  readonly watch: readonly { readonly at: number; readonly range: readonly [number, number] | null }[];
  /** What is written to a register, given what it holds; the request is made of it. */
}

function tries(register: number, range: readonly [number, number], forbidden: readonly number[]): readonly ((held: ReadonlyMap<number, number>) => Try)[] {
  const other = (held: ReadonlyMap<number, number>, at: number): number => (held.get(at) ?? 0) ^ 1;
  const beyond = [range[0] - 1, range[1] + 1].filter((value) => value >= 0 && value <= 0xffff);
  return [
    ...forbidden.flatMap((at) => [
      (held: ReadonlyMap<number, number>): Try => ({ what: `register ${at}, alone (6)`, pdu: requests.writeRegister(at, other(held, at)), watch: [{ at, range: null }] }),
      (held: ReadonlyMap<number, number>): Try => ({ what: `register ${at}, alone (16)`, pdu: requests.writeRegisters(at, other(held, at)), watch: [{ at, range: null }] }),
    ]),
  ];
}
