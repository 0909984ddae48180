/** JSON, in the published shapes: what a command found, as data for other programs. */
import type { System } from '../model/system.ts';
import type { Report, ReportInput, Step } from './input.ts';

/**
 * By step: `model` the system; `enumerate` `{threats}` ({@link Threat}); `mitigate` and `report` `{threats,
 * problems}` ({@link RegisterEntry}); `validate` the run; `explain` the one threat; `gate` its result.
 * What a step did not produce is `null`. Two spaces of indentation, a line feed at the end.
 */
export const json: Report = (input, { step }) => `${JSON.stringify(SHAPES[step](input), null, 2)}\n`;

const SHAPES: Readonly<Record<Step, (input: ReportInput) => unknown>> = {
  model: ({ system }) => plainSystem(system),
  enumerate: ({ threats }) => ({ threats: [...(threats ?? [])] }),
  mitigate: ({ register, problems }) => ({ threats: register?.entries ?? [], problems }),
  report: ({ register, problems }) => ({ threats: register?.entries ?? [], problems }),
  validate: ({ run, runs }) => run ?? runs.at(-1)?.run ?? null,
  explain: ({ story }) => story ?? null,
  gate: ({ gate }) => gate ?? null,
};

/** The system as plain data: look-ups become objects by id, in the order of the file. */
function plainSystem(system: System): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(system)) {
    if (typeof value !== 'function') plain[key] = value instanceof Map ? Object.fromEntries(value) : value;
  }
  return plain;
}
