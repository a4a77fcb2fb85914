import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { BandwidthPacer, throttle } from './bandwidth.js';
import { type FaultClock, systemClock } from './fault-clock.js';
import { createFaults } from './faults.js';

const operations = new Set(['GetObject', 'PutObject']);

/** Time that passes only where somebody sleeps. */
class VirtualClock implements FaultClock {
  time = 1000;

  now(): number {
    return this.time;
  }

  async sleep(delayMs: number): Promise<void> {
    this.time += Math.max(0, delayMs);
  }
}

describe('faults', () => {
  it('count the requests of each operation for themselves', () => {
    const config = { seed: 5, rules: [{ errors: { SlowDown: 0.5 } }] };
    const alone = createFaults(config, operations, new VirtualClock());
    const mixed = createFaults(config, operations, new VirtualClock());
    const puts = Array.from({ length: 50 }, () => alone.next('PutObject'));
    const putsBetweenGets = puts.map(() => {
      mixed.next('GetObject');
      return mixed.next('PutObject');
    });
    expect(putsBetweenGets).toEqual(puts);
    expect(new Set(puts.map(({ error }) => error)).size).toBe(2);
  });

  it('count time from when they were made', () => {
    const clock = new VirtualClock();
    const window = { afterMs: 5000, forMs: 2000 };
    const faults = createFaults({ rules: [{ errors: { SlowDown: 1 }, window }] }, operations, clock);
    const errorAt = (elapsedMs: number) => {
      clock.time = 1000 + elapsedMs;
      return faults.next('PutObject').error;
    };
    expect([0, 4999, 5000, 6999, 7000].map(errorAt)).toEqual([
      undefined,
      undefined,
      'SlowDown',
      'SlowDown',
      undefined,
    ]);
  });

  it('refuse an unknown operation at the start, not at a request', () => {
    expect(() => createFaults({ rules: [{ operation: 'Put', latency: 1 }] }, operations)).toThrow(
      'rules[0].operation: "Put" is none of * GetObject PutObject',
    );
  });
});

describe('a line of limited bandwidth', () => {
  it('takes as long as its bytes need, whatever pieces they come in', async () => {
    const clock = new VirtualClock();
    const pieces = [Buffer.alloc(1), Buffer.alloc(70_000, 1), Buffer.alloc(29_999, 2)];
    const through = Readable.from(pieces).pipe(throttle(new BandwidthPacer(50_000, clock)));
    expect(Buffer.compare(await buffer(through), Buffer.concat(pieces))).toBe(0);
    expect(clock.time - 1000).toBeCloseTo(2000, 6);
  });

  it('is shared by what passes at the same time', async () => {
    const sleeps: number[] = [];
    const clock = { now: () => 0, sleep: async (delayMs: number) => void sleeps.push(delayMs) };
    const pacer = new BandwidthPacer(1000, clock);
    await Promise.all([pacer.pass(500), pacer.pass(250)]);
    expect(sleeps).toEqual([500, 750]);
  });

  it('does not save up what was not used', async () => {
    const clock = new VirtualClock();
    const pacer = new BandwidthPacer(1000, clock);
    await pacer.pass(100);
    clock.time += 60_000;
    const before = clock.time;
    await pacer.pass(100);
    expect(clock.time - before).toBe(100);
  });

  it('ends its waiting when it is destroyed', async () => {
    const through = throttle(new BandwidthPacer(1, systemClock));
    const closed = new Promise((resolve) => through.on('close', resolve));
    through.write(Buffer.alloc(1_000_000));
    through.destroy();
    await closed;
    expect(through.destroyed).toBe(true);
  });

  it('of one byte a second still lets bytes pass', async () => {
    const clock = new VirtualClock();
    const through = Readable.from([Buffer.alloc(3)]).pipe(throttle(new BandwidthPacer(1, clock)));
    expect(await buffer(through)).toHaveLength(3);
    expect(clock.time - 1000).toBe(3000);
  });
});

describe('the system clock', () => {
  it('wakes at once when the signal is aborted, before and while it sleeps', async () => {
    await systemClock.sleep(1e12, AbortSignal.abort());
    const ended = new AbortController();
    const sleeping = systemClock.sleep(1e12, ended.signal);
    ended.abort();
    await sleeping;
    expect(systemClock.now()).toBeGreaterThan(0);
  });
});
