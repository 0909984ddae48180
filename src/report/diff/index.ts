/** The difference between two states of a project, for people, pull requests and programs. */
import type { Diff } from '../../diff/index.ts';
import { jsonText } from '../json.ts';
import { diffMarkdown } from './markdown.ts';
import { type TextOptions, diffText } from './text.ts';

/** By format. Not among the steps' reports: those are of one system, this is of two. */
export const DIFF_REPORTS = {
  text: diffText,
  markdown: diffMarkdown,
  json: jsonText,
} as const satisfies Readonly<Record<string, (diff: Diff, options: TextOptions) => string>>;
