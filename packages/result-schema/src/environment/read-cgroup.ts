import type { Machine } from './machine.js';

const ROOT = '/sys/fs/cgroup';

export interface CgroupLimits {
  cpuQuotaCores: number | null;
  memoryLimitBytes: number | null;
}

/**
 * The CPU quota and memory limit of this process: the lowest of its own control group and of all groups above it, in
 * cgroup v2 (`cpu.max`, `memory.max`) and v1 (`cpu.cfs_quota_us`, `memory.limit_in_bytes`). A memory limit no lower
 * than the machine's memory is none. Source: Linux Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/.
 */
export function readCgroupLimits(machine: Machine): CgroupLimits {
  const groups = groupsOf(machine.readText('/proc/self/cgroup') ?? '');
  const quotas: number[] = [];
  const limits: number[] = [];
  for (const group of groups) {
    for (const folder of foldersOf(group)) {
      quotas.push(...quotaIn(machine, folder));
      limits.push(...memoryIn(machine, folder));
    }
  }
  const memory = limits.filter((bytes) => bytes < machine.facts.totalMemoryBytes);
  return { cpuQuotaCores: lowest(quotas), memoryLimitBytes: lowest(memory) };
}

interface Group {
  /** Where the hierarchy may be mounted: distributions name v1 controllers together or apart. */
  mounts: readonly string[];
  path: string;
}

/** Lines such as `0::/user.slice` (v2) and `4:cpu,cpuacct:/docker/1f…` (v1); see cgroups(7). */
function groupsOf(text: string): Group[] {
  return text.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    if (controllers === '') return [{ mounts: [ROOT, `${ROOT}/unified`], path }];
    const names = new Set([controllers, ...controllers.split(',')]);
    return [{ mounts: [...names].map((name) => `${ROOT}/${name}`), path }];
  });
}

/** The group's folder and every one above it; inside a container only the topmost may be there. */
function foldersOf({ mounts, path }: Group): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  const folders = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`).reverse();
  return mounts.flatMap((mount) => [...folders.map((folder) => mount + folder), mount]);
}

function quotaIn(machine: Machine, folder: string): number[] {
  const [quota = '', period = ''] = machine.readText(`${folder}/cpu.max`)?.split(/\s+/) ?? [
    machine.readText(`${folder}/cpu.cfs_quota_us`) ?? '',
    machine.readText(`${folder}/cpu.cfs_period_us`) ?? '',
  ];
  const cores = Number.parseInt(quota, 10) / Number.parseInt(period, 10);
  return Number.isFinite(cores) && cores > 0 ? [cores] : [];
}

function memoryIn(machine: Machine, folder: string): number[] {
  const text =
    machine.readText(`${folder}/memory.max`) ?? machine.readText(`${folder}/memory.limit_in_bytes`);
  const bytes = Number.parseInt(text ?? '', 10);
  return Number.isFinite(bytes) && bytes > 0 ? [bytes] : [];
}

function lowest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
