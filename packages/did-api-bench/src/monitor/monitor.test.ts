import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRealClock, VirtualClock } from '@benchwright/load-driver';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findListeningPid, listeningPortsOf } from './listening-process.js';
import { startMonitor } from './monitor.js';
import type { MonitoringSample } from './monitoring-sample.js';
import type { ProcessReading } from './process-reading.js';

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await gone;
  }
});

/** A server in a process of its own; its port is the first thing that it says. */
async function server(): Promise<{ pid: number; port: number; child: ChildProcess }> {
  const source = `const s=require('node:http').createServer((q,r)=>r.end('ok')).listen(0,'127.0.0.1',()=>console.log(s.address().port))`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(child.stdout!, 'data');
  return { pid: child.pid!, port: Number(String(line)), child };
}

const notListening = (port: number): Promise<boolean> =>
  findListeningPid(port).then(
    () => false,
    ({ code }: { readonly code: string }) => code === 'ERR_NO_LISTENER',
  );

const READING: ProcessReading = {
  startTicks: 1,
  cpuNs: 0,
  rssBytes: 100e6,
  threads: 5,
  openFiles: 20,
  connections: 3,
  storageReadBytes: 0,
  storageWrittenBytes: 0,
  networkReceivedBytes: 0,
  networkSentBytes: 0,
};

/** A process that uses half a core, reads 2 MB/s from the network, grows by 10 MB a reading and ends when told. */
function simulated(clock: VirtualClock, endsAtNs = Number.POSITIVE_INFINITY, startTicks = () => 1) {
  let readings = 0;
  return async (): Promise<ProcessReading | null> => {
    const now = clock.nowNs();
    if (now >= endsAtNs) return null;
    const rssBytes = 100e6 + 10e6 * readings++;
    return {
      ...READING,
      startTicks: startTicks(),
      cpuNs: now / 2,
      rssBytes,
      networkReceivedBytes: (now / 1e9) * 2e6,
    };
  };
}

async function advance(clock: VirtualClock, seconds: number): Promise<void> {
  for (const until = clock.nowNs() + seconds * 1e9; clock.nowNs() < until; ) {
    clock.advanceTo(Math.min(until, clock.nowNs() + 0.5e9));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('over time', () => {
  test('a sample a time, exact rates, and what they come to', async () => {
    const clock = new VirtualClock();
    const seen: MonitoringSample[] = [];
    const monitor = await startMonitor({
      process: { pid: 7 },
      everyMs: 5000,
      clock: { createWaker: (wake) => clock.createWaker(wake), nowNs: () => clock.nowNs(), wallMs: () => 1 },
      read: simulated(clock),
      memoryBytes: 1e9,
      onSample: (sample) => seen.push(sample),
    });
    await advance(clock, 16);
    const summary = await monitor.stop();
    expect(seen.map(({ seconds }) => seconds)).toEqual([5, 5, 5, 1]);
    for (const sample of seen) {
      expect(sample.cpuPercent).toBeCloseTo(50, 6);
      expect(sample.networkReceivedBytesPerSec).toBeCloseTo(2e6, 0);
    }
    expect(seen[0]).toMatchObject({ memPercent: 11, threads: 5, openFiles: 20, connections: 3, atMs: 1 });
    expect(summary).toMatchObject({ pid: 7, samples: 4, seconds: 16, rssBytesMax: 140e6, died: false });
    expect(summary.cpuPercentMean).toBeCloseTo(50, 6);
    expect(summary.networkReceivedBytesPerSecMean).toBeCloseTo(2e6, 0);
    expect(summary).toMatchObject({ networkSentBytesPerSecMean: 0, storageWrittenBytesPerSecMean: 0 });
  });

  test('a process that dies ends it; what was seen before stays', async () => {
    const clock = new VirtualClock();
    const monitor = await startMonitor({
      process: { pid: 7 },
      everyMs: 1000,
      clock,
      read: simulated(clock, 3.5e9),
    });
    await advance(clock, 6);
    await monitor.ended;
    expect(await monitor.stop()).toMatchObject({ samples: 3, died: true });
  });

  test('another process with the same id is not the same process', async () => {
    const clock = new VirtualClock();
    const read = simulated(clock, undefined, () => (clock.nowNs() < 1.5e9 ? 1 : 2));
    const monitor = await startMonitor({ process: { pid: 7 }, everyMs: 1000, clock, read });
    await advance(clock, 3);
    expect(await monitor.stop()).toMatchObject({ samples: 1, died: true });
  });

  test('samples that were missed are not made up for', async () => {
    const clock = new VirtualClock();
    const monitor = await startMonitor({
      process: { pid: 7 },
      everyMs: 1000,
      clock,
      read: simulated(clock),
    });
    clock.advanceTo(1e9);
    clock.advanceTo(10.2e9);
    await new Promise((resolve) => setImmediate(resolve));
    await advance(clock, 0.8);
    expect(monitor.samples.map(({ seconds }) => seconds)).toEqual([10.2, expect.closeTo(0.8, 6)]);
    await monitor.stop();
  });

  test('what never was is named', async () => {
    const clock = createRealClock();
    await expect(startMonitor({ process: { pid: 4194303 }, everyMs: 1000, clock })).rejects.toMatchObject({
      code: 'ERR_NO_SUCH_PROCESS',
      message: expect.stringContaining('4194303'),
    });
  });
});

describe.runIf(process.platform === 'linux')('a real process', () => {
  test('is found by its port, read, and seen to die', async () => {
    const { pid, port, child } = await server();
    expect(await findListeningPid(port)).toBe(pid);
    expect(await listeningPortsOf(pid)).toEqual([port]);
    await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text());
    let seen = (_: MonitoringSample): void => {};
    const first = new Promise<MonitoringSample>((resolve) => {
      seen = resolve;
    });
    const clock = createRealClock();
    const monitor = await startMonitor({
      process: { port },
      everyMs: 20,
      clock,
      onSample: (one) => seen(one),
    });
    const sample = await first;
    expect(sample.rssBytes).toBeGreaterThan(10e6);
    expect(sample.threads).toBeGreaterThan(4);
    expect(sample.openFiles).toBeGreaterThan(10);
    expect(sample.connections).toBeGreaterThanOrEqual(0);
    expect(sample.networkReceivedBytesPerSec).not.toBeNull();
    child.kill('SIGKILL');
    await monitor.ended;
    expect(await monitor.stop()).toMatchObject({ pid, died: true });
    // A process is dead a moment before its sockets are; the test's own time limit bounds the wait.
    await vi.waitUntil(() => notListening(port), { timeout: 60_000, interval: 5 });
  });
});
