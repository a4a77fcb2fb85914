import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWefCollector, type WefCollector } from './collector.js';
import { batchOf, eventXml, post, seedBatch } from './testing/batches.js';
import { readStored, type Stored } from './testing/stored.js';

const bare = (recordId: number, data: string) => eventXml({ recordId, eventId: 4688, data });

describe('what a collector stores', () => {
  let collector: WefCollector;
  let stored: Stored;

  beforeAll(async () => {
    collector = await startWefCollector({
      port: 0,
      store: { prefix: 'archive', workers: 2, flushIntervalMs: 60_000 },
    });
    const answers = await Promise.all([
      post(collector.endpoint, batchOf(1, 1000)),
      post(collector.endpoint, batchOf(1001, 1)),
      post(
        collector.endpoint,
        seedBatch([
          { recordId: 2001, eventId: 4688, data: '<Data Name="Image">C:\\Windows\\"x".exe</Data>' },
          { recordId: 2002, eventId: 4688, data: '<Data Name="Line">a &amp; b &lt;c&gt; é 日本</Data>' },
          {
            recordId: 2003,
            eventId: 4688,
            data: '<Data>first</Data><Data>second\tpart</Data><Data Name="n"/>',
          },
          { recordId: 2004, eventId: 4688, time: '2026-02-09T00:00:00Z', computer: 'wörk.test' },
          `<!-- <Event> -->${bare(2005, '<Data Name="Raw"><![CDATA[1 < 2 & 3]]></Data>')}`,
        ]),
      ),
    ]);
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([200, 'OK']));
    await collector.flush();
    stored = await readStored(collector.s3!);
  });
  afterAll(async () => {
    stored.close();
    expect(await collector.close()).toBeUndefined();
  });

  it('lies where the original server puts it, by type and day of the event', () => {
    const path =
      /^archive\/event_type=(\d+)\/year=2026\/month=02\/day=(0\d)\/events_\1_\d{8}_\d{6}(?:_\d+)?\.parquet$/;
    const places = stored.keys.map((key) => path.exec(key)?.slice(1).join(' '));
    expect(new Set(places)).toEqual(new Set(['4624 08', '4688 08', '4688 09']));
  });

  it('is every event once, with its columns', async () => {
    const [all] = await stored.query(
      'SELECT count(*) n, count(DISTINCT record_id) ids, min(record_id) low, max(record_id) high FROM events',
    );
    expect(all).toEqual({ n: '1006', ids: '1006', low: '1', high: '2005' });
    const [first] = await stored.query(
      `SELECT event_id, epoch_us(timestamp) us, source_host, subscription_id, event_data, epoch_ms(received_at) > 1.7e12 AS came
       FROM events WHERE record_id = 1`,
    );
    expect({ ...first, event_data: JSON.parse(String(first?.event_data)) }).toEqual({
      event_id: 4624,
      us: String(Date.UTC(2026, 1, 8, 10, 44, 41) * 1000 + 123_456),
      source_host: 'ws-00042.0badcafe.wef.test',
      subscription_id: null,
      came: true,
      event_data: {
        Provider: 'Microsoft-Windows-Security-Auditing',
        Level: 0,
        Task: 12_544,
        Keywords: '0x8020000000000000',
        EventRecordID: 1,
        Channel: 'Security',
        EventData: { TargetUserName: 'user7' },
      },
    });
  });

  it('has the columns and types of the original server, and two more', async () => {
    const columns = await stored.query(
      `SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'events' AND column_name <> 'filename' ORDER BY ordinal_position`,
    );
    expect(columns.map(({ column_name, data_type }) => `${column_name} ${data_type}`)).toEqual([
      'event_id INTEGER',
      'timestamp TIMESTAMP WITH TIME ZONE',
      'source_host VARCHAR',
      'subscription_id VARCHAR',
      'event_data VARCHAR',
      'record_id BIGINT',
      'received_at TIMESTAMP WITH TIME ZONE',
    ]);
  });

  it.each([
    [2001, { Image: 'C:\\Windows\\"x".exe' }],
    [2002, { Line: 'a & b <c> é 日本' }],
    [2003, { Data1: 'first', Data2: 'second\tpart', n: '' }],
    [2005, { Raw: '1 < 2 & 3' }],
  ])('is text as it was meant, of event %i', async (recordId, data) => {
    const [row] = await stored.query(`SELECT event_data FROM events WHERE record_id = ${recordId}`);
    expect(JSON.parse(String(row?.event_data)).EventData).toEqual(data);
  });

  it('has hosts that are not ASCII', async () => {
    const [row] = await stored.query('SELECT source_host FROM events WHERE record_id = 2004');
    expect(row).toEqual({ source_host: 'wörk.test' });
  });
});
