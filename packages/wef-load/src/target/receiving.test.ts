import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWefCollector, type WefCollector } from './collector.js';
import { batchOf, eventXml, post, seedBatch } from './testing/batches.js';

const MEBIBYTE = 1_048_576;
let collector: WefCollector;

beforeAll(async () => {
  collector = await startWefCollector({ port: 0, store: false, maxBodyBytes: MEBIBYTE });
});
afterAll(() => collector.close());

async function get(path: string) {
  const response = await fetch(`${collector.endpoint}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

async function metric(sample: string): Promise<number> {
  const { text: page } = await get('/metrics');
  const line = page.split('\n').find((candidate) => candidate.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1));
}

/** Sends bytes as they are, in pieces, and returns all that comes back. */
async function raw(...pieces: string[]): Promise<string> {
  const socket = connect(Number(new URL(collector.endpoint).port), '127.0.0.1');
  await once(socket, 'connect');
  const answer = text(socket);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((next) => setImmediate(next));
  }
  socket.end();
  return await answer;
}

describe('a collector', () => {
  it('is healthy in plain text', async () => {
    expect(await get('/health')).toEqual({ status: 200, type: 'text/plain', text: 'OK' });
  });

  it('tells what it took, by provider and id', async () => {
    const before = JSON.parse((await get('/stats/throughput')).text) as { total_events: number }[];
    expect(before).toEqual([]);
    await post(collector.endpoint, batchOf(1, 120));
    const { type, text: stats } = await get('/stats/throughput');
    expect(type).toBe('application/json');
    expect(JSON.parse(stats)).toEqual([
      {
        event_type: 'Microsoft-Windows-Security-Auditing:4624',
        total_events: 120,
        last_minute: 120,
        last_five_minutes: 120,
        average_per_second_last_minute: 2,
      },
    ]);
  });

  it.each([
    ['nothing', '', 'no envelope'],
    ['no XML', 'hello', 'no envelope'],
    ['an envelope without Events', '<Envelope><Body/></Envelope>', 'no envelope'],
    [
      'an event that is cut off',
      seedBatch([]).replace('</Events>', `${eventXml({ recordId: 1 }).slice(0, -20)}</Events>`),
      'not well-formed',
    ],
    ['a batch that is cut off', batchOf(1, 3).slice(0, -12), 'neither an event'],
    [
      'an event without EventID',
      seedBatch([eventXml({ recordId: 1 }).replace(/<EventID>.*<\/EventID>/, '')]),
      'no numeric EventID',
    ],
    ['an event without a time', seedBatch([{ recordId: 1, time: 'yesterday' }]), 'no TimeCreated'],
    [
      'an hour that no clock shows',
      seedBatch([{ recordId: 1, time: '2026-02-08T25:00:00Z' }]),
      'no TimeCreated',
    ],
    [
      'an event without EventRecordID',
      seedBatch([eventXml({ recordId: 1 }).replace('<EventRecordID>1</EventRecordID>', '')]),
      'no numeric EventRecordID',
    ],
    [
      'tags that cross',
      seedBatch([{ recordId: 1, data: '<Data Name="a"><b></Data></b>' }]),
      'not well-formed',
    ],
    [
      'quotes that are no pair',
      seedBatch([eventXml({ recordId: 1 }).replace('Name="Microsoft', "Name='Microsoft")]),
      '',
    ],
    [
      'an & for nothing',
      seedBatch([{ recordId: 1, data: '<Data Name="a">a & b</Data>' }]),
      'an & that stands for nothing',
    ],
    [
      'text between events',
      seedBatch([eventXml({ recordId: 1 }), 'text', eventXml({ recordId: 2 })]),
      'neither an event',
    ],
  ])('refuses %s with 400 and the place', async (_what, body, problem) => {
    const before = await metric('wef_batches_total{outcome="malformed"}');
    const events = await metric('wef_events_total{event_type="Microsoft-Windows-Security-Auditing:4624"}');
    const answer = await post(collector.endpoint, body);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(problem) });
    expect(await metric('wef_batches_total{outcome="malformed"}')).toBe(before + 1);
    // Not even the whole events of a refused batch count.
    expect(await metric('wef_events_total{event_type="Microsoft-Windows-Security-Auditing:4624"}')).toBe(
      events,
    );
  });

  it('refuses bytes that are not UTF-8', async () => {
    const body = Buffer.from(batchOf(1, 1).replace('user7', 'user\xff'), 'latin1');
    expect(await post(collector.endpoint, body)).toMatchObject({
      status: 400,
      text: expect.stringContaining('UTF-8'),
    });
  });

  it('refuses what it cannot read, and says what to send', async () => {
    expect(await post(collector.endpoint, '{}', 'application/json')).toMatchObject({ status: 415 });
    const squeezed = await fetch(`${collector.endpoint}/wsman/events`, {
      method: 'POST',
      body: batchOf(1, 1),
      headers: { 'content-encoding': 'SLDC' },
    });
    expect([squeezed.status, await squeezed.text()]).toEqual([415, expect.stringContaining('uncompressed')]);
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/wsman/events')).status).toBe(405);
  });

  it('takes an envelope of a namespace, spaces, other order, and events that are larger than a window', async () => {
    const large = eventXml({ recordId: 7, data: `<Data Name="Script">${'x'.repeat(200_000)}</Data>` });
    const spaced = eventXml({ recordId: 8 }).replaceAll('><', '>\n  <');
    const other = eventXml({ recordId: 9 }).replace(
      /(<Channel>.*<\/Channel>)(<Computer>.*<\/Computer>)/,
      '$2$1',
    );
    const body = seedBatch([eventXml({ recordId: 6 }), large, spaced, other, eventXml({ recordId: 10 })])
      .replace('<Envelope><Body>', '<s:Envelope xmlns:s="soap"><s:Header/><s:Body>')
      .replace('</Body></Envelope>', '</s:Body></s:Envelope>');
    const name = 'wef_events_total{event_type="Microsoft-Windows-Security-Auditing:4624"}';
    const before = await metric(name);
    expect(await post(collector.endpoint, body)).toMatchObject({ status: 200, text: 'OK' });
    expect(await metric(name)).toBe(before + 5);
  });

  it('takes a body in chunks, divided in the middle of an event', async () => {
    const body = batchOf(1, 2);
    const cut = 700;
    const chunk = (part: string) => `${part.length.toString(16)}\r\n${part}\r\n`;
    const head =
      'POST /wsman/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await raw(head, chunk(body.slice(0, cut)), chunk(body.slice(cut)), '0\r\n\r\n')).toMatch(
      /^HTTP\/1.1 200 OK[\s\S]*OK$/,
    );
  });

  it('counts a sender that goes away in the middle of a batch, and takes nothing of it', async () => {
    const aborted = 'wef_batches_total{outcome="aborted"}';
    const before = await metric(aborted);
    const body = batchOf(1, 2);
    const head = `POST /wsman/events HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`;
    await raw(head, body.slice(0, 900));
    while ((await metric(aborted)) === before) await new Promise((next) => setImmediate(next));
    expect(await metric('wef_body_buffer_bytes')).toBe(0);
  });

  it('refuses more than it was told to take', async () => {
    expect(await post(collector.endpoint, 'x'.repeat(MEBIBYTE + 1))).toMatchObject({ status: 413 });
  });
});

const PARSE = `
import sys
from prometheus_client.parser import text_string_to_metric_families
print(len(list(text_string_to_metric_families(sys.stdin.read()))))
`;
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import prometheus_client.parser']).status === 0,
);

describe('/metrics', () => {
  const why = python === undefined ? ' (skipped: python3-prometheus-client is not installed)' : '';
  it.skipIf(python === undefined)(`is well formed for the parser of Prometheus${why}`, async () => {
    await post(
      collector.endpoint,
      seedBatch([eventXml({ recordId: 1 }).replaceAll('Microsoft-Windows-Security-Auditing', 'a\\b')]),
    );
    const page = await get('/metrics');
    expect(page.type).toContain('version=0.0.4');
    const { stdout, stderr } = spawnSync(python!, ['-c', PARSE], { input: page.text, encoding: 'utf8' });
    expect([Number(stdout), stderr]).toEqual([page.text.split('# TYPE').length - 1, '']);
  });
});

describe('a collector that cannot start', () => {
  it.each([
    [{ port: 70_000 }, 'ERR_WEF_COLLECTOR_CONFIG', /port must be a whole number from 0 to 65535/],
    [
      { port: 0, store: { workers: 0, maxFileBytes: 10 } },
      'ERR_WEF_COLLECTOR_CONFIG',
      /maxFileBytes[\s\S]*workers/,
    ],
    [
      { port: 0, store: false as const, tls: { port: 0, cert: 'no', key: 'no', ca: 'no' } },
      'ERR_WEF_COLLECTOR_CONFIG',
      /certificate/,
    ],
  ])('says why: %j', async (options, code, message) => {
    await expect(startWefCollector(options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('says that its port is taken', async () => {
    const port = Number(new URL(collector.endpoint).port);
    await expect(startWefCollector({ port, store: false })).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
    });
  });
});
