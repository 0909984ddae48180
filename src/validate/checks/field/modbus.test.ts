import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect, it } from 'vitest';

import type { Check } from '../../check.ts';
import { frame, framesIn } from '../../probes/field/modbus.ts';
import { runAgainst } from '../../testing/context.ts';
import { modbusFunctions } from './modbus-functions.ts';
import { modbusRegisters } from './modbus-registers.ts';

const MODBUS = {
  functions: [3],
  register: 2,
  values: [7, 8] as [number, number],
  writable: { register: 0, range: [10, 20] as [number, number], forbidden: [1] },
};

/** A device that answers requests as it is told: by the function code, what comes back after it. */
async function judged(check: Check, answer: (pdu: Buffer) => Buffer, modbus: object = {}) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      for (const { transaction, pdu } of framesIn(Buffer.from(bytes))?.frames ?? [])
        socket.write(frame(transaction, 1, answer(pdu)));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    return await runAgainst(check, {
      port,
      kind: 'modbus',
      identities: [],
      declares: { modbus: { ...MODBUS, ...modbus } },
    });
  } finally {
    server.close();
  }
}

const reading = (pdu: Buffer, otherwise: Buffer): Buffer =>
  pdu[0] === 3 ? Buffer.of(3, 2, 0, 15) : otherwise;

it('does not take fault found with an address for a function that is not there', async () => {
  const found = await judged(modbusFunctions, (pdu) => reading(pdu, Buffer.of((pdu[0] ?? 0) | 0x80, 2)));
  expect(found).toMatchObject({ verdict: 'inconclusive' });
  expect(found.reason).toContain('illegal data address');
});

it('says which function got through, and what it does not know', async () => {
  const open = await judged(modbusFunctions, (pdu) =>
    reading(pdu, pdu[0] === 8 ? pdu : Buffer.of((pdu[0] ?? 0) | 0x80, 1)),
  );
  expect(open).toMatchObject({ verdict: 'fail' });
  expect(open.reason).toContain('diagnostics (8): answered');
  const shut = await judged(modbusFunctions, (pdu) => reading(pdu, Buffer.of((pdu[0] ?? 0) | 0x80, 1)));
  expect(shut).toMatchObject({ verdict: 'pass', refusedBy: 'server' });
  expect(shut.reason).toContain('cannot be told');
});

it('has nothing to try where everything is permitted, or nothing is declared', async () => {
  const all = { functions: [1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 22, 23, 43, 90] };
  expect((await judged(modbusFunctions, (pdu) => reading(pdu, pdu), all)).verdict).toBe('inconclusive');
  expect(
    (await judged(modbusRegisters, (pdu) => reading(pdu, pdu), { writable: undefined })).reason,
  ).toContain('declares no');
  const bare = { port: 0, kind: 'modbus', identities: [] };
  expect((await runAgainst(modbusFunctions, bare)).verdict).toBe('inconclusive');
});

it('begins nothing on an object that is outside its range already', async () => {
  const found = await judged(modbusRegisters, (pdu) => (pdu[0] === 3 ? Buffer.of(3, 2, 0, 99) : pdu));
  expect(found).toMatchObject({ verdict: 'inconclusive', attack: [] });
});
