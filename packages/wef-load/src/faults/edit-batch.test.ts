import { describe, expect, it } from 'vitest';
import { editBatch, idsOfBatch } from './edit-batch.js';

const event = (id: string) =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><EventRecordID>${id}</EventRecordID></System><EventData><Data Name="TargetUserName">äuser-${id}</Data><Data Name="IpAddress">192.0.2.1</Data></EventData></Event>`;

const seed = (...ids: string[]): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><Envelope><Body><Events>${ids.map(event).join('')}</Events></Body></Envelope>`,
  );

const delivered = (...ids: string[]): Buffer =>
  Buffer.from(
    `\ufeff<s:Envelope><s:Body><w:Events>${ids.map((id) => `<w:Event Action="x"><![CDATA[${event(id)}]]></w:Event>`).join('')}</w:Events></s:Body></s:Envelope>`,
    'utf16le',
  );

const damaged = (body: Buffer, id: string, encoding: BufferEncoding) =>
  Buffer.from(
    body
      .toString(encoding)
      .replace(`${id}</Data><Data Name="IpAddress">1`, `${id}</Data><Data Name="IpAddress">a`),
    encoding,
  );

describe.each([
  ['seed', seed, 'utf8'],
  ['ws-man in UTF-16', delivered, 'utf16le'],
] as const)('a batch in the form %s', (_name, batch, encoding) => {
  const body = batch('0007', '0008', '0009');

  it('says which ids it has, padded or not', () => {
    expect(idsOfBatch(body)).toEqual({ first: 7, last: 9 });
    expect(idsOfBatch(batch('12 '))).toEqual({ first: 12, last: 12 });
    expect(idsOfBatch(batch())).toBeNull();
  });

  it('loses, repeats, holds back and damages events, and nothing else changes', () => {
    expect(editBatch(body, [{ id: 8, fault: 'drop' }]).body).toEqual(batch('0007', '0009'));
    expect(editBatch(body, [{ id: 9, fault: 'duplicate' }]).body).toEqual(
      batch('0007', '0008', '0009', '0009'),
    );
    const late = editBatch(body, [{ id: 7, fault: 'delay' }]);
    expect(late).toEqual({ body: batch('0008', '0009'), heldBack: [batch('0007')] });
    expect(editBatch(body, [{ id: 8, fault: 'corrupt' }]).body).toEqual(damaged(body, '0008', encoding));
  });

  it('does all of it at once, and nothing for an id that is not there', () => {
    const edited = editBatch(body, [
      { id: 7, fault: 'duplicate' },
      { id: 8, fault: 'drop' },
      { id: 80, fault: 'drop' },
    ]);
    expect(edited).toEqual({ body: batch('0007', '0007', '0009'), heldBack: [] });
  });
});
