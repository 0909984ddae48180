/** JSON, in the published shapes: what a command found, as data for other programs. */
import type { System } from '../model/system.ts';
import type { Report } from './input.ts';

/**
 * By step: `model` the system; `enumerate` `{threats}` ({@link Threat}); `mitigate` and `report` `{threats,
 * problems}` ({@link RegisterEntry}); `validate` the run; `explain` the one threat; `gate` its result.
 * What a step did not produce is `null`. Two spaces of indentation, a line feed at the end.
 */
export const json: Report = (input, { step }) => `${JSON.stringify(shapeOf(input, step), null, 2)}\n`;

function shapeOf(input: Parameters<Report>[0], step: Parameters<Report>[1]['step']): unknown {
  switch (step) {
    case 'model':
      return plainSystem(input.system);
    case 'enumerate':
      return { threats: [...(input.threats ?? [])] };
    case 'mitigate':
    case 'report':
      return { threats: input.register?.entries ?? [], problems: input.problems };
    case 'validate':
      return input.run ?? input.runs.at(-1)?.run ?? null;
    case 'explain':
      return input.story ?? null;
    case 'gate':
      return input.gate ?? null;
  }
}

/** The system as plain data: look-ups become objects by id, in the order of the file. */
function plainSystem(system: System): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(system)) {
    if (typeof value !== 'function') plain[key] = value instanceof Map ? Object.fromEntries(value) : value;
  }
  return plain;
}
