/** JSON, in the published shapes: what a command found, as data for other programs. */
import { standChains } from '../mitigate/index.ts';
import type { System } from '../model/system.ts';
import type { Report, ReportInput, Step } from './input.ts';

/**
 * By step: `model` the system; `enumerate` `{threats}` ({@link Threat}); `mitigate` and `report` `{threats,
 * problems, chains, unmodelled}` ({@link RegisterEntry}, {@link ChainStanding}, {@link Unmodelled}), with `by` where a standard was asked for; `validate` `{run}`; `explain` the one threat; `gate` its result.
 * What a step did not produce is `null`.
 */
export const json: Report = (input, { step }) => jsonText(SHAPES[step](input));

/**
 * Two spaces of indentation, a line feed at the end. What a terminal would obey or show in another order is
 * written as an escape: the same data, harmless to print.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/gu,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}

const SHAPES: Readonly<Record<Step, (input: ReportInput) => unknown>> = {
  model: ({ system }) => plainSystem(system),
  enumerate: ({ threats }) => ({ threats: [...(threats ?? [])] }),
  matrix: ({ matrix }) => matrix ?? null,
  mitigate: register,
  points: ({ by }) => by ?? null,
  report: register,
  validate: ({ run, runs }) => ({ run: run ?? runs.at(-1)?.run ?? null }),
  explain: ({ story }) => story ?? null,
  gate: ({ gate }) => gate ?? null,
};

function register({ register: found, problems, by }: ReportInput): Record<string, unknown> {
  const chains = found ? standChains(found) : [];
  return {
    threats: found?.entries ?? [],
    problems,
    chains,
    unmodelled: found?.unmodelled ?? [],
    ...(by && { by }),
  };
}

/** The system as plain data: look-ups become objects by id, in the order of the file. */
function plainSystem(system: System): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(system)) {
    if (typeof value !== 'function') plain[key] = value instanceof Map ? Object.fromEntries(value) : value;
  }
  return plain;
}
