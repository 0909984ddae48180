/** Severities that a project rates itself: said wherever severities decide, so that none is lowered in silence. */
import type { AppliedOverride, Catalogue } from '../../catalogue/catalogue.ts';

/** With the reason. */
export function overrideText(override: AppliedOverride): string {
  return `This project rates ${override.rule} itself: ${changes(override)}. Its reason: ${override.rationale}`;
}

/** All of them in one sentence; undefined where there are none. */
export function overridesSentence({ overrides }: Catalogue): string | undefined {
  if (!overrides || overrides.size === 0) return undefined;
  const each = [...overrides.values()].map((override) => `${override.rule} (${changes(override)})`);
  return `This project rates rules itself, in its overrides.yaml: ${each.join(', ')}.`;
}

function changes({ before, likelihood, impact }: AppliedOverride): string {
  return [
    ...(likelihood === undefined ? [] : [`likelihood ${likelihood} instead of ${before.likelihood}`]),
    ...(impact === undefined ? [] : [`impact ${impact} instead of ${before.impact}`]),
  ].join(', ');
}
