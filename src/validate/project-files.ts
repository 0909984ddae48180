/** Reading the project's own files, and no others. */
import { readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { Fact } from '../evidence/run.ts';
import { sha256 } from '../text/digest.ts';
import { decodeSource, fileDigest } from '../text/source.ts';
import { leavesProject } from './targets/read-targets.ts';

/** A text of the project, with the fact that it was relied on. */
export interface ProjectFile {
  readonly text: string;
  readonly fact: Fact;
}

/**
 * Reads a text file by its path in the project at `root`. Rejects with an Error that a person understands when
 * it cannot be read, is no text, or lies outside, be it through a link.
 */
export async function readProjectFile(root: string, path: string): Promise<ProjectFile> {
  const { value } = decodeSource(path, await bytesOf(root, path));
  if (!value) throw new Error(`the file "${path}" is no UTF-8 text`);
  return { text: value.text, fact: { kind: 'file', ref: path, digest: sha256(value.text) } };
}

/**
 * Reads a file that need not be text, and rejects as {@link readProjectFile} does. The digest of one that is text is
 * the text's, as whoever asks later whether the file has changed takes it.
 */
export async function readProjectBytes(
  root: string,
  path: string,
): Promise<{ readonly bytes: Uint8Array; readonly fact: Fact }> {
  const bytes = await bytesOf(root, path);
  return { bytes, fact: { kind: 'file', ref: path, digest: fileDigest(path, bytes) } };
}

async function bytesOf(root: string, path: string): Promise<Uint8Array> {
  if (leavesProject(path)) throw new Error(`"${path}" lies outside the project`);
  try {
    const real = await realpath(join(root, path));
    const way = relative(await realpath(root), real);
    if (way === '' || leavesProject(way)) throw new Error('outside');
    return await readFile(real);
  } catch {
    throw new Error(`the file "${path}" cannot be read in the project`);
  }
}
