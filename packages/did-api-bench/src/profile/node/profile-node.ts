import type { Clock } from '@benchwright/load-driver';
import { type CpuProfile, checkCpuProfile } from '../tree/cpu-profile.js';
import { waitFor } from '../wait-for.js';
import type { InspectorClient } from './inspector-client.js';
import { openInspector } from './open-inspector.js';
import { installProbe, type RuntimeFigures } from './runtime-probe.js';

export interface NodeProfileOptions {
  readonly pid: number;
  readonly durationNs: number;
  readonly clock: Clock;
  /** Ends the profile early; what there is by then is returned. */
  readonly signal: AbortSignal;
  /** Called when the profilers run: from now on load is seen. */
  readonly onStarted?: () => void;
}

/** What was seen of a Node process. */
export interface NodeProfile {
  readonly cpuProfile: CpuProfile;
  /** V8's sampling heap profile: all that was allocated, whether it was collected since or not. */
  readonly heapProfile: unknown;
  readonly runtime: RuntimeFigures;
  /** Heap that was alive, after a full collection each time: what grows from run to run is not released. */
  readonly liveHeapBytes: { readonly before: number; readonly after: number };
  readonly durationNs: number;
}

/** V8's default; each sample costs some microseconds of the main thread. */
const CPU_SAMPLE_US = 1000;
/** Bytes between two samples of the heap, on average: V8's default. */
const HEAP_SAMPLE_BYTES = 32_768;

/**
 * Profiles a Node process of this machine through its inspector: CPU and allocations by stack, garbage collections, delays of its event loop.
 * Asks for a full garbage collection before and after, which stops it for some milliseconds each, outside the time profiled. An inspector that was opened
 * for this is closed again.
 *
 * @throws ProfilerError ERR_PROFILER_ATTACH when it cannot, ERR_PROFILER_LOST when the process ends meanwhile
 */
export async function profileNode(options: NodeProfileOptions): Promise<NodeProfile> {
  const { client, openedHere } = await openInspector(options.pid);
  try {
    return await profileBy(client, options);
  } finally {
    if (openedHere) await closeInspector(client);
    await client.close();
  }
}

async function profileBy(client: InspectorClient, options: NodeProfileOptions): Promise<NodeProfile> {
  const { clock, durationNs, signal, onStarted } = options;
  const before = await liveHeap(client);
  await client.send('HeapProfiler.startSampling', {
    samplingInterval: HEAP_SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await client.send('Profiler.enable');
  await client.send('Profiler.setSamplingInterval', { interval: CPU_SAMPLE_US });
  const finishProbe = await installProbe(client);
  await client.send('Profiler.start');
  const startedNs = clock.nowNs();
  onStarted?.();
  await Promise.race([waitFor(clock, durationNs, signal), client.closed]);
  const { profile: cpu } = await client.send('Profiler.stop');
  const profiledNs = clock.nowNs() - startedNs;
  const runtime = await finishProbe();
  const { profile: heapProfile } = await client.send('HeapProfiler.stopSampling');
  const after = await liveHeap(client);
  await client.send('Profiler.disable');
  return {
    cpuProfile: checkCpuProfile(`the profiler of process ${options.pid}`, cpu),
    heapProfile,
    runtime,
    liveHeapBytes: { before, after },
    durationNs: profiledNs,
  };
}

async function liveHeap(client: InspectorClient): Promise<number> {
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  return Number(usedSize);
}

/**
 * inspector.close() waits for its last session, so it must not run before this one has gone: a timer in the process gives it the time.
 * `require` is the inspector's and there only while this is evaluated: in the timer of an ES module it would be an uncaught error.
 */
const CLOSE = `(() => {
  const inspector = require('node:inspector');
  setTimeout(() => { try { inspector.close(); } catch {} }, 100).unref();
})()`;

async function closeInspector(client: InspectorClient): Promise<void> {
  try {
    await client.send('Runtime.evaluate', { expression: CLOSE, includeCommandLineAPI: true });
  } catch {
    // A process that is gone has no inspector either.
  }
}
