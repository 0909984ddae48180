/** Which file of the project a linked template is, by what its deployment says of it. */
import { type Obj, Unknown, type Value, entry, formOf } from './value.ts';

export type Link = { readonly path: string } | { readonly why: string };

/** The address of the template itself, as a deployment knows it. */
const OWN_ADDRESS = '{deployment()}.properties.templatelink.uri';

/**
 * `relativePath`, and addresses relative to that of the template, lead to a file beside it. Any other address leads
 * to the one file among the `includes` that a person named for it: it ends alike.
 */
export function linkedFile(link: Obj, from: string, includes: readonly string[]): Link {
  const [relative, uri, spec] = ['relativePath', 'uri', 'id'].map((key) => entry(link, key) ?? undefined);
  if (relative !== undefined)
    return typeof relative === 'string'
      ? beside(from, relative)
      : { why: 'a linked template whose path is not known' };
  if (uri !== undefined) return byAddress(uri, from, includes);
  return { why: spec === undefined ? 'a linked template' : 'a template spec' };
}

function byAddress(uri: Value, from: string, includes: readonly string[]): Link {
  const relative = uri instanceof Unknown ? /^\{uri\((.*?),([^{}]*)(?:\{.*)?\)\}$/s.exec(uri.form) : null;
  if (relative?.[1]?.toLowerCase() === OWN_ADDRESS) return beside(from, relative[2] ?? '');
  const known = relative?.[2] ?? formOf(uri).replace(/[?#].*$/s, '');
  const named = includes.filter((path) => path !== from);
  const [best, next] = named
    .map((path) => ({ path, alike: commonEnd(path, lastPath(known)) }))
    .filter(({ alike }) => alike > 0)
    .toSorted((a, b) => b.alike - a.alike);
  if (best && best.alike !== next?.alike) return { path: best.path };
  return {
    why: best
      ? 'a linked template that several of the "includes" could be'
      : 'a linked template (name its file under "includes" of the target)',
  };
}

/** The path that an address ends in, without what follows its file (a signature of access, say). */
function lastPath(address: string): string {
  return /^(.*\.jsonc?)(?![\w/])/is.exec(address)?.[1] ?? address;
}

/** How many names at the end of two paths are the same. */
function commonEnd(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.split(/[/}]/).toReversed());
  const differs = (left ?? []).findIndex((name, at) => name !== right?.[at]);
  return differs < 0 ? (left ?? []).length : differs;
}

/** A path in the project, from the folder of another; never out of the project. */
function beside(from: string, relative: string): Link {
  const out = from.split('/').slice(0, -1);
  if (/^([/\\]|\w+:)/.test(relative)) return { why: 'a linked template outside of the project' };
  for (const name of relative.replace(/[?#].*$/s, '').split(/[/\\]/)) {
    if (name === '..') {
      if (out.pop() === undefined) return { why: 'a linked template outside of the project' };
    } else if (name !== '' && name !== '.') out.push(name);
  }
  return { path: out.join('/') };
}
