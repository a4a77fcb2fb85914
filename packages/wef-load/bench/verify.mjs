// How long the verification takes: node bench/verify.mjs [--rows n] [--files n]
// Writes files as a collector would (by DuckDB, for speed) into an S3 server on disk, and has them verified, contents included.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createS3Server } from '@benchwright/s3-server';
import { contentCheckOf, createStoreClient, verifyStored } from '@benchwright/wef-load';
import { DuckDBInstance } from '@duckdb/node-api';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '5000000' }, files: { type: 'string', default: '50' } },
});
const [rows, files] = [Number(values.rows), Number(values.files)];
const DUE_MS = Date.UTC(2026, 1, 8, 10, 44, 41);
const KINDS = 1000;
const text = (kind) => 'some text of an event '.repeat(35) + kind;

const folder = await mkdtemp(join(tmpdir(), 'benchwright-wef-bench-'));
const server = await createS3Server({ buckets: ['wef-events'], storage: { dir: join(folder, 's3') } });
const { endpoint, region, credentials } = server;
const client = createStoreClient({ endpoint, region, ...credentials });
try {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run("SET TimeZone = 'UTC'");
  let bytes = 0;
  for (let file = 0; file < files; file++) {
    const first = Math.round((file * rows) / files) + 1;
    const last = Math.round(((file + 1) * rows) / files);
    const path = join(folder, 'rows.parquet');
    const due = `make_timestamp(${DUE_MS}000 + (i // 1000) * 2000)::TIMESTAMPTZ`;
    await connection.run(`COPY (SELECT 4624::INTEGER AS event_id, ${due} AS "timestamp",
      'ws-' || lpad((i // 1000 % 100)::VARCHAR, 5, '0') || '.0123abcd.wef.test' AS source_host, 'seed' AS subscription_id,
      '{"EventRecordID":' || i || ',"EventData":{"Text":"${text('')}' || (i % ${KINDS}) || '"}}' AS event_data,
      i::BIGINT AS record_id, ${due} AS received_at FROM range(${first}, ${last + 1}) t(i)) TO '${path}' (FORMAT parquet)`);
    const body = await readFile(path);
    bytes += body.length;
    const key = `event_type=4624/year=2026/month=02/day=08/events_4624_20260208_104441_${file}.parquet`;
    await client.send(new PutObjectCommand({ Bucket: 'wef-events', Key: key, Body: body }));
  }
  const kinds = Array.from({ length: KINDS }, (_, kind) => ({ eventId: 4624, data: { Text: text(kind) } }));
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  const start = performance.now();
  const report = await verifyStored({
    s3: client,
    address: endpoint,
    bucket: 'wef-events',
    prefix: '',
    runTag: '0123abcd',
    acknowledged: [[1, rows]],
    offered: [[1, rows]],
    sinceMs: DUE_MS,
    untilMs: DUE_MS + rows,
    limits: { maxFileBytes: null, maxDelayMs: null, eventTypes: [4624] },
    deadlineMs: 0,
    isSent: contentCheckOf(kinds),
  });
  clearInterval(watch);
  const secs = (performance.now() - start) / 1000;
  const outcome = report.problems.length === 0 ? 'proved' : JSON.stringify(report.problems);
  console.log(
    `${rows} rows in ${files} files of ${(bytes / 1e6).toFixed(0)} MB: ${outcome} in ${secs.toFixed(1)} s`,
  );
  console.log(
    `${((secs * 1e6) / rows).toFixed(2)} µs a row; peak of this process ${(peakBytes / 1e6).toFixed(0)} MB, S3 server included`,
  );
} finally {
  client.destroy();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
