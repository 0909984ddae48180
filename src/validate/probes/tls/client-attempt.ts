/** Records of what clients were told, for the checks of client certificates. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Credentials } from '../../check.ts';
import { connectAttempt } from '../mqtt/connect.ts';
import type { ClientAnswer, Shown } from './client-answer.ts';

/** The record of one question. Only an answer of the application is `accepted`. */
export function clientAttempt(what: string, answer: ClientAnswer): Attempt {
  return answer.kind === 'accepted'
    ? { what, outcome: 'accepted', refusedBy: null, detail: answer.detail }
    : connectAttempt(what, answer);
}

/** What a canary shows; nothing where it has no certificate. */
export function shownBy({ cert, key }: Credentials): Shown | null {
  return cert !== undefined && key !== undefined ? { cert, key } : null;
}
