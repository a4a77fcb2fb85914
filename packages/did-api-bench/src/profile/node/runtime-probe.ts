import { z } from 'zod';
import { ProfilerError } from '../profiler-error.js';
import type { InspectorClient } from './inspector-client.js';

const gcSchema = z.object({ count: z.number(), totalNs: z.number(), longestNs: z.number() });

const figuresSchema = z.object({
  nodeVersion: z.string(),
  /** Garbage collections by kind: minor, major, incremental, weakcb. */
  gc: z.record(z.string(), gcSchema),
  /** How late a timer of 10 ms came, beyond those 10 ms. Null: the loop was never free to run one. */
  eventLoopDelayNs: z
    .object({ mean: z.number(), p50: z.number(), p99: z.number(), max: z.number() })
    .nullable(),
  /** Share of the time in which the event loop was not waiting for something to do. */
  eventLoopUtilization: z.number(),
});

/** What a Node process says of its own runtime over the time of a profile. */
export type RuntimeFigures = z.output<typeof figuresSchema>;

/** Runs in the process that is profiled, so it stands on its own. The delay's histogram counts whole intervals: the timer's 10 ms are taken off. */
const INSTALL = `(() => {
  const { monitorEventLoopDelay, performance, PerformanceObserver, constants } = require('node:perf_hooks');
  const resolutionMs = 10;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  const kinds = new Map([
    [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
    [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
    [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
    [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
  ]);
  const gc = {};
  const take = (entries) => {
    for (const { duration, detail } of entries) {
      const one = (gc[kinds.get(detail && detail.kind) || 'other'] ||= { count: 0, totalNs: 0, longestNs: 0 });
      one.count++;
      one.totalNs += duration * 1e6;
      one.longestNs = Math.max(one.longestNs, duration * 1e6);
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  delay.enable();
  const before = performance.eventLoopUtilization();
  const late = (ns) => Math.max(0, ns - resolutionMs * 1e6);
  return {
    finish() {
      take(observer.takeRecords());
      observer.disconnect();
      delay.disable();
      const eventLoopDelayNs = delay.count === 0 ? null : {
        mean: late(delay.mean), p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max),
      };
      const { utilization } = performance.eventLoopUtilization(before);
      return { nodeVersion: process.version, gc, eventLoopDelayNs, eventLoopUtilization: utilization };
    },
  };
})()`;

const evaluatedSchema = z.looseObject({
  result: z.looseObject({ objectId: z.string().optional(), value: z.unknown().optional() }),
  exceptionDetails: z.looseObject({ text: z.string() }).optional(),
});

/** Puts the probe into the process; what it returns takes the figures and removes it. Nothing of it is left in a global. */
export async function installProbe(client: InspectorClient): Promise<() => Promise<RuntimeFigures>> {
  const { result, exceptionDetails } = evaluatedSchema.parse(
    // The command line's API has `require`, in ES modules, too.
    await client.send('Runtime.evaluate', { expression: INSTALL, includeCommandLineAPI: true }),
  );
  if (exceptionDetails !== undefined || result.objectId === undefined) {
    throw new ProfilerError(
      'ERR_PROFILER_ATTACH',
      `the process could not be asked for its garbage collections and delays: ${exceptionDetails?.text ?? 'no answer'}`,
      'it must be Node of version 18 or later',
    );
  }
  const { objectId } = result;
  return async () => {
    const answer = evaluatedSchema.parse(
      await client.send('Runtime.callFunctionOn', {
        objectId,
        functionDeclaration: 'function () { return this.finish(); }',
        returnByValue: true,
      }),
    );
    await client.send('Runtime.releaseObject', { objectId });
    return figuresSchema.parse(answer.result.value);
  };
}
