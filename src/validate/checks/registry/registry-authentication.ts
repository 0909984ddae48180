/**
 * Does the registry let every device in by what the model says? Judged is what is registered: whether the hub takes
 * keys at all is a question for `arm-hub-device-keys`, and whether a TPM holds a key no registry can show.
 */
import type { Value } from '../../../catalogue/condition.ts';
import { defineCheck } from '../../check.ts';
import type { Method } from '../../readers/registry/registry-export.ts';
import { type Judged, type Look, judgeRegistry } from '../../readers/registry/registry-target.ts';
import { enough } from '../../readers/rows.ts';
import { inconclusive } from '../../verdict.ts';

const BY_CERTIFICATE: readonly Method[] = ['selfSigned', 'certificateAuthority'];

/** What the model says, and how a device may then be registered: so, or better. */
const MEETING: ReadonlyMap<Value | undefined, readonly Method[]> = new Map([
  ['x509', BY_CERTIFICATE],
  ['tpm', BY_CERTIFICATE],
  ['sas', ['sas', ...BY_CERTIFICATE]],
]);

const IN_WORDS: Readonly<Record<Method, string>> = {
  sas: 'a shared access signature',
  selfSigned: 'a certificate of its own',
  certificateAuthority: 'a certificate of a CA',
  none: 'nothing of its own',
};

export const registryAuthentication = defineCheck({
  id: 'registry-authentication',
  title: 'Does the device registry take any device with less than the model says?',
  targets: ['registry-export'],
  control:
    'the file is an export of a device registry, every device of which is understood, and recent as declared',
  attack: 'look for an enabled device that is registered to prove itself by less',
  effect: 'passive',
  budget: { connections: 0, seconds: 60, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 7,
  expects: { client: 'client' },

  async run(context) {
    const client = context.expects['client'];
    const meeting = MEETING.get(client);
    if (!meeting) {
      return inconclusive(
        client === undefined
          ? 'the model does not say how the devices prove who they are'
          : `the devices prove who they are by ${String(client)}, of which a device registry says nothing`,
      );
    }
    return judgeRegistry(context, (look) => judge(look, String(client), meeting));
  },
});

function judge({ judged }: Look, client: string, meeting: readonly Method[]): Judged {
  const ways = new Map<Method | undefined, string[]>();
  for (const { id, by } of judged) {
    const known = ways.get(by);
    if (known) known.push(id);
    else ways.set(by, [id]);
  }
  const weak: string[] = [];
  const untold: string[] = [];
  for (const [by, ids] of ways) {
    if (by === undefined)
      untold.push(`how ${ids.length} devices authenticate is not in the export (${enough(ids, 3)})`);
    else if (!meeting.includes(by))
      weak.push(
        `${ids.length} of ${judged.length} enabled devices are let in by ${IN_WORDS[by]}, where the model says ${client} (${enough(ids, 3)})`,
      );
  }
  return {
    what: `looking for devices that are let in by less than ${client}`,
    weak,
    untold,
    met: `each of ${judged.length} enabled devices is registered to authenticate by ${meeting.map((one) => IN_WORDS[one]).join(' or ')}`,
  };
}
