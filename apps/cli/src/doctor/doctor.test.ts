import { VirtualClock } from '@benchwright/load-driver';
import type { Environment } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { captureFacts } from './capture-facts.js';
import { doctorText } from './doctor-view.js';
import type { MachineFacts } from './facts.js';
import { judgeMachine } from './judge.js';
import type { SystemReader } from './system-reader.js';

const golden = (name: string): string => new URL(`../../testdata/doctor/${name}`, import.meta.url).pathname;

const environment: Environment = {
  hostname: 'bench-1',
  os: { platform: 'linux', release: '6.8.0', arch: 'x64', distribution: null },
  cpu: { model: 'Xeon', logicalCores: 8, usableCores: 8, governor: 'performance', mhz: 3000, turbo: false },
  memory: { totalBytes: 32e9, limitBytes: null },
  container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
  virtualization: null,
  runtime: { node: '20.20.2', v8: '11', openssl: null, uv: null, execArgv: [] },
  packages: {},
  git: null,
  ci: null,
};

const quiet: MachineFacts = {
  environment,
  cpu: {
    busyShare: 0.01,
    stealShare: 0,
    loadAverage1: 0.1,
    pressureShare: 0,
    throttleCount: 0,
    onMains: true,
  },
  memory: { availableBytes: 30e9, swapUsedBytes: 0, diskFreeBytes: 100e9 },
  network: { openFileLimit: 65_536, ephemeralPorts: { from: 32_768, to: 60_999 }, timeWaitSockets: 12 },
  runtime: { clockSource: 'tsc', clockReadNs: 45, debuggerAttached: false },
};

const noisy: MachineFacts = {
  environment: {
    ...environment,
    cpu: { ...environment.cpu, usableCores: 1, governor: 'powersave', turbo: true },
    container: { detected: true, cpuQuotaCores: 0.5, memoryLimitBytes: 512e6 },
    virtualization: 'kvm',
    runtime: { ...environment.runtime, node: '18.1.0', execArgv: ['--inspect'] },
  },
  cpu: {
    busyShare: 0.4,
    stealShare: 0.05,
    loadAverage1: 7,
    pressureShare: 0.3,
    throttleCount: 3,
    onMains: false,
  },
  memory: { availableBytes: 2e8, swapUsedBytes: 1e9, diskFreeBytes: 1e6 },
  network: { openFileLimit: 256, ephemeralPorts: { from: 60_000, to: 60_999 }, timeWaitSockets: 900 },
  runtime: { clockSource: 'hpet', clockReadNs: 1200, debuggerAttached: true },
};

const unseen: MachineFacts = {
  environment: {
    ...environment,
    cpu: { ...environment.cpu, governor: null, turbo: null },
    virtualization: 'kvm',
  },
  cpu: {
    busyShare: null,
    stealShare: null,
    loadAverage1: null,
    pressureShare: null,
    throttleCount: null,
    onMains: null,
  },
  memory: { availableBytes: null, swapUsedBytes: null, diskFreeBytes: null },
  network: { openFileLimit: null, ephemeralPorts: null, timeWaitSockets: null },
  runtime: { clockSource: null, clockReadNs: 45, debuggerAttached: false },
};

const withStatus = (facts: MachineFacts, status: string): string[] =>
  judgeMachine(facts)
    .filter((finding) => finding.status === status)
    .map(({ id }) => id);

describe('the judgement', () => {
  test('of a quiet machine finds nothing', () => {
    expect(withStatus(quiet, 'ok')).toHaveLength(judgeMachine(quiet).length);
  });

  test('of a noisy one finds everything, except what stands beside something worse', () => {
    expect(withStatus(noisy, 'ok')).toEqual(['virtualization']);
    for (const { status, why, action } of judgeMachine(noisy)) {
      if (status === 'warn') expect([why, action]).not.toContain('');
    }
  });

  test('of a machine that shows nothing guesses nothing', () => {
    expect(withStatus(unseen, 'warn')).toEqual(['virtualization']);
    expect(withStatus(unseen, 'unknown').length).toBeGreaterThan(10);
  });

  test.each([
    ['quiet', quiet],
    ['noisy', noisy],
  ])('of a %s machine as text', async (name, facts) => {
    const text = doctorText(judgeMachine(facts), { columns: 80, color: false });
    await expect(text).toMatchFileSnapshot(golden(`${name}.txt`));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

/** A machine of files; `/proc/stat` is read twice. */
function machine(files: Readonly<Record<string, string | readonly string[]>>): SystemReader {
  const reads = new Map<string, number>();
  return {
    platform: 'linux',
    text: (path) => {
      const content = files[path];
      if (content === undefined || typeof content === 'string') return content ?? null;
      const read = reads.get(path) ?? 0;
      reads.set(path, read + 1);
      return content[read] ?? null;
    },
    names: (path) => [
      ...new Set(
        Object.keys(files)
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
      ),
    ],
    loadAverage: () => [0.5, 0.4, 0.3],
    freeMemoryBytes: () => 1e9,
    diskFreeBytes: async () => 5e9,
    debuggerAttached: () => false,
  };
}

async function capture(system: SystemReader): Promise<MachineFacts> {
  const clock = new VirtualClock();
  return await clock.runUntil(captureFacts(environment, system, clock));
}

describe('the capture', () => {
  test('reads what Linux shows', async () => {
    const facts = await capture(
      machine({
        '/proc/stat': [
          'cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1\n',
          'cpu  120 0 110 860 0 0 0 10 0 0\ncpu0 1\n',
        ],
        '/proc/pressure/cpu':
          'some avg10=12.50 avg60=1.00 avg300=0.10 total=1\nfull avg10=0.00 avg60=0 avg300=0 total=0\n',
        '/proc/meminfo': 'MemTotal:  2000 kB\nMemAvailable:    1000 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\n',
        '/proc/self/limits':
          'Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 4096                 files\n',
        '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
        '/proc/net/sockstat': 'sockets: used 100\nTCP: inuse 5 orphan 0 tw 42 alloc 6 mem 1\n',
        '/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count': '2\n',
        '/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count': '3\n',
        '/sys/class/power_supply/AC/type': 'Mains\n',
        '/sys/class/power_supply/AC/online': '0\n',
        '/sys/class/power_supply/BAT0/type': 'Battery\n',
        '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc\n',
      }),
    );
    expect(facts.cpu).toEqual({
      busyShare: 0.4,
      stealShare: 0.1,
      loadAverage1: 0.5,
      pressureShare: 0.125,
      throttleCount: 5,
      onMains: false,
    });
    expect(facts.memory).toEqual({ availableBytes: 1_024_000, swapUsedBytes: 30_720, diskFreeBytes: 5e9 });
    expect(facts.network).toEqual({
      openFileLimit: 1024,
      ephemeralPorts: { from: 32_768, to: 60_999 },
      timeWaitSockets: 42,
    });
    expect(facts.runtime).toEqual({ clockSource: 'tsc', clockReadNs: 0, debuggerAttached: false });
  });

  test('of a system that shows nothing holds nulls', async () => {
    const facts = await capture({ ...machine({}), platform: 'win32', diskFreeBytes: async () => null });
    expect(facts.cpu).toEqual({
      busyShare: null,
      stealShare: null,
      loadAverage1: null,
      pressureShare: null,
      throttleCount: null,
      onMains: null,
    });
    expect(facts.network).toEqual({ openFileLimit: null, ephemeralPorts: null, timeWaitSockets: null });
    expect(facts.memory).toMatchObject({ availableBytes: 1e9, swapUsedBytes: null });
  });
});

test('doctor --json prints nothing but JSON, of this machine', async () => {
  const { code, stdout, stderr } = await runCli(['doctor', '--json']);
  const { findings, facts } = JSON.parse(stdout);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(findings.map(({ id }: { id: string }) => id)).toContain('cores');
  expect(facts.environment.runtime.node).toContain(process.versions.node);
});
