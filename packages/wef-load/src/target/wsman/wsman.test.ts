import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWefCollector, type WefCollector } from '../collector.js';
import { eventXml } from '../testing/batches.js';
import { readStored } from '../testing/stored.js';

const tls = (name: string) => readFileSync(new URL(`../testdata/tls/${name}`, import.meta.url), 'utf8');
const ACTIONS = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/';
let collector: WefCollector;
let address = '';

beforeAll(async () => {
  collector = await startWefCollector({
    port: 0,
    store: { workers: 1, flushIntervalMs: 60_000 },
    tls: { port: 0, cert: tls('localhost.crt'), key: tls('localhost.key'), ca: tls('ca.crt') },
  });
  const answer = await say(
    '/wsman/SubscriptionManager/WEC',
    message('http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate', 'uuid:E', ''),
  );
  address = /<a:Address>(http:[^<]*subscriptions[^<]*)<\/a:Address>/.exec(answer.text)?.[1] ?? '';
});
afterAll(() => collector.close());

function message(action: string, messageId: string, events: string): string {
  return (
    `<s:Envelope xmlns:s="s" xmlns:a="a" xmlns:w="w" xml:lang="en-US"><s:Header><a:To>x</a:To><a:Action s:mustUnderstand="true">${action}</a:Action>` +
    `<a:MessageID>${messageId}</a:MessageID><w:AckRequested/></s:Header><s:Body><w:Events>${events}</w:Events></s:Body></s:Envelope>`
  );
}

const wrapped = (recordId: number, computer?: string) =>
  `<w:Event Action="${ACTIONS}Event"><![CDATA[${eventXml({
    recordId,
    ...(computer === undefined ? {} : { computer }),
  })
    .replaceAll('="', "='")
    .replaceAll(/"(?=[ />])/g, "'")}]]></w:Event>`;

async function say(to: string, body: string, wide = false) {
  const response = await fetch(new URL(to, collector.endpoint), {
    method: 'POST',
    body: wide ? Buffer.from(`\ufeff${body}`, 'utf16le') : body,
    headers: { 'content-type': `application/soap+xml;charset=${wide ? 'UTF-16' : 'UTF-8'}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, text: wide ? bytes.toString('utf16le') : bytes.toString('utf8') };
}

describe('the endpoints of Windows machines', () => {
  it('give out one subscription, at the address by which the collector was asked', () => {
    expect(address).toMatch(new RegExp(`^${collector.endpoint}/wsman/subscriptions/[0-9A-F-]{36}/1$`));
  });

  it('acknowledge a delivery by its MessageID, in its own encoding, and store it with the subscription', async () => {
    const events = wrapped(1) + wrapped(2, 'wörk.test');
    const narrow = await say(address, message(`${ACTIONS}Events`, 'uuid:A', events));
    expect(narrow).toMatchObject({
      status: 200,
      text: expect.stringMatching(/wsman\/Ack<[\s\S]*<a:RelatesTo>uuid:A</),
    });
    const wide = await say(address, message(`${ACTIONS}Events`, 'uuid:B', wrapped(3)), true);
    expect(wide).toMatchObject({ status: 200, text: expect.stringContaining('<a:RelatesTo>uuid:B<') });
    // The Ack may have been lost: the same message again is acknowledged, and not stored twice.
    expect((await say(address, message(`${ACTIONS}Events`, 'uuid:B', wrapped(3)), true)).status).toBe(200);
    await collector.flush();
    const stored = await readStored(collector.s3!);
    const rows = await stored.query(
      'SELECT record_id id, source_host host, subscription_id s FROM events ORDER BY id',
    );
    stored.close();
    const s = /subscriptions\/(.*)\/1/.exec(address)?.[1];
    const host = 'ws-00042.0badcafe.wef.test';
    expect(rows).toEqual([
      { id: '1', host, s },
      { id: '2', host: 'wörk.test', s },
      { id: '3', host, s },
    ]);
  });

  it('acknowledge a heartbeat, and end an enumeration without a word', async () => {
    expect(await say(address, message(`${ACTIONS}Heartbeat`, 'uuid:H', ''))).toMatchObject({
      status: 200,
      text: expect.stringContaining('<a:RelatesTo>uuid:H<'),
    });
    const end = message('http://schemas.microsoft.com/wbem/wsman/1/wsman/End', 'uuid:X', '');
    expect(await say('/wsman/SubscriptionManager/WEC', end)).toEqual({ status: 204, text: '' });
  });

  it.each([
    ['no MessageID', message(`${ACTIONS}Events`, '', wrapped(9)), 400, 'MessageID'],
    ['no header', '<s:Envelope xmlns:s="s"><s:Body/></s:Envelope>', 400, 'Header'],
    [
      'an event without CDATA',
      message(`${ACTIONS}Events`, 'uuid:C', `<w:Event>${eventXml({ recordId: 9 })}</w:Event>`),
      400,
      'neither an event',
    ],
    [
      'half a pair of UTF-16',
      message(`${ACTIONS}Events`, 'uuid:D', wrapped(9, 'x\ud800y')),
      400,
      'half a pair',
    ],
    ['more than MaxEnvelopeSize', message(`${ACTIONS}Events`, 'uuid:F', ' '.repeat(512_000)), 413, '512000'],
  ])('refuse %s', async (what, body, status, problem) => {
    const answer = await say(address, body, what.includes('UTF-16'));
    expect(answer.status).toBe(status);
    expect(what.includes('UTF-16') ? problem : answer.text).toContain(problem);
  });

  it('know no other subscription', async () => {
    expect(
      (await say('/wsman/subscriptions/0/1', message(`${ACTIONS}Events`, 'uuid:G', wrapped(9)))).status,
    ).toBe(404);
  });
});

describe('the port with certificates', () => {
  function ask(certificate: { cert?: string; key?: string }): Promise<string> {
    return new Promise((resolve, reject) => {
      const url = new URL('/health', collector.tlsEndpoint);
      request(url, { ca: tls('ca.crt'), ...certificate, agent: false }, (response) =>
        text(response).then(resolve, reject),
      )
        .on('error', reject)
        .end();
    });
  }

  it('serves clients that show one of the authority', async () => {
    expect(await ask({ cert: tls('client.crt'), key: tls('client.key') })).toBe('OK');
  });

  it('refuses those that show none', async () => {
    await expect(ask({})).rejects.toThrow();
  });
});
