/** Does the configured ACL give each client its own topics only? Read from the repository; a probe shows more. */
import { type CheckContext, defineCheck } from '../../check.ts';
import { type AclRule, covers, readMosquittoAcl } from '../../readers/mosquitto-acl.ts';
import type { Listener } from '../../readers/mosquitto-conf.ts';
import { flagOf } from '../../readers/mosquitto-line.ts';
import { takesAnonymous } from '../../readers/mosquitto-effect.ts';
import { judgeConfiguration, type Judgement, read, sentence } from '../../readers/mosquitto-target.ts';
import { Users, beside } from '../../readers/mosquitto-users.ts';

export const mosquittoConfigAcl = defineCheck({
  id: 'mosquitto-config-acl',
  title:
    'Does the ACL of every MQTT listener of the mosquitto configuration keep clients to their own topics?',
  targets: ['mosquitto-conf'],
  control: 'configuration and ACL are mosquitto’s, every line of which is understood',
  attack: 'look for a listener without ACL, and for a rule that lets one client use the topics of another',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  async run(context) {
    const users = new Users();
    const outcome = await judgeConfiguration(context, {
      met: 'each client is kept to its own topics',
      async judge(conf, listener, dialect) {
        await users.readOf(context, listener);
        const plugin = listener.plugins.find(({ kind }) => kind === 'unknown' || kind === 'dynamic-security');
        if (plugin) return { is: 'untold', why: `leaves it to a plugin (${plugin.path})` };
        return judgeAcl(context, listener, takesAnonymous(conf, listener, dialect));
      },
    });
    const seen = users.seen();
    return seen ? { ...outcome, seen } : outcome;
  },
});

async function judgeAcl(context: CheckContext, listener: Listener, anonymous: boolean): Promise<Judgement> {
  const acl = listener.security.get('acl_file');
  if (!acl) return { is: 'weak', why: 'has no ACL: every client may use every topic', leftOut: true };
  const path = beside(acl.where.file, acl.value);
  const source = await read(context, path);
  if (typeof source === 'string') return { is: 'untold', why: `has an ACL that was not read: ${source}` };
  const { rules, problems } = readMosquittoAcl(source);
  if (problems.length > 0)
    return { is: 'untold', why: `has an ACL not all of which is understood: ${sentence(problems)}` };
  const ownId = flagOf(listener.own.get('use_username_as_clientid')) === true;
  const others = othersIn(context, rules);
  const reaching = rules
    .filter((rule) => rule.access !== 'deny' && (rule.for !== 'anonymous' || anonymous))
    .map((rule) => ({ rule, reaches: reachesOthers(context, rule, { ownId, others }) }));
  const grants = reaching.flatMap(({ rule, reaches }) => (reaches === true ? [rule] : []));
  const devices = new Set(context.identities.map((identity) => identity.username ?? identity.name));
  const service = serviceName(context);
  const wide = grants.find(
    (rule) =>
      rule.for !== 'user' || (rule.user !== undefined && rule.user !== service && devices.has(rule.user)),
  );
  const denies = rules.some((rule) => rule.access === 'deny');
  if (wide) {
    return denies
      ? { is: 'untold', why: `has deny rules beside ${shown(wide)}; they are not weighed here` }
      : { is: 'weak', why: `lets one client use the topics of another: ${shown(wide)}` };
  }
  const unknown = grants.find((rule) => rule.user !== service);
  if (unknown) {
    return {
      is: 'untold',
      why: `lets ${unknown.user ?? ''} use topics of others (${shown(unknown)}); name it as topics.service of the target if it is no device`,
    };
  }
  if (!rules.some((rule) => grantsOwn(context, rule)))
    return { is: 'untold', why: 'has an ACL that grants nobody the topics which the target declares' };
  const open = reaching.find(
    ({ rule, reaches }) => reaches === undefined && (rule.for !== 'user' || rule.user !== service),
  );
  return open
    ? { is: 'untold', why: `has ${shown(open.rule)}: the target’s topics do not say whose those are` }
    : { is: 'good', why: `has an ACL that keeps clients to their own topics (${path})` };
}

/** Names that topics may be somebody’s by: of all who are known, and of one who is not. */
function othersIn({ identities }: CheckContext, rules: readonly AclRule[]): readonly string[] {
  const users = rules.flatMap(({ user }) => user ?? []);
  return [...new Set([...identities.map(({ name }) => name), ...users, 'somebody-else'])];
}

/**
 * Whether the rule covers topics of an identity that is not the client's own; undefined where the target does not say
 * which topics are whose. `%u` is the user name that was proven; `%c` is the client id, which is anybody's to choose
 * unless the user name takes its place.
 */
function reachesOthers(
  { target: { topics }, identities }: CheckContext,
  rule: AclRule,
  { ownId, others }: { readonly ownId: boolean; readonly others: readonly string[] },
): boolean | undefined {
  if (rule.for === 'everybody') {
    if (/(^|\/)%u(\/|$)/.test(rule.filter)) return false;
    if (/(^|\/)%c(\/|$)/.test(rule.filter)) return !ownId;
  }
  if (!topics) {
    if (/^[#+]/.test(rule.filter)) return true;
    return rule.filter.startsWith('$SYS/') && rule.access === 'read' ? false : undefined;
  }
  const own = identities.flatMap(({ name, username }) =>
    rule.for === 'user' && username === rule.user ? [name] : [],
  );
  return others
    .filter((name) => name !== rule.user && !own.includes(name))
    .some((name) =>
      [topics.publish, topics.subscribe].some((template) =>
        covers(rule.filter, template.replaceAll('{identity}', name)),
      ),
    );
}

/** The control: true when the rule lets a client use what the target says is its own. */
function grantsOwn(
  { target: { topics } }: CheckContext,
  { access, user, filter, ...rule }: AclRule,
): boolean {
  if (access === 'deny' || !topics) return access !== 'deny';
  const name = user ?? 'somebody';
  const own = rule.for === 'everybody' ? filter.replaceAll(/%[uc]/g, name) : filter;
  return [topics.publish, topics.subscribe].some((one) => covers(own, one.replaceAll('{identity}', name)));
}

function serviceName(context: CheckContext): string | undefined {
  const name = context.target.topics?.service;
  return context.identities.find((identity) => identity.name === name)?.username ?? name;
}

function shown(rule: AclRule): string {
  const whose =
    rule.for === 'everybody' ? 'pattern' : rule.user === undefined ? 'topic' : `user ${rule.user}: topic`;
  return `"${whose} ${rule.access} ${rule.filter}" (${rule.where.file}:${rule.where.line})`;
}
