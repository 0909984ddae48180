/** Lists as people have them: what each becomes, what is told, what a mapping changes. */
import { describe, expect, it } from 'vitest';

import { importList, PLANT } from './testing/project.ts';

const threatOf = (list: ReturnType<typeof importList>, id: string) => list.hand.find((one) => one.id === id);
const told = (list: ReturnType<typeof importList>): string =>
  list.report.notCarried.map(({ what, why }) => `${what}: ${why}`).join('\n');
const chosen = (list: ReturnType<typeof importList>): string =>
  list.report.proposals.map(({ what, why }) => `${what}: ${why}`).join('\n');

describe('the export of the Microsoft Threat Modeling Tool', () => {
  const list = importList(
    [
      'Id,Diagram,Changed By,Last Modified,State,Title,Category,Description,Justification,Interaction,Priority',
      '0,Plant,,Generated,Not Started,Spoofing the hub,Spoofing,"Somebody else, not the hub",,MQTT telemetry,High',
      '1,Plant,HOME\\ann,2026-03-01,Mitigated,Data is read,Information Disclosure,On the way,TLS is on,MQTT telemetry,Medium',
      '2,Plant,HOME\\ann,2026-03-01,Not Applicable,Jamming,Denial Of Service,Radio,No radio,Radio link,Low',
      '3,Plant,HOME\\ann,2026-03-01,Needs Investigation,Rights,Elevation Of Privilege,More rights,,MQTT telemetry,High',
    ].join('\r\n'),
    { files: PLANT },
  );

  it('reads without a word and registers every threat', () => {
    expect(list.problems).toEqual([]);
    expect(list.hand.map(({ id, stride, severity, subject }) => [id, stride, severity, subject.id])).toEqual([
      ['threats-0', ['S'], 'high', 'telemetry'],
      ['threats-1', ['I'], 'medium', 'telemetry'],
      ['threats-2', ['D'], 'low', 'plant'],
      ['threats-3', ['E'], 'high', 'telemetry'],
    ]);
  });

  it('states become decisions and claims; a claim is implemented, and no more', () => {
    const status = (id: string) => list.register.entries.find((entry) => entry.id === id)?.status;
    expect(status('threats-0@telemetry')).toBe('open');
    expect(status('threats-1@telemetry')).toBe('implemented');
    expect(status('threats-2@plant')).toBe('not-applicable');
    expect(status('threats-3@telemetry')).toBe('needs-investigation');
    expect(list.decisions.claims.get('against-threats-1@telemetry')).toEqual({
      state: 'in-place',
      owner: 'HOME\\ann',
      note: 'TLS is on',
    });
    expect(list.files.get('catalogue/mitigations/against-threats-1.yaml')).toContain(
      'It is a claim and no more',
    );
  });

  it('what it is about and is not there is told, and kept', () => {
    expect(told(list)).toContain(
      'that "Jamming" is about "Radio link": nothing in the system is called that',
    );
    expect(threatOf(list, 'threats-2')?.columns).toEqual({
      Diagram: 'Plant',
      'Last Modified': '2026-03-01',
      Interaction: 'Radio link',
    });
    expect(threatOf(list, 'threats-0')).toMatchObject({
      title: 'Spoofing the hub',
      description: 'Somebody else, not the hub',
      origin: { format: 'csv', file: 'threats.csv', id: '0' },
    });
  });

  it('leaves the system file alone', () =>
    expect(list.files.get('system.yaml')).toBe(PLANT.get('system.yaml')));
});

describe('a German spreadsheet: semicolons, Windows-1252, a title above, words of its own', () => {
  const text = [
    'Bedrohungsanalyse Wasserwerk;;;;;;;',
    ';;;;;;;',
    'Nr.;Bedrohung;Kategorie;Betroffene Komponente;Eintrittswahrscheinlichkeit;Auswirkung;Maßnahme;Status;Verantwortlich;Fällig',
    'B1;Abhören der Messwerte;Offenlegung;Level sensor;hoch;mittel;Verschlüsseln;geplant;Müller;31.12.2026',
    'B2;Gefälschte Firmware;Manipulation;Edge Gateway;gering;sehr hoch;"Signieren;\nund prüfen";umgesetzt;Müller;',
    'B3;Überlast;Dienstverweigerung;Iot hub;mittel;hoch;;akzeptiert;Müller;',
  ].join('\r\n');
  const bytes = Uint8Array.from(text.split('').map((letter) => letter.charCodeAt(0)));
  const list = importList(bytes, { file: 'analyse.csv', files: PLANT });

  it('is understood', () => {
    expect(list.problems).toEqual([]);
    expect(
      list.hand.map(({ id, title, stride, severity, subject }) => [id, title, stride, severity, subject.id]),
    ).toEqual([
      ['b1', 'Abhören der Messwerte', ['I'], 'high', 'sensor'],
      ['b2', 'Gefälschte Firmware', ['T'], 'medium', 'gateway'],
      ['b3', 'Überlast', ['D'], 'high', 'hub'],
    ]);
    expect(threatOf(list, 'b2')?.suggestion).toBe('Signieren;\nund prüfen');
  });

  it('says what was assumed', () => {
    expect(chosen(list)).toContain('the text is Windows-1252');
    expect(chosen(list)).toContain('cells are separated by semicolons');
    expect(told(list)).toContain('"Bedrohungsanalyse Wasserwerk": it stands above the headings');
  });

  it('a plan has its day; an acceptance without a last day waits and says why', () => {
    expect(list.decisions.claims.get('against-b1@sensor')).toEqual({
      state: 'planned',
      owner: 'Müller',
      due: '2026-12-31',
    });
    expect(list.decisions.decisions.get('b3@hub')).toMatchObject({
      status: 'needs-investigation',
      owner: 'Müller',
    });
    expect(told(list)).toContain(
      'the state "akzeptiert" of "Überlast": an acceptance needs an owner and a last day',
    );
    expect(threatOf(list, 'b3')?.columns).toMatchObject({ Status: 'akzeptiert' });
  });
});

describe('decisions with all that they need are carried whole', () => {
  const list = importList(
    `Threat,STRIDE,Component,Risk,Status,Owner,Accepted until,Transferred to,Justification,Mitigation,Due
Case is opened,T,sensor,Low,Accepted,ops,2027-06-30,,cheap,,
Cloud outage,DoS,hub,3 - High,Transferred,ops,,provider,,99.9 % a month,
Old protocol,S; I,gateway,Critical,Avoided,ops,,,switched off,,
Nobody knows,E,gateway,Medium,Closed,ops,,,,,
What now,R,gateway,Medium,Purple,,,,,,03/04/2027`,
    { files: PLANT },
  );

  it('accepted, transferred, avoided', () => {
    expect(Object.fromEntries(list.decisions.decisions)).toMatchObject({
      'case-is-opened@sensor': { status: 'accepted', owner: 'ops', until: '2027-06-30', reason: 'cheap' },
      'cloud-outage@hub': { status: 'transferred', to: 'provider', requires: '99.9 % a month' },
      'old-protocol@gateway': { status: 'avoided', reason: 'switched off', owner: 'ops' },
      'nobody-knows@gateway': { status: 'needs-investigation' },
    });
    expect(threatOf(list, 'old-protocol')?.stride).toEqual(['S', 'I']);
    expect(list.hand.map(({ severity }) => severity)).toEqual([
      'low',
      'high',
      'critical',
      'medium',
      'medium',
    ]);
  });

  it('a state that nobody knows leaves the threat open, and is told', () => {
    expect(told(list)).toContain('the state "Purple" of "What now": no such state is known');
    expect(told(list)).toContain('the day "03/04/2027" of "What now": it is no day, or could be two');
    expect(threatOf(list, 'what-now')?.columns).toEqual({ Status: 'Purple', Due: '03/04/2027' });
  });
});

describe('other lists', () => {
  it('of IriusRisk: shares of mitigation', () => {
    const list = importList(
      `"Component","Use case","Source","Threat","Risk Response","Inherent Risk","Current Risk","Owner"
"Edge Gateway","Elevation of Privilege","Rules","Wide rights","Planned mitigation: 0%. Mitigated: 0%. Unmitigated: 100%.","High","High",
"IoT Hub","Spoofing","Rules","Fake device","Planned mitigation: 0%. Mitigated: 100%. Unmitigated: 0%.","Very low","Low","ann"
"IoT Hub","Tampering","Rules","Changed on the way","Planned mitigation: 34%. Mitigated: 66%. Unmitigated: 0%.","Medium","Low","ann"`,
      { files: PLANT },
    );
    expect(list.problems).toEqual([]);
    expect(list.hand.map(({ stride, severity }) => [stride, severity])).toEqual([
      [['E'], 'high'],
      [['S'], 'low'],
      [['T'], 'medium'],
    ]);
    expect([...list.decisions.claims].map(([id, { state }]) => `${id} ${state}`)).toEqual([
      'against-fake-device@hub in-place',
      'against-changed-on-the-way@hub planned',
    ]);
  });

  it('with a column for each letter', () => {
    const list = importList(
      'Asset,Threat,S,T,R,I,D,E,Impact (1-5)\nhub,Flood,,,,,x,,5\nhub,Clone,X,,,ja,,,2',
      { files: PLANT },
    );
    expect(list.hand.map(({ stride, severity }) => [stride, severity])).toEqual([
      [['D'], 'critical'],
      [['S', 'I'], 'low'],
    ]);
    expect(chosen(list)).toContain('the numbers of "Impact (1-5)" are a scale to 5');
  });

  it('without categories: words decide, and it is a proposal', () => {
    const list = importList('Threat;Notes\nAttacker floods the broker;a\nSomething odd;b', { files: PLANT });
    expect(list.hand.map(({ stride }) => stride)).toEqual([['D'], ['T']]);
    expect(chosen(list)).toContain(
      'the letter D ("Attacker floods the broker"): the list gives no category; its words say so',
    );
    expect(chosen(list)).toContain('severity medium for all threats');
  });

  it('with statements for titles, rows that are none, and cells that would be formulas', () => {
    const long = `An attacker on the network can read what devices send. ${'More of it. '.repeat(30)}`.trim();
    const list = importList(
      `Description,Category,Extra\n"${long}",I,=cmd|' /C calc'!A0\n,,only a note\n@SUM(1+1),T,+1\nDescription,Category,Extra\n`,
      { files: PLANT },
    );
    expect(list.hand.map(({ title, description }) => [title, description])).toEqual([
      ['An attacker on the network can read what devices send.', long],
      ['@SUM(1+1)', undefined],
    ]);
    expect(list.hand[0]?.columns).toEqual({ Extra: "=cmd|' /C calc'!A0" });
    expect(told(list)).toContain('the row "only a note": it names no threat');
    expect(told(list)).toContain('it repeats the headings');
  });

  it('keeps markup and odd headings as the text they are', () => {
    const list = importList(
      'Threat,__proto__,constructor,,Note,Note\n<script>alert(1)</script> in a name,p,c,x,1,2',
      { files: PLANT },
    );
    expect(list.problems).toEqual([]);
    expect(list.hand[0]).toMatchObject({
      title: '<script>alert(1)</script> in a name',
      columns: { proto: 'p', constructor: 'c', 'Column D': 'x', 'Note (2)': '2' },
    });
  });

  it('starts a project where there is none, and finds its subjects later', () => {
    const text = 'ID,Threat,Component,Status,Comment\nT-1,Read out,Pump,In progress,soon';
    const first = importList(text, { file: 'My list.csv' });
    expect(first.problems).toEqual([]);
    expect(first.system).toMatchObject({ id: 'my-list', name: 'My list' });
    expect(first.hand[0]).toMatchObject({ id: 't-1', subject: { kind: 'system', id: 'my-list' } });
    const drawn = new Map([
      ...first.files,
      [
        'system.yaml',
        'bestride: 1\nsystem: { id: my-list }\nzones: { z: { type: device } }\nelements: { pump: { type: device, zone: z } }\n',
      ],
    ]);
    const again = importList(text, { file: 'My list.csv', files: drawn });
    expect(again.problems).toEqual([]);
    expect(again.hand[0]).toMatchObject({ id: 't-1', subject: { kind: 'element', id: 'pump' } });
    expect([...again.decisions.claims.keys()]).toEqual(['against-t-1@pump']);
  });
});
