/**
 * Do only the declared Modbus functions get through? Each other one is tried on a register and a coil that are declared for
 * it, alone, after a permitted request on the same connection, and in one segment with such a one. Whether a filter or the
 * device itself refused, its words do not tell; silence counts only where permitted reading goes on and shows no change.
 * Where some get no answer and some an exception, somebody behind the filter may have answered: that shows nothing.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import type { Dialler } from '../../probes/dial.ts';
import {
  type Answer,
  type Asked,
  ask,
  coilIn,
  registerIn,
  requests,
  worded,
} from '../../probes/field/modbus.ts';
import type { ModbusTarget } from '../../targets/spoken/modbus.ts';
import { inconclusive } from '../../verdict.ts';

export const modbusFunctions = defineCheck({
  id: 'modbus-functions',
  title: 'Do only the declared Modbus functions get through?',
  targets: ['modbus'],
  control: 'the declared register is read by function 3',
  attack:
    'functions that are not declared: writing (5, 6, 15, 16, 22, 23) to the declared register and coil, reading otherwise (1, 2, 4, 7), diagnostics (8, an echo), report (17), identification (43), a maker’s own (90); one of them also behind a permitted request, on the same connection and in the same segment',
  observer: 'the register and the coil are read back after each',
  // If a write gets through, the declared register changes for a moment; it is put back.
  effect: 'disturbing',
  budget: { connections: 100, seconds: 60, bytes: 64 * 1024 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run({ target, dial }: CheckContext): Promise<CheckOutcome> {
    const { modbus } = target;
    if (!modbus) return inconclusive('the target declares no registers that may be tried (modbus)');
    const before = await stateOf(dial, modbus);
    if (!before)
      return inconclusive('the declared register or coil cannot be read, so a refusal shows nothing');
    const control: Attempt = {
      what: `reading ${words(before)}`,
      outcome: 'accepted',
      refusedBy: null,
      detail: 'answered',
    };
    const attack: Attempt[] = [];
    let held = before;
    let doubt: string | undefined;
    for (const { what, pdu, asked } of forbidden(modbus, before)) {
      const answer = await ask(dial, modbus.unit ?? 1, pdu(other(modbus, held)), asked);
      const after = await stateOf(dial, modbus);
      if (!after) {
        doubt = `after ${what} the register could not be read any more (${worded(answer)})`;
        attack.push({ what, outcome: 'unreachable', refusedBy: null, detail: worded(answer) });
        break;
      }
      const changed = after.register !== held.register || after.coil !== held.coil;
      if (changed) {
        attack.push({ what, outcome: 'accepted', refusedBy: null, detail: `then it read ${words(after)}` });
        // By the function that got through; the others may not.
        await ask(dial, modbus.unit ?? 1, pdu(held), asked);
        held = (await stateOf(dial, modbus)) ?? after;
      } else if (answer.kind === 'answer') {
        attack.push({ what, outcome: 'accepted', refusedBy: null, detail: 'answered' });
      } else attack.push(refused(what, answer));
    }
    const observer: Attempt = {
      what: 'reading them back after each',
      outcome: 'seen',
      refusedBy: null,
      detail: doubt ?? words(before),
    };
    const base = {
      control,
      attack,
      observer,
      refusedBy: attack.find(({ refusedBy }) => refusedBy !== null)?.refusedBy ?? null,
      facts: [],
    };
    const through = attack.filter(({ outcome }) => outcome === 'accepted');
    if (through.length > 0)
      return {
        ...base,
        verdict: 'fail',
        reason: `functions that are not declared get through: ${list(through)}`,
      };
    if (attack.length === 0)
      return inconclusive('every function is declared as permitted, so none is left to be tried', base);
    const open = attack.filter(({ outcome }) => outcome !== 'refused');
    if (open.length > 0) return inconclusive(doubt ?? `it cannot be told who answered: ${list(open)}`, base);
    const answered = attack.filter(({ refusedBy }) => refusedBy === 'server');
    if (answered.length > 0 && answered.length < attack.length)
      return inconclusive(
        `others got no answer, so these may have reached a device that lacks them: ${list(answered)}`,
        base,
      );
    const reason = `reading by function 3 works; of what is not declared nothing got through and nothing changed: ${list(attack)}. Whether a filter refused or the device itself cannot be told; other functions, units, addresses and peers were not tried`;
    return { ...base, verdict: 'pass', reason };
  },
});

interface State {
  readonly register: number;
  readonly coil: boolean | undefined;
}

async function stateOf(
  dial: Dialler,
  { unit = 1, register, coil, functions }: ModbusTarget,
): Promise<State | undefined> {
  const value = registerIn(await ask(dial, unit, requests.readRegister(register)));
  if (value === undefined) return undefined;
  if (coil === undefined || !functions.includes(1)) return { register: value, coil: undefined };
  const on = coilIn(await ask(dial, unit, requests.readCoil(coil)));
  return on === undefined ? undefined : { register: value, coil: on };
}

interface Try {
  readonly what: string;
  /** The request that makes it so, where it makes anything. */
  readonly pdu: (to: State) => Uint8Array;
  readonly asked?: Asked;
}

/** What it does not hold, to be written. */
function other({ values: [one, another] }: ModbusTarget, { register, coil }: State): State {
  return { register: one === register ? another : one, coil: coil === undefined ? undefined : !coil };
}

function forbidden({ functions, register, coil }: ModbusTarget, before: State): readonly Try[] {
  const all: readonly (Try & { readonly code: number })[] = [
    {
      code: 6,
      what: 'write single register (6)',
      pdu: (to) => requests.writeRegister(register, to.register),
    },
    {
      code: 16,
      what: 'write multiple registers (16)',
      pdu: (to) => requests.writeRegisters(register, to.register),
    },
    { code: 22, what: 'mask write register (22)', pdu: (to) => requests.maskRegister(register, to.register) },
    {
      code: 23,
      what: 'read/write multiple registers (23)',
      pdu: (to) => requests.readWriteRegister(register, to.register),
    },
    ...(coil === undefined || before.coil === undefined
      ? []
      : [
          {
            code: 5,
            what: 'write single coil (5)',
            pdu: (to: State) => requests.writeCoil(coil, to.coil === true),
          },
          {
            code: 15,
            what: 'write multiple coils (15)',
            pdu: (to: State) => requests.writeCoils(coil, to.coil === true),
          },
        ]),
    { code: 1, what: 'read coils (1)', pdu: () => requests.readCoil(coil ?? 0) },
    { code: 2, what: 'read discrete inputs (2)', pdu: () => requests.readInput(0) },
    { code: 4, what: 'read input registers (4)', pdu: () => requests.readInputRegister(0) },
    { code: 7, what: 'read exception status (7)', pdu: requests.readStatus },
    { code: 8, what: 'diagnostics (8)', pdu: () => requests.echo(0xbe57) },
    { code: 17, what: 'report server id (17)', pdu: requests.reportServer },
    { code: 43, what: 'read device identification (43)', pdu: requests.identify },
    { code: 90, what: 'a maker’s own function (90)', pdu: requests.makersOwn },
  ];
  const open = all.filter(({ code }) => !functions.includes(code));
  const [first] = open;
  if (!first) return [];
  const read = requests.readRegister(register);
  return [
    ...open,
    {
      ...first,
      what: `${first.what} after a permitted request`,
      asked: { before: { pdu: read, together: false } },
    },
    {
      ...first,
      what: `${first.what} in one segment with a permitted request`,
      asked: { before: { pdu: read, together: true } },
    },
  ];
}

/** Reading worked after it, and showed no change. */
function refused(what: string, answer: Answer): Attempt {
  const detail = worded(answer);
  if (answer.kind === 'silence' || answer.kind === 'closed')
    return { what, outcome: 'refused', refusedBy: 'firewall', detail };
  if (answer.kind === 'exception' && (answer.code === 1 || answer.code === 10))
    return { what, outcome: 'refused', refusedBy: 'server', detail };
  // Who finds fault with the address or the value has understood the function.
  return { what, outcome: 'unreachable', refusedBy: null, detail };
}

function words({ register, coil }: State): string {
  return `register ${register}${coil === undefined ? '' : `, coil ${coil ? 'on' : 'off'}`}`;
}

function list(attempts: readonly Attempt[]): string {
  return attempts.map(({ what, detail }) => `${what}: ${detail}`).join('; ');
}
