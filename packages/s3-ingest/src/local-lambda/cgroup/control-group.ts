import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A limit to keep: Lambda gives a function its memory, and CPU in proportion to it. */
export interface GroupLimits {
  readonly memoryBytes: number;
  /** Cores, fractions included. */
  readonly cpus: number;
}

/** The folders under which groups are made: one in v2, one per controller in v1. */
export type Hierarchy =
  | { readonly version: 2; readonly folder: string }
  | { readonly version: 1; readonly memoryFolder: string | null; readonly cpuFolder: string | null };

/** A control group for the processes of one execution environment. */
export interface ControlGroup {
  /** The files to which a process writes its id to enter. */
  readonly procsFiles: readonly string[];
  /** Whether the kernel has killed a process of it for its memory. */
  wasOutOfMemory(): boolean;
  /** Most memory that it ever held, file cache included, in bytes; 0 where the kernel does not say. */
  peakBytes(): number;
  /** Removes it; does nothing while it has processes. */
  remove(): void;
}

/** A fifth of Linux's 100 ms: the share is the same, and a throttled process stalls for a fifth of the time at once. */
const PERIOD_US = 20_000;
const LEAST_QUOTA_US = 1000;

/**
 * Makes a group and sets its limits.
 *
 * @throws what the file system says, where the machine does not let us; nothing is left behind then
 */
export function createControlGroup(hierarchy: Hierarchy, name: string, limits: GroupLimits): ControlGroup {
  const parts = hierarchy.version === 2 ? partsOfV2(hierarchy.folder, limits) : partsOfV1(hierarchy, limits);
  const made: string[] = [];
  const remove = (): void => {
    for (const folder of made) removeFolder(folder);
  };
  try {
    for (const { folder: base, files } of parts) {
      const folder = join(base, name);
      mkdirSync(folder);
      made.push(folder);
      for (const { file, value, optional } of files) writeLimit(join(folder, file), value, optional ?? false);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return {
    procsFiles: made.map((folder) => join(folder, 'cgroup.procs')),
    wasOutOfMemory: () => made.some((folder) => oomKills(folder) > 0),
    peakBytes: () => Math.max(...made.map(peakBytes)),
    remove,
  };
}

interface GroupPart {
  readonly folder: string;
  readonly files: readonly { readonly file: string; readonly value: string; readonly optional?: boolean }[];
}

function partsOfV2(folder: string, { memoryBytes, cpus }: GroupLimits): GroupPart[] {
  const files = [
    { file: 'memory.max', value: String(memoryBytes) },
    { file: 'memory.swap.max', value: '0', optional: true },
    { file: 'cpu.max', value: `${quotaUs(cpus)} ${PERIOD_US}` },
  ];
  return [{ folder, files }];
}

function partsOfV1(
  hierarchy: Extract<Hierarchy, { version: 1 }>,
  { memoryBytes, cpus }: GroupLimits,
): GroupPart[] {
  const memory = [
    { file: 'memory.limit_in_bytes', value: String(memoryBytes) },
    { file: 'memory.memsw.limit_in_bytes', value: String(memoryBytes), optional: true },
  ];
  const cpu = [
    { file: 'cpu.cfs_period_us', value: String(PERIOD_US) },
    { file: 'cpu.cfs_quota_us', value: String(quotaUs(cpus)) },
  ];
  return [
    ...(hierarchy.memoryFolder === null ? [] : [{ folder: hierarchy.memoryFolder, files: memory }]),
    ...(hierarchy.cpuFolder === null ? [] : [{ folder: hierarchy.cpuFolder, files: cpu }]),
  ];
}

function quotaUs(cpus: number): number {
  return Math.max(LEAST_QUOTA_US, Math.round(cpus * PERIOD_US));
}

function writeLimit(file: string, value: string, optional: boolean): void {
  try {
    writeFileSync(file, value, { flag: 'r+' });
  } catch (error) {
    if (!optional) throw error;
  }
}

/** memory.events of v2 and memory.oom_control of v1 count alike. */
function oomKills(folder: string): number {
  for (const file of ['memory.events', 'memory.oom_control']) {
    try {
      return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(folder, file), 'latin1'))?.[1] ?? 0);
    } catch {
      // The other version's, or the group of another controller.
    }
  }
  return 0;
}

/** Of v2 (since Linux 5.19) and v1. */
function peakBytes(folder: string): number {
  for (const file of ['memory.peak', 'memory.max_usage_in_bytes']) {
    try {
      return Number(readFileSync(join(folder, file), 'latin1'));
    } catch {
      // The other version's, or the group of another controller.
    }
  }
  return 0;
}

/** A group with processes in it cannot be removed: they are still ending, and who waits for them tries again. */
export function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
