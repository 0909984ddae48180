/** What the headers of a page let a browser do (CSP level 3; Fetch, X-Content-Type-Options; RFC 6265bis). Pure. */

/** One thing that was looked for. */
export interface Looked {
  readonly looked: string;
  /** Why it is weak, in words of ours; undefined where it is not. */
  readonly weakness: string | undefined;
}

type Headers = ReadonlyMap<string, string>;

/**
 * Looks through the headers of a page, names in lower case, repeated ones joined by line feeds. `again`: those of a second
 * answer, which shows whether a nonce is one.
 */
export function weaknessesOf(headers: Headers, again?: Headers): readonly Looked[] {
  return [
    {
      looked: 'script that the policy lets run',
      weakness: scriptWeakness(headers.get(POLICY), again?.get(POLICY)),
    },
    {
      looked: 'content whose type the browser may guess',
      weakness:
        // Of several values the first one holds (Fetch standard).
        headers.get('x-content-type-options')?.split(/[\n,]/)[0]?.trim().toLowerCase() === 'nosniff'
          ? undefined
          : 'X-Content-Type-Options is not nosniff',
    },
    {
      looked: 'cookies that script or other sites get at',
      weakness: cookieWeakness(headers.get('set-cookie')),
    },
  ];
}

const POLICY = 'content-security-policy';

/** Several policies all hold, so one that is strict is enough. */
function scriptWeakness(value: string | undefined, again = ''): string | undefined {
  if (value === undefined) return 'there is no Content-Security-Policy';
  const found = value.split(/[\n,]/).map((policy) => policyWeakness(policy, again));
  return found.includes(undefined) ? undefined : found[0];
}

/** A host is trusted as the policy says; a scheme or a star is everybody. */
const EVERYBODY = /^((https?|wss?):(\/\/\*(:\S*)?)?|\*(:\S*)?|(data|blob|filesystem):)$/;

function policyWeakness(policy: string, again: string): string | undefined {
  const directives = new Map<string, readonly string[]>();
  for (const part of policy.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    // Of a directive that is repeated, the first one holds.
    const key = name.toLowerCase();
    if (key !== '' && !directives.has(key)) directives.set(key, sources);
  }
  const general = directives.get('script-src') ?? directives.get('default-src');
  // Elements and attributes of script may have directives of their own, which take the place of the general one.
  for (const name of ['script-src', 'script-src-elem', 'script-src-attr']) {
    const weakness = sourcesWeakness(directives.get(name) ?? general, again);
    if (weakness !== undefined) return weakness;
  }
  return undefined;
}

function sourcesWeakness(given: readonly string[] | undefined, again: string): string | undefined {
  if (!given) return 'the Content-Security-Policy says nothing about script';
  const same = given.find((source) => /^'nonce-./i.test(source) && again.split(/[\s;,]+/).includes(source));
  if (same !== undefined) return 'the nonce of the Content-Security-Policy is the same twice';
  const sources = given.map((source) => source.toLowerCase());
  // With a nonce or a digest browsers ignore 'unsafe-inline', and with 'strict-dynamic' hosts and schemes as well.
  const picked = sources.some((source) => /^'(nonce-|sha(256|384|512)-)./.test(source));
  const strict = picked && sources.includes("'strict-dynamic'");
  if (sources.includes("'unsafe-inline'") && !picked)
    return 'the Content-Security-Policy lets script inside the page run (unsafe-inline)';
  if (sources.includes("'unsafe-eval'"))
    return 'the Content-Security-Policy lets text be run as script (unsafe-eval)';
  if (!strict && sources.some((source) => EVERYBODY.test(source)))
    return 'the Content-Security-Policy lets script from anywhere run';
  return undefined;
}

function cookieWeakness(value: string | undefined): string | undefined {
  for (const cookie of value?.split('\n') ?? []) {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim().toLowerCase());
    // The token against forged requests is there to be read by the own script.
    const wanted = /^[^=]*(csrf|xsrf)/.test(pair) ? ['secure'] : ['secure', 'httponly'];
    const lacking = [
      ...wanted.filter((name) => !attributes.includes(name)),
      ...(attributes.some((one) => /^samesite=(lax|strict)$/.test(one)) ? [] : ['samesite']),
    ];
    if (lacking.length > 0) return `a cookie is set without ${lacking.join(', ')}`;
  }
  return undefined;
}
