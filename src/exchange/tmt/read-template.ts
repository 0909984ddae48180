/** Reads templates of the Microsoft Threat Modeling Tool. */
import { hasErrors, type Outcome } from '../../text/problem.ts';
import { childOf } from '../xml/tree.ts';
import { openDocument } from './reading/document.ts';
import { Findings, type ReadOptions } from './reading/findings.ts';
import { readKnowledgeBase } from './reading/knowledge-base.ts';
import type { Template } from './template.ts';

/**
 * Reads a `.tb7` file, or the template that a `.tm7` file carries. Problems: TXT02, TXT03, XML01 to XML04
 * (unreadable), TMT01 (no template). What is odd about the template stands in its `quirks` alone.
 */
export function readTemplate(bytes: Uint8Array, file: string, options: ReadOptions = {}): Outcome<Template> {
  const findings = new Findings(file, options);
  const document = openDocument(bytes, findings);
  if (!document) return { problems: findings.problems };
  const { root } = document;
  const element = root.local === 'KnowledgeBase' ? root : childOf(root, 'KnowledgeBase');
  if (!element || (root.local !== 'KnowledgeBase' && root.local !== 'ThreatModel')) {
    findings.add({
      code: 'TMT01',
      severity: 'error',
      message:
        root.local === 'ThreatModel'
          ? 'the model carries no template'
          : `the document is a "${root.local}", not a template of the Threat Modeling Tool`,
      hint: 'Give a .tb7 file, or a .tm7 file that carries its knowledge base.',
      where: findings.place(root),
    });
    return { problems: findings.problems };
  }
  const value = readKnowledgeBase(element, new Set(document.unfinished), file);
  return hasErrors(findings.problems)
    ? { problems: findings.problems }
    : { value, problems: findings.problems };
}
