/** How an event of a test differs from the usual one. */
export interface TestEvent {
  readonly recordId: number;
  readonly eventId?: number;
  readonly time?: string;
  readonly computer?: string;
  /** Inside EventData. */
  readonly data?: string;
}

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const PROVIDER = 'Microsoft-Windows-Security-Auditing';

/** An event as wire form `seed` has it. */
export function eventXml(event: TestEvent): string {
  const { recordId, eventId = 4624, time = '2026-02-08T10:44:41.1234567Z' } = event;
  const { computer = 'ws-00042.0badcafe.wef.test', data = '<Data Name="TargetUserName">user7</Data>' } =
    event;
  return (
    `<Event xmlns="${NAMESPACE}"><System><Provider Name="${PROVIDER}">${PROVIDER}</Provider>` +
    `<EventID>${eventId}</EventID><Level>0</Level><Task>12544</Task><Keywords>0x8020000000000000</Keywords>` +
    `<TimeCreated SystemTime="${time}"/><EventRecordID>${recordId}</EventRecordID>` +
    `<Channel>Security</Channel><Computer>${computer}</Computer></System><EventData>${data}</EventData></Event>`
  );
}

/** A batch of wire form `seed`. */
export function seedBatch(events: readonly (TestEvent | string)[]): string {
  const xml = events.map((event) => (typeof event === 'string' ? event : eventXml(event))).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Envelope><Body><Events>${xml}</Events></Body></Envelope>`;
}

/** A batch of usual events, numbered on from `first`. */
export function batchOf(first: number, count: number): string {
  return seedBatch(Array.from({ length: count }, (_, index) => ({ recordId: first + index })));
}

/** Posts a batch; its status and the text of the answer. */
export async function post(endpoint: string, body: string | Buffer, type = 'application/soap+xml') {
  const response = await fetch(`${endpoint}/wsman/events`, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('retry-after'),
  };
}
