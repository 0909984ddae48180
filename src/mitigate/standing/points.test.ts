import { describe, expect, it } from 'vitest';

import { enforcementPoints } from './points.ts';
import { SYSTEM, systemFrom } from '../testing/project.ts';

const flows = `flows:\n  set-point: { from: hub, to: valve, over: uplink, kind: control }\n`;
const points = enforcementPoints(systemFrom(SYSTEM + flows));
const idsOf = (...[subject, enforcedAt]: Parameters<typeof points.of>): string[] =>
  points.of(subject, enforcedAt).map(({ id }) => id);

describe('enforcement points', () => {
  it('of an element are the connections it dials or accepts, or itself', () => {
    expect(idsOf({ kind: 'element', id: 'valve' }, 'connections')).toEqual(['uplink', 'backup']);
    expect(idsOf({ kind: 'element', id: 'hub' }, 'accepted')).toEqual(['uplink']);
    expect(idsOf({ kind: 'element', id: 'hub' }, 'connections')).toEqual([]);
    expect(points.of({ kind: 'fleet', id: 'valve' }, 'self')).toEqual([
      {
        id: 'valve',
        element: 'valve',
        units: 1200,
        cohorts: [
          { id: 'b2', units: 900 },
          { id: 'b1', units: 300 },
        ],
        elsewhere: [],
      },
    ]);
  });

  it('at the dialling end are counted in units of who dials, narrowed to its cohorts', () => {
    const units = (...[subject, cohorts]: [Parameters<typeof points.of>[0], string[]?]): number[] =>
      points.of(subject, 'dialling', cohorts).map((point) => point.units);
    expect(idsOf({ kind: 'element', id: 'valve' }, 'dialling')).toEqual(['uplink', 'backup']);
    expect(units({ kind: 'element', id: 'valve' })).toEqual([1200, 1200]);
    expect(units({ kind: 'element', id: 'valve' }, ['b1'])).toEqual([300, 300]);
    expect(units({ kind: 'connection', id: 'uplink' })).toEqual([1200]);
    expect(points.of({ kind: 'connection', id: 'uplink' }, 'connections')[0]?.units).toBe(1);
  });

  it('of a connection, flow or crossing are the connection', () => {
    for (const enforcedAt of ['connections', 'accepted', 'dialling', 'self'] as const) {
      expect(idsOf({ kind: 'connection', id: 'uplink' }, enforcedAt)).toEqual(['uplink']);
      expect(idsOf({ kind: 'flow', id: 'set-point' }, enforcedAt)).toEqual(['uplink']);
      expect(idsOf({ kind: 'crossing', id: 'set-point' }, enforcedAt)).toEqual(['uplink']);
    }
  });

  it('of the system are all connections, or itself', () => {
    expect(idsOf({ kind: 'system', id: 'valve-line' }, 'connections')).toEqual(['uplink', 'backup']);
    expect(idsOf({ kind: 'system', id: 'valve-line' }, 'self')).toEqual(['valve-line']);
  });

  it('are narrowed to the cohorts in which the threat applies', () => {
    const [point] = points.of({ kind: 'element', id: 'valve' }, 'self', ['b1']);
    expect(point).toEqual({
      id: 'valve',
      element: 'valve',
      units: 300,
      cohorts: [{ id: 'b1', units: 300 }],
      elsewhere: ['b2'],
    });
    expect(
      points.of({ kind: 'element', id: 'valve' }, 'connections', ['b1']).map(({ units }) => units),
    ).toEqual([1, 1]);
  });

  it('of what does not exist are none', () => {
    expect(idsOf({ kind: 'connection', id: 'nowhere' }, 'connections')).toEqual([]);
  });
});
