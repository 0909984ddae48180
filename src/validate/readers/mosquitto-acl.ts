/** Reads mosquitto's ACL file (`acl_file`): who may use which topics. */
import type { Problem, Where } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';

/** One line that grants or denies. */
export interface AclRule {
  /** `anonymous`: clients without user name · `user`: the one named · `everybody`: a `pattern`. */
  readonly for: 'anonymous' | 'user' | 'everybody';
  /** The user name of a `user` rule. */
  readonly user: string | undefined;
  readonly access: 'read' | 'write' | 'readwrite' | 'deny';
  /** A filter; in a `pattern` with `%u` (user name) and `%c` (client id). */
  readonly filter: string;
  readonly where: Where;
}

/** The rules in the order of the file. CFG01 (warnings) for lines that mosquitto would stop at. Never throws. */
export function readMosquittoAcl(source: Source): {
  readonly rules: readonly AclRule[];
  readonly problems: Problem[];
} {
  const rules: AclRule[] = [];
  const problems: Problem[] = [];
  let user: string | undefined;
  source.text.split('\n').forEach((raw, index) => {
    const text = raw.replace(/[\r\s]+$/, '');
    if (text === '' || text.startsWith('#')) return;
    const where = { file: source.file, line: index + 1, column: 1, length: text.length };
    const [keyword, rest] = halves(text.trimStart());
    if (keyword === 'user' && rest !== '') {
      user = rest;
      return;
    }
    const rule = keyword === 'topic' || keyword === 'pattern' ? grant(rest) : undefined;
    if (rule) {
      const whose = keyword === 'pattern' ? 'everybody' : user === undefined ? 'anonymous' : 'user';
      rules.push({ for: whose, user: whose === 'user' ? user : undefined, ...rule, where });
    } else {
      problems.push({
        code: 'CFG01',
        severity: 'warning',
        message: 'this is no line of a mosquitto ACL',
        hint: 'Lines are "user NAME", "topic [read|write|readwrite|deny] TOPIC" and "pattern …" alike.',
        where,
      });
    }
  });
  return { rules, problems };
}

/** True when the filter (with wildcards) covers the topic (without). */
export function covers(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}

const ACCESS = ['read', 'write', 'readwrite', 'deny'] as const;

function grant(rest: string): Pick<AclRule, 'access' | 'filter'> | undefined {
  const [word, filter] = halves(rest);
  const access = ACCESS.find((one) => one === word);
  // The word may be left out, unless the topic has a space in it.
  if (filter === '') return word === '' ? undefined : { access: 'readwrite', filter: word };
  return access && { access, filter };
}

function halves(text: string): [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space).trimStart()];
}
