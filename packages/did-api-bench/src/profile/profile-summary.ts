import { z } from 'zod';
import type { ProfiledProcess } from './profile-process.js';
import { hotPaths } from './tree/hot-paths.js';

const hotFunctionSchema = z.object({
  name: z.string(),
  source: z.string(),
  self: z.number(),
  total: z.number(),
  selfShare: z.number(),
  totalShare: z.number(),
});
const hotPathsSchema = z.object({
  unit: z.enum(['ns', 'samples', 'bytes']),
  total: z.number(),
  bySelf: z.array(hotFunctionSchema),
  byTotal: z.array(hotFunctionSchema),
});

/** What a profile comes to, as it is kept beside its files. */
export const profileSummarySchema = z.object({
  kind: z.literal('did-profile'),
  v: z.literal(1),
  at: z.iso.datetime(),
  pid: z.int(),
  runtime: z.enum(['node', 'python', 'native']),
  profiler: z.enum(['inspector', 'py-spy', 'perf']),
  durationNs: z.number(),
  idleShare: z.number().nullable(),
  cpu: hotPathsSchema,
  /** Bytes allocated; null where only time was profiled. */
  allocations: hotPathsSchema.nullable(),
  liveHeapBytes: z.object({ before: z.number(), after: z.number() }).nullable(),
  eventLoopDelayNs: z
    .object({ mean: z.number(), p50: z.number(), p99: z.number(), max: z.number() })
    .nullable(),
  eventLoopUtilization: z.number().nullable(),
  garbageCollections: z
    .record(z.string(), z.object({ count: z.number(), totalNs: z.number(), longestNs: z.number() }))
    .nullable(),
  files: z.array(z.string()),
});

export type ProfileSummary = z.output<typeof profileSummarySchema>;

/** Functions in each list of hot paths. */
const LISTED = 20;

/** What a profile comes to. Pure; O(nodes). */
export function profileSummary(
  profiled: ProfiledProcess,
  at: string,
  files: readonly string[],
): ProfileSummary {
  const { cpu, allocations, figures } = profiled;
  return {
    kind: 'did-profile',
    v: 1,
    at,
    pid: profiled.pid,
    runtime: profiled.runtime,
    profiler: profiled.profiler,
    durationNs: profiled.durationNs,
    idleShare: profiled.idleShare,
    cpu: listed(cpu),
    allocations: allocations === null ? null : listed(allocations),
    liveHeapBytes: profiled.liveHeapBytes,
    eventLoopDelayNs: figures?.eventLoopDelayNs ?? null,
    eventLoopUtilization: figures?.eventLoopUtilization ?? null,
    garbageCollections: figures?.gc ?? null,
    files: [...files],
  };
}

function listed(tree: ProfiledProcess['cpu']): ProfileSummary['cpu'] {
  const { total, bySelf, byTotal } = hotPaths(tree, LISTED);
  return { unit: tree.unit, total, bySelf: [...bySelf], byTotal: [...byTotal] };
}
