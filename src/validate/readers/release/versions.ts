/**
 * Which of two versions is the newer one, as their ecosystem orders them: Semantic Versioning 2.0.0 section 11, Debian
 * Policy 5.6.12, and plain numbers with dots, which all others order alike. What is none of these is not guessed at.
 */

/** Below zero: the first is older. Undefined: nobody can say by these rules. */
export type Order = (one: string, other: string) => number | undefined;

/** A leading `v`, as Go writes it, is let pass; what comes after `+` has no order. */
export const bySemver: Order = (one, other) => {
  const [left, right] = [SEMVER.exec(one), SEMVER.exec(other)];
  if (!left || !right) return undefined;
  for (const place of [1, 2, 3]) {
    const difference = byNumber(left[place] ?? '', right[place] ?? '');
    if (difference !== 0) return difference;
  }
  return byPrerelease(left[4], right[4]);
};

const SEMVER =
  /^v?(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]*)?$/;

/** Without one it is the release itself, and newer. */
function byPrerelease(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(other !== undefined) - Number(one !== undefined);
  const [left, right] = [one.split('.'), other.split('.')];
  for (const [at, word] of left.entries()) {
    const against = right[at];
    if (against === undefined) return 1;
    const numbers = [word, against].map((text) => /^\d+$/.test(text));
    const difference =
      numbers[0] !== numbers[1]
        ? numbers[0]
          ? -1
          : 1
        : numbers[0]
          ? byNumber(word, against)
          : byText(word, against);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** `1.2` and `1.2.0` are one version. */
export const byNumbers: Order = (one, other) => {
  if (!NUMBERS.test(one) || !NUMBERS.test(other)) return undefined;
  const [left, right] = [one.split('.'), other.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = byNumber(left[at] ?? '0', right[at] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
};

const NUMBERS = /^\d{1,16}(\.\d{1,16}){0,15}$/;

/** `epoch:upstream-revision`; `~` comes before everything, even before the end. */
export const byDebian: Order = (one, other) => {
  const [left, right] = [DEBIAN.exec(one), DEBIAN.exec(other)];
  if (!left || !right) return undefined;
  return (
    byNumber(left[1] ?? '0', right[1] ?? '0') ||
    byDebianPart(left[2] ?? '', right[2] ?? '') ||
    byDebianPart(left[3] ?? '0', right[3] ?? '0')
  );
};

const DEBIAN = /^(?!.*-$)(?:(\d{1,9}):)?(\d[0-9A-Za-z.+~:-]{0,255}?)(?:-([0-9A-Za-z.+~]{1,255}))?$/;

/** In turns: what is no digit, letters before other signs; then a number, in which nothing counts as zero. */
function byDebianPart(one: string, other: string): number {
  let [left, right] = [one, other];
  while (left !== '' || right !== '') {
    const [leftSigns, rightSigns] = [/^\D*/.exec(left)?.[0] ?? '', /^\D*/.exec(right)?.[0] ?? ''];
    for (let at = 0; at < Math.max(leftSigns.length, rightSigns.length); at += 1) {
      const difference = rank(leftSigns[at]) - rank(rightSigns[at]);
      if (difference !== 0) return difference;
    }
    [left, right] = [left.slice(leftSigns.length), right.slice(rightSigns.length)];
    const [leftDigits, rightDigits] = [/^\d*/.exec(left)?.[0] ?? '', /^\d*/.exec(right)?.[0] ?? ''];
    const difference = byNumber(leftDigits, rightDigits);
    if (difference !== 0) return difference;
    [left, right] = [left.slice(leftDigits.length), right.slice(rightDigits.length)];
  }
  return 0;
}

function rank(sign: string | undefined): number {
  if (sign === undefined) return 0;
  if (sign === '~') return -1;
  return /[A-Za-z]/.test(sign) ? sign.charCodeAt(0) : sign.charCodeAt(0) + 256;
}

/** Digits of any length. */
function byNumber(one: string, other: string): number {
  const [left, right] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  return left.length - right.length || byText(left, right);
}

function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
