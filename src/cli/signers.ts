/** Adds a signer to the text of trust.yaml, keeping comments and order. */
import { Document, isMap, parseDocument } from 'yaml';

/** `text` is the file as it is, or undefined where there is none. */
export function addSigner(
  text: string | undefined,
  name: string,
  key: string,
  may: readonly string[],
): string {
  const document = text === undefined ? new Document({ bestride: 1, signers: {} }) : parseDocument(text);
  const signers = document.get('signers');
  if (isMap(signers)) signers.flow = false;
  const entry = document.createNode({ key, may });
  if (isMap(entry)) entry.flow = true;
  document.setIn(['signers', name], entry);
  return document.toString({ lineWidth: 0 });
}
