/** Suites that need software which may not be installed. */
import { describe } from 'vitest';

import { MOSQUITTO } from './mosquitto.ts';

/**
 * `describe` for suites that need mosquitto: skipped with a printed reason where it is not installed, run
 * (and failing) all the same in CI, so that nobody takes a skipped suite for a green one.
 */
export const describeWithMosquitto = MOSQUITTO === undefined && !process.env['CI'] ? skipping() : describe;

function skipping(): typeof describe.skip {
  console.warn('skipped: mosquitto is not installed (Debian: apt-get install mosquitto)');
  return describe.skip;
}
