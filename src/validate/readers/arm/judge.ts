/** What the checks of Azure resources share: the questions put to one resource, and their three answers. */
import type { ArmResource, ArmTemplate } from './template.ts';
import { Unknown, type Value } from './value.ts';

/**
 * What is to be said of one resource: `good`, or what is `weak` about it, or why that is `untold`; `none` where
 * it has nothing that could be either.
 */
export interface Judgement {
  readonly is: 'good' | 'weak' | 'untold' | 'none';
  readonly why: string;
}

/** What a check demands of every resource of some types. */
export interface Demand {
  /** For the reason of a pass: `the keys of the hub are switched off`. */
  readonly met: string;
  /** The types looked at, as the provider spells them. */
  readonly types: readonly string[];
  /** Further types that are one of these by another spelling. */
  readonly also?: RegExp;
  judge(resource: ArmResource, template: ArmTemplate, now: Date): Judgement;
}

export function good(why: string): Judgement {
  return { is: 'good', why };
}

export function weak(why: string): Judgement {
  return { is: 'weak', why };
}

export function none(why: string): Judgement {
  return { is: 'none', why };
}

export function untold(why: string): Judgement {
  return { is: 'untold', why };
}

/** All of it must be good; a weakness tells more than a doubt. */
export function every(...all: readonly Judgement[]): Judgement {
  const telling = (['weak', 'untold', 'good', 'none'] as const)
    .map((is) => all.filter((one) => one.is === is))
    .find((some) => some.length > 0);
  const [first] = telling ?? [];
  return first
    ? { is: first.is, why: (telling ?? []).map(({ why }) => why).join(', ') }
    : untold('has nothing to be judged by');
}

/** The first good one counts; else the doubt, else the weakness. */
export function either(...all: readonly Judgement[]): Judgement {
  const found = all.find(({ is }) => is === 'good') ?? all.find(({ is }) => is === 'untold');
  return found ?? every(...all);
}

/** True where the two types, or names, are one: their case does not matter. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

interface Wanted {
  readonly is: readonly (string | boolean)[];
  /** What it means that the resource does not say it. */
  readonly absent: Judgement;
}

/** Judges one setting by its value. Values that the platform may add in future are weak only when listed nowhere. */
export function setting(resource: ArmResource, path: string, { is, absent }: Wanted): Judgement {
  const value = resource.get(path);
  if (value === undefined) return absent;
  const name = path.replace(/^properties\./, '');
  if (value instanceof Unknown) return untold(`has ${name} as the deployment gives it (${value.why})`);
  const shown = spelled(value);
  return is.some((one) => sameName(String(one), shown))
    ? good(`has ${name} ${shown}`)
    : weak(`has ${name} ${shown}`);
}

/** A version of TLS in any of Azure's spellings: `1.2`, `TLS1_2`, `Tls12`. */
export function tlsSetting(resource: ArmResource, path: string): Judgement {
  const name = path.replace(/^properties\./, '');
  const absent = untold(`does not set ${name}: what it then takes is the platform’s to say, and has changed`);
  const is = ['1.2', '1.3', 'TLS1_2', 'TLS1_3', 'Tls12', 'Tls13'];
  return setting(resource, path, { is, absent });
}

/** Scalars as they stand; of anything larger only what kind it is, so that nothing secret is repeated. */
function spelled(value: Value): string {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value).slice(0, 60)
    : 'of another form';
}
