import { afterEach, describe, expect, it } from 'vitest';
import { evidenceOf } from '../ledger/wef-evidence.js';
import { type CollectorBehaviour, RecordingCollector } from '../testing/recording-collector.js';
import { runWef } from '../testing/run-wef.js';

const collectors: RecordingCollector[] = [];
afterEach(() => Promise.all(collectors.splice(0).map((collector) => collector.close())));

async function start(behaviour: CollectorBehaviour = {}): Promise<RecordingCollector> {
  const collector = await RecordingCollector.start(behaviour);
  collectors.push(collector);
  return collector;
}

const idsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(first + i));
const sortedIds = ({ events }: RecordingCollector): string[] =>
  events.map(({ recordId }) => recordId).sort((a, b) => Number(a) - Number(b));

describe('seed', () => {
  it('carries every event once, under its own id, machine and due time, in XML that a parser reads', async () => {
    const collector = await start();
    const before = Date.now();
    const { trials, result } = await runWef({
      ...{
        endpoint: collector.endpoint,
        events: 1234,
        batchSize: 100,
        rate: 5000,
        connections: 3,
        machines: 7,
      },
    });
    expect(sortedIds(collector)).toEqual(idsFrom(1, 1234));
    expect(collector.batchSizes.filter((size) => size !== 100)).toEqual([34]);
    const tag = evidenceOf(trials[0]!)!.runTag;
    for (const { computer, provider, systemTime } of collector.events) {
      expect(computer).toMatch(new RegExp(`^ws-0000[0-6]\\.${tag}\\.wef\\.test$`));
      expect(provider).toMatch(/^Microsoft-Windows-/);
      expect(systemTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    }
    // Due times are 20 ms apart, exactly, whenever the batches were sent.
    const due = [...new Map(collector.events.map((e) => [Math.ceil(Number(e.recordId) / 100), e.systemTime]))]
      .sort(([a], [b]) => a - b)
      .map(([, time]) => Date.parse(`${time.slice(0, 23)}Z`) * 1000 + Number(time.slice(23, 26)));
    expect(due).toHaveLength(13);
    expect(due[0]! / 1000).toBeGreaterThan(before - 1);
    for (const [k, at] of due.entries()) expect(Math.abs(at - due[0]! - k * 20_000)).toBeLessThanOrEqual(1);
    // How fast it went is the machine's; what went through is not.
    expect(result.slos[0]?.text).not.toMatch(/LOST|SURPLUS|FAILED|NOT_ALL/);
  });

  it('keeps the ids of a machine in order', async () => {
    const collector = await start();
    await runWef({ endpoint: collector.endpoint, events: 2000, batchSize: 10, connections: 8, machines: 20 });
    const last = new Map<string, number>();
    for (const { computer, recordId } of collector.events) {
      expect(Number(recordId)).toBeGreaterThan(last.get(computer) ?? 0);
      last.set(computer, Number(recordId));
    }
    expect(last.size).toBe(20);
  });

  it('sends one type of event only when it is asked to, also one that the catalogue does not know', async () => {
    const collector = await start();
    await runWef({ endpoint: collector.endpoint, events: 50, batchSize: 50, eventType: 4625 });
    await runWef({ endpoint: collector.endpoint, events: 50, batchSize: 50, eventType: 9999 });
    expect(collector.events.map(({ eventId }) => eventId)).toEqual([
      ...Array(50).fill(4625),
      ...Array(50).fill(9999),
    ]);
  });

  it('numbers on from trial to trial, and divides the total among them', async () => {
    const collector = await start();
    const { trials } = await runWef({
      endpoint: collector.endpoint,
      events: 1001,
      batchSize: 100,
      trials: 2,
    });
    expect(sortedIds(collector)).toEqual(idsFrom(1, 1001));
    expect(trials.map((trial) => evidenceOf(trial)!.acknowledged)).toEqual([[[1, 501]], [[502, 1001]]]);
  });
});

describe('ws-man', () => {
  for (const [encoding, contentType] of [
    ['utf-16', 'application/soap+xml;charset=UTF-16'],
    ['utf-8', 'application/soap+xml;charset=UTF-8'],
  ] as const) {
    it(`introduces every machine, and has every envelope acknowledged, in ${encoding}`, async () => {
      const collector = await start({ maxEnvelopeBytes: 60_000, maxElements: 30 });
      const { trials, result } = await runWef({
        ...{ endpoint: collector.endpoint, wire: 'ws-man', encoding, events: 950, batchSize: 100 },
        ...{ connections: 2, machines: 4 },
      });
      expect(sortedIds(collector)).toEqual(idsFrom(1, 950));
      expect(Math.max(...collector.batchSizes)).toBeLessThanOrEqual(30);
      const of = (action: string) => collector.messages.filter((message) => message.action === action);
      expect(new Set(of('Enumerate').map(({ machine }) => machine))).toEqual(
        new Set(collector.events.map((e) => e.computer)),
      );
      expect(of('End')).toHaveLength(of('Enumerate').length);
      expect(of('Heartbeat')).toHaveLength(4);
      const deliveries = of('Events');
      for (const { bytes, contentType: said } of deliveries) {
        expect(bytes).toBeLessThanOrEqual(60_000);
        expect(said).toBe(contentType);
      }
      expect(new Set(deliveries.map(({ messageId }) => messageId)).size).toBe(deliveries.length);
      for (const machine of new Set(deliveries.map((message) => message.machine))) {
        const own = deliveries.filter((message) => message.machine === machine);
        expect(own.map(({ sequenceId }) => sequenceId)).toEqual(own.map((_, i) => i + 1));
        expect(own.map(({ bookmark }) => bookmark)).toEqual(
          [...own.map(({ bookmark }) => bookmark!)].sort((a, b) => a - b),
        );
        expect(new Set(own.map(({ socket }) => socket)).size).toBe(1);
      }
      expect(trials[0]!.counts).toMatchObject({ ok: 10, failed: 0 });
      expect(result.slos[0]?.outcome).toBe('pass');
    });
  }

  it.each([1, 2])(
    'sends an envelope again until it is acknowledged, and only that one: %i threads',
    async (workers) => {
      let refusals = 0;
      const wrong = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack';
      const collector = await start({
        maxElements: 10,
        answer: (batch) => {
          if (batch % 4 !== 1) return undefined;
          refusals++;
          return batch % 8 === 1
            ? { status: 503 }
            : {
                body: `<Envelope><Header><Action>${wrong}</Action><RelatesTo>uuid:OTHER</RelatesTo></Header></Envelope>`,
              };
        },
      });
      const { trials, result } = await runWef({
        ...{ endpoint: collector.endpoint, wire: 'ws-man', events: 100, batchSize: 50, resendAfter: '1ms' },
        workers,
      });
      expect(sortedIds(collector)).toEqual(idsFrom(1, 100));
      expect(trials[0]!.workers ?? 1).toBe(workers);
      expect(trials[0]!.counts).toMatchObject({ ok: 2, failed: 0 });
      expect(trials[0]!.extra.resentEnvelopes).toBe(refusals);
      expect(refusals).toBeGreaterThan(1);
      expect(result.slos[0]?.outcome).toBe('pass');
    },
  );

  it('gives up after so many times, and says what was answered instead', async () => {
    const collector = await start({ answer: () => ({ body: 'Thank you' }) });
    const { trials, warnings } = await runWef({
      ...{
        endpoint: collector.endpoint,
        wire: 'ws-man',
        events: 10,
        batchSize: 10,
        resends: 2,
        resendAfter: '1ms',
      },
    });
    expect(trials[0]!.counts.errors).toEqual({ NOT_ACKNOWLEDGED: 1 });
    expect(collector.messages.filter(({ action }) => action === 'Events')).toHaveLength(3);
    expect(warnings.join()).toContain('"Thank you" instead of Ack');
  });
});
