import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Server, type S3Server } from '@benchwright/s3-server';
import { Histogram } from '@benchwright/stats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentCheckOf } from './content-check.js';
import { isProven } from './stored-report.js';
import {
  BUCKET,
  clientOf,
  columnsOf,
  DUE_MS,
  KEY,
  parquetOf,
  put,
  putRows,
  RUN_TAG,
  rowsOf,
} from './testing/event-files.js';
import { type VerifyStoredOptions, type VerifyTiming, verifyStored } from './verify-stored.js';

let server: S3Server;
let client: S3Client;
let prefix: string;
let nowMs = DUE_MS;
let tests = 0;

beforeAll(async () => {
  // Requests are signed by the real clock: only what is stored has the time of the run.
  server = await createS3Server({ buckets: [BUCKET] });
  client = clientOf(server);
});
afterAll(async () => {
  client.destroy();
  await server.close();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('benchwright-wef-verify-'))).toEqual([]);
});
beforeEach(() => {
  prefix = `test-${tests++}/`;
  nowMs = Date.now();
});

/** Time that only waiting moves; `during` is what the collector does meanwhile. */
function timing(during: (look: number) => Promise<void> = async () => {}): VerifyTiming & { slept: number } {
  let looks = 0;
  return {
    slept: 0,
    now: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
      this.slept += ms;
      await during(++looks);
    },
  };
}

function verify(more: Partial<VerifyStoredOptions> = {}) {
  return verifyStored({
    s3: client,
    address: server.endpoint,
    bucket: BUCKET,
    prefix,
    runTag: RUN_TAG,
    acknowledged: [[1, 100]],
    offered: [[1, 100]],
    sinceMs: DUE_MS - 1000,
    untilMs: DUE_MS + 60_000,
    limits: { maxFileBytes: 1_000_000, maxDelayMs: null },
    deadlineMs: 10_000,
    timing: timing(),
    ...more,
  });
}

const codes = (report: Awaited<ReturnType<typeof verify>>) => report.problems.map(({ code }) => code);
const key = (name: string) => `${prefix}${KEY.replace('104441', name)}`;

describe('what is stored as it was acknowledged', () => {
  it('is proved, over several files, and says how long it took to be seen', async () => {
    await putRows(client, key('1'), rowsOf(1, 60));
    await putRows(client, key('2'), rowsOf(61, 100, { dueMs: DUE_MS + 1000 }));
    const report = await verify();
    expect(report.problems).toEqual([]);
    expect(isProven(report)).toBe(true);
    expect(report).toMatchObject({
      complete: true,
      looks: 1,
      identity: 'record_id',
      files: { count: 2, samples: [key('1'), key('2')] },
      events: { rows: 100, distinct: 100, firstId: 1, lastId: 100, unacknowledged: 0, outOfOrder: 0 },
      arrivalDelay: { count: 100, min: 2e6, max: 2e6 },
    });
    const delay = Histogram.decode(report.endToEndDelay?.histogram ?? '', {
      measuredFrom: 'due',
      unit: 'ns',
    });
    expect(delay.count).toBe(100);
    expect(report.endToEndDelay?.max).toBeGreaterThan(report.endToEndDelay?.min ?? 0);
  });

  it('may be more than was acknowledged, for answers get lost, and is counted', async () => {
    await putRows(client, key('1'), rowsOf(1, 100));
    const report = await verify({ acknowledged: [[1, 90]] });
    expect(report.problems).toEqual([]);
    expect(report.events.unacknowledged).toBe(10);
  });

  it('leaves out files that are older than the run, and rows of other runs', async () => {
    await putRows(client, key('1'), rowsOf(1, 100));
    await putRows(client, key('0'), rowsOf(1, 70, { host: 'ws-00042.ffffffff.wef.test' }));
    const later = Date.now() + 60_000;
    expect((await verify()).stale).toEqual({ files: 1, rows: 70 });
    const report = await verify({ sinceMs: later, untilMs: later });
    expect(report.stale).toEqual({ files: 2, rows: 0 });
    expect(codes(report)).toEqual(['NOTHING_STORED']);
  });

  it('is found when the record id is only in event_data', async () => {
    const rows = rowsOf(1, 100).map((row) => ({ ...row, data: `{"EventRecordID":${row.id},"x":"1"}` }));
    const columns = columnsOf(rows).filter(({ name }) => name !== 'record_id' && name !== 'received_at');
    await put(client, key('1'), parquetOf(columns));
    expect(await verify()).toMatchObject({
      identity: 'event_data',
      complete: true,
      problems: [],
      arrivalDelay: null,
    });
  });
});

describe('what is wrong with events', () => {
  it('is told by id: missing, duplicated, foreign', async () => {
    await putRows(client, key('1'), [...rowsOf(1, 40), ...rowsOf(43, 100), ...rowsOf(7, 7)]);
    await putRows(client, key('2'), [...rowsOf(50, 52), ...rowsOf(900, 900)]);
    const report = await verify({ deadlineMs: 1000 });
    expect(report.complete).toBe(false);
    expect(report.events.missing).toEqual({ count: 2, ranges: [[41, 42]] });
    expect(report.events.duplicated).toEqual({
      count: 4,
      ranges: [
        [7, 7],
        [50, 52],
      ],
    });
    expect(report.events.foreign).toEqual({ count: 1, ranges: [[900, 900]] });
    expect(report.events.outOfOrder).toBe(1);
    expect(codes(report)).toEqual(['EVENTS_MISSING', 'EVENTS_DUPLICATED', 'EVENTS_FOREIGN']);
    expect(report.problems[0]?.text).toBe('2 events acknowledged but not stored: 41–42');
  });

  it('lists the first twenty ranges and counts the rest', async () => {
    await putRows(
      client,
      key('1'),
      rowsOf(1, 100).filter(({ id }) => id % 2 === 0),
    );
    const { events, problems } = await verify({ deadlineMs: 0 });
    expect(events.missing.count).toBe(50);
    expect(events.missing.ranges).toHaveLength(20);
    expect(problems[0]?.text).toMatch(/^50 events .* 39 and 30 more$/);
  });

  it('is another content, time or event id than was sent', async () => {
    const isSent = contentCheckOf([{ eventId: 4624, data: { TargetUserName: 'u1' } }]);
    await putRows(client, key('1'), [
      ...rowsOf(1, 95),
      ...rowsOf(96, 96, { data: '{"TargetUserName":"U1"}' }),
      ...rowsOf(97, 97, { data: '{"TargetUserName":' }),
      ...rowsOf(98, 98, { dueMs: DUE_MS - 5000 }),
      ...rowsOf(99, 99, { eventId: 4625 }),
      ...rowsOf(100, 100),
    ]);
    const report = await verify({
      isSent,
      limits: { maxFileBytes: null, maxDelayMs: null, eventTypes: [4624] },
    });
    expect(report.events.corrupt.ranges).toEqual([[96, 99]]);
    expect(codes(report)).toEqual(['EVENTS_CORRUPT', 'FILE_MISPLACED']);
  });

  it('is lateness: apart from the batch, or beyond the limit', async () => {
    await putRows(client, key('1'), [...rowsOf(1, 99), ...rowsOf(100, 100, { arrivalMs: DUE_MS + 1500 })]);
    expect((await verify()).events.late.ranges).toEqual([[100, 100]]);
    const limits = { maxFileBytes: null, maxDelayMs: 60_000 };
    const late = await verify({ limits });
    expect(late.events.late.count).toBe(100);
    expect(codes(late)).toEqual(['EVENTS_LATE']);
  });

  it('cannot be said without ids', async () => {
    const columns = columnsOf(rowsOf(1, 100)).filter(({ name }) => name !== 'record_id');
    await put(client, key('1'), parquetOf(columns));
    const report = await verify({ deadlineMs: 0 });
    expect(report).toMatchObject({ identity: 'none', complete: false });
    expect(report.problems).toEqual([
      {
        code: 'EVENTS_UNIDENTIFIED',
        text: expect.stringContaining(
          '100 rows for 100 acknowledged events, but which of them cannot be proved',
        ),
      },
    ]);
  });
});

describe('what is wrong with files', () => {
  it('is named: truncated, of another schema, too large, in the wrong place', async () => {
    const good = parquetOf(columnsOf(rowsOf(1, 100)));
    await put(client, key('good'), good);
    await put(client, key('cut'), good.slice(0, good.length - 20));
    await put(client, key('empty'), new Uint8Array());
    const columns = columnsOf(rowsOf(1, 100)).flatMap((column) => {
      if (column.name === 'source_host') return [];
      return column.name === 'event_id' ? [{ ...column, type: 'STRING' as const, data: ['a'] }] : [column];
    });
    await put(
      client,
      key('other'),
      parquetOf(columns.map((column) => ({ ...column, data: column.data.slice(0, 1) }))),
    );
    await putRows(client, `${prefix}event_type=4624/year=2026/month=02/day=09/x.parquet`, rowsOf(101, 101));
    await putRows(client, `${prefix}lost/x.parquet`, rowsOf(102, 103));
    const report = await verify({
      offered: [[1, 103]],
      limits: { maxFileBytes: good.length - 1, maxDelayMs: null },
    });
    const { problems } = report;
    expect(
      problems.map(
        ({ code, text }) =>
          `${code} ${text.replace(prefix, '').replace(/^event_type.*events_4624_20260208_/, '')}`,
      ),
    ).toEqual([
      expect.stringMatching(/^FILE_UNREADABLE cut\.parquet cannot be read as Parquet: /),
      expect.stringMatching(/^FILE_UNREADABLE empty\.parquet cannot be read as Parquet: /),
      'FILE_SCHEMA other.parquet has another schema: its column event_id is VARCHAR, not an integer, it has no column source_host',
      `FILE_TOO_LARGE good.parquet has ${good.length.toLocaleString('en-US')} bytes, more than the limit of ${(good.length - 1).toLocaleString('en-US')}`,
      expect.stringMatching(/^FILE_MISPLACED .*day=09\/x\.parquet holds 1 row of another event type or day/),
      expect.stringMatching(/^FILE_MISPLACED lost\/x\.parquet holds 2 rows/),
    ]);
    expect(problems.every(({ text }) => !text.includes(tmpdir()))).toBe(true);
    expect(report.events.missing.count).toBe(0);
  });
});

describe('waiting', () => {
  it('goes on until the last event is there, and no longer', async () => {
    const time = timing(async (look) => {
      if (look === 3) await putRows(client, key('2'), rowsOf(51, 100));
    });
    await putRows(client, key('1'), rowsOf(1, 50));
    const report = await verify({ timing: time });
    expect(report).toMatchObject({ complete: true, looks: 4, waitedMs: 1500 });
  });

  it('ends at the deadline', async () => {
    const report = await verify({ deadlineMs: 2200 });
    expect(report).toMatchObject({ complete: false, waitedMs: 2200 });
    expect(codes(report)).toEqual(['NOTHING_STORED']);
  });

  it('goes on for duplicates until the collector must have flushed', async () => {
    const time = timing(async (look) => {
      if (look === 5) await putRows(client, key('2'), rowsOf(100, 100));
    });
    await putRows(client, key('1'), rowsOf(1, 100));
    const report = await verify({ timing: time, settleMs: 3000 });
    expect(report.events.duplicated.ranges).toEqual([[100, 100]]);
    expect(report.waitedMs).toBe(5500);
  });

  it('takes back what was replaced or removed', async () => {
    const time = timing(async (look) => {
      if (look !== 1) return;
      await putRows(client, key('1'), rowsOf(1, 100));
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key('2') }));
    });
    await putRows(client, key('1'), rowsOf(1, 50));
    await putRows(client, key('2'), rowsOf(1, 50));
    expect(await verify({ timing: time })).toMatchObject({ problems: [], files: { count: 1 } });
  });

  it('is over at once when there is nothing to wait for', async () => {
    expect(await verify({ acknowledged: [] })).toMatchObject({ complete: true, problems: [], looks: 1 });
  });

  it('can be interrupted', async () => {
    const abort = new AbortController();
    const time = timing(async () => abort.abort(new Error('enough')));
    await expect(verify({ timing: time, signal: abort.signal })).rejects.toThrow('enough');
  });
});

describe('the store', () => {
  it('is read page by page', async () => {
    const paged = clientOf(server);
    let pages = 0;
    paged.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'ListObjectsV2Command') pages++;
          return next({ ...args, input: { ...args.input, MaxKeys: 2 } });
        },
      { step: 'initialize' },
    );
    for (let i = 0; i < 5; i++) await putRows(client, key(String(i)), rowsOf(i * 20 + 1, i * 20 + 20));
    expect(await verify({ s3: paged })).toMatchObject({ problems: [], files: { count: 5 } });
    expect(pages).toBe(3);
    paged.destroy();
  });

  it('may fail for a while', async () => {
    const faulty = await createS3Server({
      buckets: [BUCKET],
      faults: { rules: [{ operation: 'GetObject', errors: { InternalError: 0.6 } }] },
    });
    const s3 = clientOf(faulty);
    try {
      for (let i = 0; i < 10; i++) await putRows(s3, key(String(i)), rowsOf(i * 10 + 1, i * 10 + 10));
      const report = await verify({ s3, address: faulty.endpoint, deadlineMs: 60_000 });
      expect(report).toMatchObject({ complete: true, problems: [] });
      expect(report.waitedMs).toBeGreaterThan(0);
    } finally {
      s3.destroy();
      await faulty.close();
    }
  });

  it('without the bucket, or gone, is the user’s to mend', async () => {
    await expect(verify({ bucket: 'no-such-bucket' })).rejects.toMatchObject({
      code: 'ERR_BUCKET_MISSING',
      message: `there is no bucket no-such-bucket at ${server.endpoint}`,
    });
    const gone = await createS3Server({ buckets: [BUCKET] });
    const s3 = clientOf(gone);
    await gone.close();
    await expect(verify({ s3, address: gone.endpoint })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
    });
    s3.destroy();
  });
});
