/** UDP ports behind which nothing useful is. */
import { type ContextOptions, runAgainst } from '../context.ts';
import { freePort } from '../mosquitto.ts';
import { type Bench, type Row, deadRow } from '../proof.ts';
import { startMute } from './dtls-responder.ts';

/** The rows that every check over UDP owes: nothing listens, nothing is answered, something else is answered. */
export function deadDatagrams(options: (bench: Bench) => Omit<ContextOptions, 'port'>): readonly Row[] {
  return [
    deadRow('nothing listens', 'a closed UDP port', async (check, bench) =>
      runAgainst(check, { ...options(bench), port: await freePort() }),
    ),
    ...(
      [
        ['it never says a word', undefined],
        ['it answers in some other protocol', Buffer.from('220 what do you want?\r\n')],
      ] as const
    ).map(([name, says]) =>
      deadRow(name, 'a UDP port of ours', async (check, bench) => {
        const end = await startMute(says);
        return runAgainst(check, { ...options(bench), port: end.port }).finally(() => end.stop());
      }),
    ),
  ];
}
