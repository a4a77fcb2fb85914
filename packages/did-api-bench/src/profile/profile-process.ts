import type { Clock } from '@benchwright/load-driver';
import { detectRuntime, type Runtime } from './detect-runtime.js';
import { profileByPerf, profileByPySpy } from './external/profile-external.js';
import { type NodeProfile, profileNode } from './node/profile-node.js';
import type { RuntimeFigures } from './node/runtime-probe.js';
import { cpuTimeOf } from './tree/cpu-profile.js';
import { allocationTree } from './tree/heap-profile.js';
import type { ProfileTree } from './tree/profile-tree.js';

/** What can look into a process. */
export const PROFILERS = ['inspector', 'py-spy', 'perf'] as const;
export type ProfilerName = (typeof PROFILERS)[number];

export interface ProfileProcessOptions {
  readonly pid: number;
  readonly durationNs: number;
  /** Absent: what suits the program that the process runs. */
  readonly profiler?: ProfilerName | undefined;
  readonly clock: Clock;
  /** Ends the profile early; what there is by then is returned. */
  readonly signal: AbortSignal;
  /** Where programs are looked for: PATH. */
  readonly path: string;
  readonly onStarted?: (profiler: ProfilerName) => void;
}

/** A process over some time: where its time and its memory went. */
export interface ProfiledProcess {
  readonly pid: number;
  readonly runtime: Runtime;
  readonly profiler: ProfilerName;
  readonly durationNs: number;
  readonly cpu: ProfileTree;
  /** Share of the time in which its main thread had nothing to do; null where samples are of busy time only. */
  readonly idleShare: number | null;
  readonly allocations: ProfileTree | null;
  readonly liveHeapBytes: { readonly before: number; readonly after: number } | null;
  readonly figures: RuntimeFigures | null;
  /** The profiles as the runtime wrote them, for other tools. Null: the folded stacks are all there is. */
  readonly raw: { readonly cpu: unknown; readonly heap: unknown } | null;
}

const BY_RUNTIME: Readonly<Record<Runtime, ProfilerName>> = {
  node: 'inspector',
  python: 'py-spy',
  native: 'perf',
};

/**
 * Profiles a process of this machine with what suits it: a Node process through its inspector, Python by py-spy, all else by perf.
 *
 * @throws NoSuchProcessError; ProfilerError ERR_PROFILER_MISSING, ERR_PROFILER_ATTACH, ERR_PROFILER_LOST
 */
export async function profileProcess(options: ProfileProcessOptions): Promise<ProfiledProcess> {
  const { pid, clock, onStarted } = options;
  const runtime = await detectRuntime(pid);
  const profiler = options.profiler ?? BY_RUNTIME[runtime];
  if (profiler === 'inspector') {
    const profile = await profileNode({ ...options, onStarted: () => onStarted?.(profiler) });
    return ofNode(pid, runtime, profile);
  }
  onStarted?.(profiler);
  const startedNs = clock.nowNs();
  const cpu = await (profiler === 'perf' ? profileByPerf : profileByPySpy)(options);
  return {
    ...{ pid, runtime, profiler, cpu },
    durationNs: Math.min(options.durationNs, clock.nowNs() - startedNs),
    idleShare: null,
    allocations: null,
    liveHeapBytes: null,
    figures: null,
    raw: null,
  };
}

function ofNode(pid: number, runtime: Runtime, profile: NodeProfile): ProfiledProcess {
  const { tree, idleNs, totalNs } = cpuTimeOf(profile.cpuProfile);
  return {
    ...{ pid, runtime },
    profiler: 'inspector',
    durationNs: profile.durationNs,
    cpu: tree,
    idleShare: totalNs > 0 ? idleNs / totalNs : null,
    allocations: allocationTree(`the heap profile of process ${pid}`, profile.heapProfile),
    liveHeapBytes: profile.liveHeapBytes,
    figures: profile.runtime,
    raw: { cpu: profile.cpuProfile, heap: profile.heapProfile },
  };
}
