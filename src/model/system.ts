/**
 * Step 1's result: what the system is. Plain, read-only data in the order of the file, with look-ups by id.
 * Properties are flat, by their catalogue names (`tls.min`, `server.verified`); a property that nobody stated
 * is absent, which conditions read as unknown.
 */
import type { Value } from '../catalogue/condition.ts';
import type { Area, ZoneType } from '../catalogue/schema.ts';
import type { Where } from '../text/problem.ts';

export type Stage = 'design' | 'development' | 'fielded';

/** Where an imported thing came from. `id` is the other format's (a GUID in tm7). */
export interface Origin {
  readonly format: string;
  readonly file: string;
  readonly id: string;
  /** What it is there: in tm7 the id of its stencil. */
  readonly type?: string | undefined;
  /** Its other ids there: one element may be drawn on several tabs. */
  readonly also?: readonly string[] | undefined;
}

export type Properties = Readonly<Record<string, Value>>;

interface Named {
  readonly id: string;
  /** Display text; the id where the file gives none. */
  readonly name: string;
  readonly description?: string;
  readonly origin?: Origin;
  /** Ids this thing had before; decisions on them stay with it. */
  readonly formerly: readonly string[];
  /** Why it is left out of the analysis; such a thing stays in the model and in the diagram. */
  readonly outOfScope?: string;
}

export interface Zone extends Named {
  readonly type: ZoneType;
  readonly parent?: string;
  readonly properties: Properties;
}

/** A way in (S-20): every path is digital or physical (S-21). */
export interface Surface {
  readonly id: string;
  readonly kind:
    | 'radio'
    | 'wired'
    | 'debug'
    | 'ui'
    | 'sensor-input'
    | 'update'
    | 'management'
    | 'local-storage';
  readonly access: 'digital' | 'physical';
  readonly name?: string;
}

/** Units of one element that are alike; `properties` are those that differ from the element's. */
export interface Cohort {
  readonly id: string;
  readonly count: number;
  readonly properties: Properties;
}

export interface Element extends Named {
  readonly type: string;
  readonly kind: 'process' | 'store' | 'external';
  readonly zone: string;
  /** Units in the field; 1 unless stated. Cost never grows with it. */
  readonly count: number;
  readonly cohorts: readonly Cohort[];
  readonly area?: Area;
  /** S-08 and S-09, declared; S-10 (touches a trust boundary) is derived: see `touchesBoundary`. */
  readonly focus: readonly ('security-feature' | 'failure-relevant')[];
  /** Absent when the file does not say: a gap in the model (S-20). Empty: none. */
  readonly surfaces?: readonly Surface[];
  /** Ids of assets held. */
  readonly stores: readonly string[];
  /** Ids of assets (physical effects) it moves. */
  readonly actuates: readonly string[];
  /** Stated ones over those its type implies. */
  readonly properties: Properties;
  readonly touchesBoundary: boolean;
}

/** Who dials (`from`) whom (`to`). */
export interface Connection extends Named {
  readonly from: string;
  readonly to: string;
  /** True for the one a flow without `over` states by itself; it then has the flow's id. */
  readonly implicit: boolean;
  readonly crosses: readonly string[];
  readonly properties: Properties;
}

export interface Flow extends Named {
  readonly from: string;
  readonly to: string;
  readonly over: string;
  readonly kind: 'data' | 'control';
  readonly carries: readonly string[];
  /** Ids of the boundaries it passes, outermost zone first; empty inside one zone. */
  readonly crosses: readonly string[];
  readonly properties: Properties;
}

/**
 * Where data passes from one zone to another (S-28, S-29). Derived: between two zones that a flow or a
 * connection joins, with the id `a~b`. Drawn by hand: around elements or zones, or by the flows it cuts.
 */
export interface Boundary {
  readonly id: string;
  readonly name: string;
  readonly derived: boolean;
  /** Derived ones only: the two zones, in the order of the file. */
  readonly between?: readonly [string, string];
  /** Ids of the flows that cross. */
  readonly crossedBy: readonly string[];
  readonly origin?: Origin;
}

export interface Asset extends Named {
  readonly kind: 'data' | 'physical' | 'secret';
  readonly properties: Properties;
}

export interface Assumption {
  readonly id: string;
  readonly text: string;
  readonly owner?: string;
}

export interface View {
  readonly id: string;
  readonly name: string;
  readonly elements: readonly string[];
  readonly origin?: Origin;
}

/** The whole system. Everything in it is read-only. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly stage: Stage;
  readonly description?: string;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly elements: ReadonlyMap<string, Element>;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly boundaries: ReadonlyMap<string, Boundary>;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly assumptions: ReadonlyMap<string, Assumption>;
  readonly views: ReadonlyMap<string, View>;
  readonly properties: Properties;
  /** The name of the file it was read from. */
  readonly file: string;
  /**
   * Where a thing, or one property of it, is written; where the thing is, when the property is implied by
   * the type. Worked out on demand: large models pay nothing for it.
   */
  where(id: string, property?: string): Where | undefined;
}
