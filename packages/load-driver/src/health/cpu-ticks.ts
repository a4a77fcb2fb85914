/** Ticks of all CPUs together since boot, from the first line of /proc/stat (proc(5)). */
export interface CpuTicks {
  readonly totalTicks: number;
  readonly stealTicks: number;
}

/** Reads the `cpu` line: user nice system idle iowait irq softirq steal (guest time is part of user). Null if it is not there. */
export function parseCpuTicks(procStat: string): CpuTicks | null {
  const fields = /^cpu\s+(.+)$/m.exec(procStat)?.[1]?.trim().split(/\s+/).map(Number);
  if (!fields || fields.length < 8 || fields.some(Number.isNaN)) return null;
  const counted = fields.slice(0, 8);
  return { totalTicks: counted.reduce((sum, n) => sum + n, 0), stealTicks: counted[7] as number };
}

/** Share of the machine's CPU time that the hypervisor gave to others between two readings; null when unknown. */
export function stealShareBetween(before: CpuTicks | null, after: CpuTicks | null): number | null {
  if (!before || !after) return null;
  const total = after.totalTicks - before.totalTicks;
  return total > 0 ? Math.max(0, after.stealTicks - before.stealTicks) / total : 0;
}
