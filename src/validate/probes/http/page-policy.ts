/** What the headers of a page let a browser do (CSP level 3; Fetch, X-Content-Type-Options; RFC 6265bis). Pure. */

/** One thing that was looked for. */
export interface Looked {
  readonly looked: string;
  /** Why it is weak, in words of ours; undefined where it is not. */
  readonly weakness: string | undefined;
}

/** Looks through the headers of a page, names in lower case, repeated ones joined by line feeds. */
export function weaknessesOf(headers: ReadonlyMap<string, string>): readonly Looked[] {
  return [
    {
      looked: 'script that the policy lets run',
      weakness: scriptWeakness(headers.get('content-security-policy')),
    },
    {
      looked: 'content whose type the browser may guess',
      weakness:
        headers.get('x-content-type-options')?.trim().toLowerCase() === 'nosniff'
          ? undefined
          : 'X-Content-Type-Options is not nosniff',
    },
    {
      looked: 'cookies that script or other sites get at',
      weakness: cookieWeakness(headers.get('set-cookie')),
    },
  ];
}

/** Several policies all hold, so one that is strict is enough. */
function scriptWeakness(value: string | undefined): string | undefined {
  if (value === undefined) return 'there is no Content-Security-Policy';
  const found = value.split(/[\n,]/).map(policyWeakness);
  return found.includes(undefined) ? undefined : found[0];
}

/** A host is trusted as the policy says; a scheme or a star is everybody. */
const EVERYBODY = new Set(['*', 'http:', 'https:', 'data:', 'blob:', 'ws:', 'wss:', 'filesystem:']);

function policyWeakness(policy: string): string | undefined {
  const directives = new Map<string, readonly string[]>();
  for (const part of policy.split(';')) {
    const [name = '', ...sources] = part.trim().toLowerCase().split(/\s+/);
    // Of a directive that is repeated, the first one holds.
    if (name !== '' && !directives.has(name)) directives.set(name, sources);
  }
  const sources = directives.get('script-src') ?? directives.get('default-src');
  if (!sources) return 'the Content-Security-Policy says nothing about script';
  // With a nonce or a digest browsers ignore 'unsafe-inline', and with 'strict-dynamic' hosts and schemes as well.
  const picked = sources.some((source) => /^'(nonce-|sha(256|384|512)-)/.test(source));
  const strict = picked && sources.includes("'strict-dynamic'");
  if (sources.includes("'unsafe-inline'") && !picked)
    return 'the Content-Security-Policy lets script inside the page run (unsafe-inline)';
  if (sources.includes("'unsafe-eval'"))
    return 'the Content-Security-Policy lets text be run as script (unsafe-eval)';
  if (!strict && sources.some((source) => EVERYBODY.has(source)))
    return 'the Content-Security-Policy lets script from anywhere run';
  return undefined;
}

function cookieWeakness(value: string | undefined): string | undefined {
  for (const cookie of value?.split('\n') ?? []) {
    const [, ...attributes] = cookie.split(';').map((part) => part.trim().toLowerCase());
    const lacking = [
      ...['secure', 'httponly'].filter((name) => !attributes.includes(name)),
      ...(attributes.some((one) => /^samesite=(lax|strict)$/.test(one)) ? [] : ['samesite']),
    ];
    if (lacking.length > 0) return `a cookie is set without ${lacking.join(', ')}`;
  }
  return undefined;
}
