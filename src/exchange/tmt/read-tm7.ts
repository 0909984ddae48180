/** Reads models of the Microsoft Threat Modeling Tool. */
import { hasErrors, type Outcome } from '../../text/problem.ts';
import { type XmlElement, attributeOf, childOf, childrenOf } from '../xml/tree.ts';
import { openDocument } from './reading/document.ts';
import { readSurfaces } from './reading/drawing.ts';
import { Findings, type ReadOptions } from './reading/findings.ts';
import { readKnowledgeBase } from './reading/knowledge-base.ts';
import { readThreats } from './reading/threats.ts';
import { textIn } from './reading/values.ts';
import type { MetaInformation, Note, Tm7 } from './tm7.ts';

/**
 * Reads a `.tm7` file, as the tool, a person's editor or a script wrote it: any prefixes, any layout, members
 * missing. Problems: TXT02, TXT03, XML01 to XML04 (unreadable), TMT01 (no model), TMT02 to TMT05 (unsound parts;
 * see {@link ReadOptions}). What is odd about its template stands in `knowledgeBase.quirks` alone.
 */
export function readTm7(bytes: Uint8Array, file: string, options: ReadOptions = {}): Outcome<Tm7> {
  const findings = new Findings(file, options);
  const document = openDocument(bytes, findings);
  if (!document) return { problems: findings.problems };
  const { root } = document;
  if (root.local !== 'ThreatModel') {
    findings.add({
      code: 'TMT01',
      severity: 'error',
      message: `the document is a "${root.local}", not a model of the Threat Modeling Tool`,
      hint:
        root.local === 'KnowledgeBase'
          ? 'It is a template: use it for its rules, or to export onto.'
          : 'A model starts with the element ThreatModel.',
      where: findings.place(root),
    });
    return { problems: findings.problems };
  }
  const unfinished = new Set(document.unfinished);
  const surfaces = readSurfaces(root, unfinished, findings);
  const threats = readThreats(root, surfaces, unfinished, findings);
  const knowledgeBase = knowledgeBaseOf(root);
  const version = textIn(root, 'Version');
  const value: Tm7 = {
    file,
    ...(version && { version }),
    generationEnabled: textIn(root, 'ThreatGenerationEnabled').toLowerCase() !== 'false',
    surfaces,
    threats,
    ...(knowledgeBase && { knowledgeBase: readKnowledgeBase(knowledgeBase, unfinished, file) }),
    meta: readMeta(childOf(root, 'MetaInformation')),
    notes: readNotes(root, unfinished),
    validations: childrenOf(childOf(root, 'Validations')).map((validation) => textIn(validation, 'Message')),
    document,
  };
  return hasErrors(findings.problems)
    ? { problems: findings.problems }
    : { value, problems: findings.problems };
}

/** The template in a model; absent from files that scripts wrote. */
function knowledgeBaseOf(root: XmlElement): XmlElement | undefined {
  const element = childOf(root, 'KnowledgeBase');
  return element && attributeOf(element, 'nil') !== 'true' && childrenOf(element).length > 0
    ? element
    : undefined;
}

function readMeta(element: XmlElement | undefined): MetaInformation {
  return {
    name: textIn(element, 'ThreatModelName'),
    owner: textIn(element, 'Owner'),
    reviewer: textIn(element, 'Reviewer'),
    contributors: textIn(element, 'Contributors'),
    description: textIn(element, 'HighLevelSystemDescription'),
    assumptions: textIn(element, 'Assumptions'),
    externalDependencies: textIn(element, 'ExternalDependencies'),
  };
}

function readNotes(root: XmlElement, unfinished: ReadonlySet<XmlElement>): readonly Note[] {
  return childrenOf(childOf(root, 'Notes'))
    .filter((element) => !unfinished.has(element))
    .map((element) => {
      const addedBy = textIn(element, 'AddedBy');
      const date = textIn(element, 'Date');
      return {
        id: textIn(element, 'Id'),
        message: textIn(element, 'Message'),
        ...(addedBy && { addedBy }),
        ...(date && { date }),
      };
    });
}
