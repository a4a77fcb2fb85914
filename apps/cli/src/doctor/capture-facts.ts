import type { Clock } from '@benchwright/load-driver';
import type { Environment } from '@benchwright/result-schema';
import type { CpuFacts, MachineFacts, MemoryFacts, NetworkFacts, RuntimeFacts } from './facts.js';
import type { SystemReader } from './system-reader.js';

/** Long enough for ticks of 10 ms to mean something, short enough not to keep anybody waiting. */
const LOOK_NS = 500e6;
const CLOCK_READS = 10_000;

/** Looks at the machine for half a second. */
export async function captureFacts(
  environment: Environment,
  system: SystemReader,
  clock: Clock,
): Promise<MachineFacts> {
  const before = cpuTicks(system);
  await pause(clock, LOOK_NS);
  return {
    environment,
    cpu: cpuFacts(system, before, cpuTicks(system)),
    memory: await memoryFacts(system),
    network: networkFacts(system),
    runtime: runtimeFacts(system, clock),
  };
}

/** Of the first line of /proc/stat: user nice system idle iowait irq softirq steal. */
interface CpuTicks {
  readonly total: number;
  readonly idle: number;
  readonly steal: number;
}

function cpuTicks(system: SystemReader): CpuTicks | null {
  const line = /^cpu\s+(.*)$/m.exec(system.text('/proc/stat') ?? '')?.[1];
  if (line === undefined) return null;
  const ticks = line.trim().split(/\s+/).slice(0, 8).map(Number);
  const [, , , idle = 0, iowait = 0, , , steal = 0] = ticks;
  return { total: ticks.reduce((a, b) => a + b, 0), idle: idle + iowait, steal };
}

function cpuFacts(system: SystemReader, before: CpuTicks | null, after: CpuTicks | null): CpuFacts {
  const elapsed = before === null || after === null ? 0 : after.total - before.total;
  const share = (of: (ticks: CpuTicks) => number): number | null =>
    before === null || after === null || elapsed <= 0 ? null : (of(after) - of(before)) / elapsed;
  const idleShare = share(({ idle }) => idle);
  const [load1 = 0] = system.loadAverage();
  const pressure = /^some avg10=([\d.]+)/m.exec(system.text('/proc/pressure/cpu') ?? '')?.[1];
  return {
    busyShare: idleShare === null ? null : Math.max(0, 1 - idleShare),
    stealShare: share(({ steal }) => steal),
    // Windows has no load average and says 0.
    loadAverage1: system.platform === 'win32' ? null : load1,
    pressureShare: pressure === undefined ? null : Number(pressure) / 100,
    throttleCount: throttleCount(system),
    onMains: onMains(system),
  };
}

function throttleCount(system: SystemReader): number | null {
  const folder = '/sys/devices/system/cpu';
  const counts = system
    .names(folder)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((cpu) => system.text(`${folder}/${cpu}/thermal_throttle/core_throttle_count`))
    .filter((text) => text !== null);
  return counts.length === 0 ? null : counts.reduce((sum, text) => sum + Number(text), 0);
}

function onMains(system: SystemReader): boolean | null {
  const folder = '/sys/class/power_supply';
  const mains = system
    .names(folder)
    .filter((name) => system.text(`${folder}/${name}/type`)?.trim() === 'Mains');
  if (mains.length === 0) return null;
  return mains.some((name) => system.text(`${folder}/${name}/online`)?.trim() === '1');
}

async function memoryFacts(system: SystemReader): Promise<MemoryFacts> {
  const meminfo = system.text('/proc/meminfo') ?? '';
  const kilobytes = (key: string): number | null => {
    const found = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1];
    return found === undefined ? null : Number(found) * 1024;
  };
  const [swapTotal, swapFree] = [kilobytes('SwapTotal'), kilobytes('SwapFree')];
  return {
    availableBytes: kilobytes('MemAvailable') ?? system.freeMemoryBytes(),
    swapUsedBytes: swapTotal === null || swapFree === null ? null : swapTotal - swapFree,
    diskFreeBytes: await system.diskFreeBytes('.'),
  };
}

function networkFacts(system: SystemReader): NetworkFacts {
  const files = /^Max open files\s+(\S+)/m.exec(system.text('/proc/self/limits') ?? '')?.[1];
  const range = /^(\d+)\s+(\d+)/.exec(system.text('/proc/sys/net/ipv4/ip_local_port_range') ?? '');
  const waiting = /^TCP:.*\btw (\d+)/m.exec(system.text('/proc/net/sockstat') ?? '')?.[1];
  return {
    openFileLimit: files === undefined || files === 'unlimited' ? null : Number(files),
    ephemeralPorts: range === null ? null : { from: Number(range[1]), to: Number(range[2]) },
    timeWaitSockets: waiting === undefined ? null : Number(waiting),
  };
}

function runtimeFacts(system: SystemReader, clock: Clock): RuntimeFacts {
  const source = system.text('/sys/devices/system/clocksource/clocksource0/current_clocksource');
  const startNs = clock.nowNs();
  for (let i = 0; i < CLOCK_READS; i++) clock.nowNs();
  return {
    clockSource: source === null ? null : source.trim(),
    clockReadNs: (clock.nowNs() - startNs) / CLOCK_READS,
    debuggerAttached: system.debuggerAttached(),
  };
}

function pause(clock: Clock, lengthNs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.createWaker(resolve, false).wakeAt(clock.nowNs() + lengthNs);
  });
}
