/** Does the name of an image fit one image only? */
import { type Container, shown } from './container.ts';
import { hasBlank } from './placeholders.ts';
import { good, type Judgement, untold, weak } from '../rows.ts';

const DIGEST = /@sha256:[0-9a-f]{64}$/i;
/** An image of the engine's own store, by the digest of its configuration. */
const ID = /^sha256:[0-9a-f]{64}$/i;
const DIGEST_TO_COME = /@sha256:(\$\{[^}]*\}|<[^<>]*>|\{\{.*\}\}|__\w+__)$/i;
const ENDS_OPEN = /(\$\{[^}]*\}|>|\}\}|__|\}#?)$/;

/** Good: by a digest. Weak: by a tag, or by nothing. Untold: filled in later, or built here. */
export function judgeImage({ image, built }: Container): Judgement {
  if (!image) {
    return untold(
      built
        ? 'is built from a Dockerfile, which is not looked at'
        : 'names no image here, so another file does',
    );
  }
  const text = image.text.trim();
  const name = `"${shown(text)}"`;
  if (ID.test(text)) return good('names its image by its id, which is a digest');
  if (DIGEST.test(text)) {
    return image.assumed.length > 0
      ? untold(`names ${name}, unless ${image.assumed.join(', ')} says otherwise`)
      : good('names its image by the digest');
  }
  if (DIGEST_TO_COME.test(text)) return good('names its image by a digest that is filled in');
  if (text.includes('@')) return untold(`names ${name}, whose digest is none`);
  if (built) return untold(`is built from a Dockerfile, which is not looked at, as ${name}`);
  if (image.open.length > 0 || hasBlank(text)) {
    if (ENDS_OPEN.test(text)) return untold(`names ${name}, the end of which is filled in later`);
  }
  const [, tag] = /:([^/:]+)$/.exec(text) ?? [];
  return weak(
    tag === undefined || tag === 'latest'
      ? `names ${name}, which is whatever came last`
      : `names ${name}, by a tag that can be moved`,
  );
}
