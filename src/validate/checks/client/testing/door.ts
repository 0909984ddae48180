/** The runner's part for a check that plays a server: one door on loopback, without plan and grant. */
import type { Check, CheckContext, CheckOutcome, Credentials } from '../../../check.ts';
import { type OpenDoorman, openDoorman } from '../../../probes/client/doorman.ts';
import { openDialler } from '../../../probes/dial.ts';
import { type PortsTarget, portsOf } from '../../../targets/device.ts';
import { byCertificate } from '../../../testing/context.ts';
import { freePort } from '../../../testing/mosquitto.ts';
import type { Pki } from '../../../testing/pki.ts';
import { lawful } from '../../../verdict.ts';

export interface AtDoor {
  readonly identities: readonly Credentials[];
  readonly ca?: string;
  /** What the device asks for; localhost where absent. */
  readonly serverName?: string;
  readonly expects?: CheckContext['expects'];
  /** Seconds until the device calls again; 40 where absent: a busy machine takes its time to start one. */
  readonly returnsWithin?: number;
  readonly budget?: Check['budget'];
  /** For checks that dial the device as well: its port, and what the target declares of the others. */
  readonly dialled?: { readonly port: number; readonly ports: PortsTarget };
  /** No door: the device is only dialled. */
  readonly closed?: boolean;
}

/** The identities a target of kind tls-client declares: the right server, one of another name, an expired one. */
export async function serverIdentities(pki: Pki): Promise<readonly Credentials[]> {
  const day = 24 * 3600 * 1000;
  const elsewhere = await pki.issue({ name: 'elsewhere', san: ['elsewhere.test'] });
  const old = await pki.issue({
    name: 'old-server',
    san: ['localhost', '127.0.0.1'],
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: new Date(Date.now() - day),
  });
  return [byCertificate(pki.server), byCertificate(elsewhere), byCertificate(old, 'expired')];
}

export interface Running {
  stop(): Promise<void>;
}

/** Lets a check wait at a free port, while `device` calls there (until it is told to stop), and gives its verdict. */
export async function runAtDoor(
  check: Check,
  options: AtDoor,
  device: (port: number) => Running | Promise<Running>,
): Promise<CheckOutcome> {
  const port = await freePort();
  const declared = `127.0.0.1:${port}`;
  const serverName = options.serverName ?? 'localhost';
  const signal = new AbortController().signal;
  const door: OpenDoorman = openDoorman({
    declared,
    serverName,
    bind: { host: '127.0.0.1', port },
    budget: options.budget ?? check.budget,
    signal,
  });
  const dial = dialler(check, options, signal);
  const context: CheckContext = {
    target: {
      kind: 'tls-client',
      covers: ['line'],
      device: { listen: declared, returnsWithin: options.returnsWithin ?? 40 },
      tls: { ca: 'file:ca.pem', name: serverName },
      ...(options.dialled && { ports: options.dialled.ports }),
    },
    targetName: 'valve',
    expects: options.expects ?? {},
    covers: ['line'],
    dial,
    ...(options.closed !== true && { door }),
    endpoint: { host: '', port: 0, name: serverName },
    ca: options.ca,
    identities: options.identities,
    readFile: () => Promise.reject(new Error('no files here')),
    readBytes: () => Promise.reject(new Error('no files here')),
    earlier: [],
    now: new Date(),
    signal,
  };
  const calling = await device(port);
  try {
    const found = lawful(await check.run(context), check);
    const stopped = dial.stopped() ?? door.stopped();
    return stopped && found.verdict === 'pass'
      ? { ...found, verdict: 'inconclusive', reason: `${stopped.message}: ${found.reason}` }
      : found;
  } finally {
    door.close();
    dial.close();
    await calling.stop();
  }
}

function dialler(check: Check, { dialled, budget = check.budget }: AtDoor, signal: AbortSignal) {
  const port = dialled?.port ?? 1;
  return openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    ...(dialled && { ports: portsOf(dialled.ports) }),
    serverName: 'localhost',
    budget,
    signal,
  });
}
