/** Is there an end to what a container may take? */
import type { Container, Told } from './container.ts';
import { good, type Judgement, untold, weak } from '../rows.ts';

/** Weak without a bound on memory or on processor time; zero and less mean none. */
export function judgeLimits({ memoryBound, processorBound }: Container): Judgement {
  const told = [
    ['memory', memoryBound],
    ['processor time', processorBound],
  ] as const;
  const missing = told.filter(([, bound]) => isNone(bound)).map(([what]) => what);
  if (missing.length > 0) return weak(`has no bound on ${missing.join(' and on ')}`);
  const open = told.filter(([, bound]) => bound !== undefined && bound.open.length > 0).map(([what]) => what);
  if (open.length > 0) return untold(`has a bound on ${open.join(' and on ')} that is filled in later`);
  return good('has bounds on memory and processor time');
}

function isNone(bound: Told | undefined): boolean {
  if (!bound) return true;
  return bound.open.length === 0 && /^(-.*|0+(\.0*)?[a-z]*|)$/i.test(bound.text.trim());
}
