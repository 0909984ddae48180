/** Test support: random systems, as the data of a system file. */
import * as fc from 'fast-check';

const ZONE_TYPES = ['device', 'field-gateway', 'cloud-gateway', 'services', 'cloud', 'remote-user'] as const;
const TYPES = ['sensor', 'field-gateway', 'iot-hub', 'web-api', 'database', 'person'] as const;

/** Sections of a system file. */
export interface Plan {
  readonly system: { readonly id: string };
  readonly zones: Section;
  readonly elements: Section;
  readonly flows: Section;
  readonly views: Section;
  readonly boundaries: Section;
}

type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Zones nested up to the end, elements and flows anywhere, views of parts, boundaries that cut some of the flows. */
export function plans(): fc.Arbitrary<Plan> {
  return fc
    .record({
      zones: count(6),
      elements: count(12),
      flows: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 25 }),
      views: fc.array(fc.array(fc.nat(), { maxLength: 6 }), { maxLength: 3 }),
      cuts: fc.array(fc.array(fc.nat(), { maxLength: 5 }), { maxLength: 3 }),
    })
    .map(({ zones, elements, flows, views, cuts }) => {
      const joined = flows.filter(([a, b]) => pick(elements, a) !== pick(elements, b));
      return {
        system: { id: 'random' },
        zones: Object.fromEntries(
          zones.map((seed, index) => [
            `z${index}`,
            {
              type: ZONE_TYPES[seed % ZONE_TYPES.length],
              ...(index > 0 && seed % 3 > 0 && { parent: `z${seed % index}` }),
            },
          ]),
        ),
        elements: Object.fromEntries(
          elements.map((seed, index) => [
            `e${index}`,
            { type: TYPES[seed % TYPES.length], zone: `z${pick(zones, seed)}` },
          ]),
        ),
        flows: Object.fromEntries(
          joined.map(([a, b, isOut], index) => [
            `f${index}`,
            {
              from: `e${pick(elements, a)}`,
              to: `e${pick(elements, b)}`,
              kind: 'data',
              ...(isOut && a % 5 === 0 && { outOfScope: 'no' }),
            },
          ]),
        ),
        views: Object.fromEntries(
          views.map((shown, index) => [
            `v${index}`,
            { elements: [...new Set(shown.map((number) => `e${pick(elements, number)}`))] },
          ]),
        ),
        boundaries: Object.fromEntries(
          cuts.map((cut, index) => [
            `b${index}`,
            {
              name: index === 0 ? 'Internet' : `wall ${index}`,
              crossedBy:
                joined.length === 0 ? [] : [...new Set(cut.map((number) => `f${pick(joined, number)}`))],
            },
          ]),
        ),
      };
    });
}

function count(max: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(1000), { minLength: 1, maxLength: max });
}

function pick(from: readonly unknown[], number: number): number {
  return number % Math.max(1, from.length);
}
