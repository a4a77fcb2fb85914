import { describe, expect, it } from 'vitest';
import { cellSpec } from '../testing/cell-spec.js';
import type { ProbeRequest } from './probe-protocol.js';
import { runProbe } from './run-probe.js';

const request: ProbeRequest = {
  cell: 'memory-64',
  trial: 0,
  load: { model: 'iterations', count: 2, concurrency: 1 },
  warmup: null,
  options: { spec: cellSpec({ test: 'memory', dataSize: 64 }), tableName: 'table', seed: 1 },
  heapProfile: null,
};

describe('a probe', () => {
  it('measures in a process of its own', async () => {
    const record = await runProbe(request, new AbortController().signal);
    expect(record).toMatchObject({ cell: 'memory-64', interrupted: false, counts: { ok: 2, failed: 0 } });
    expect(record.extra.peakHeapExternalBytes).toBeGreaterThan(64);
  });

  it('that fails says why, with its code', async () => {
    const broken = { ...request, heapProfile: '/dev/null/nowhere/x.heapprofile' };
    await expect(runProbe(broken, new AbortController().signal)).rejects.toMatchObject({
      code: 'ERR_PROBE',
      message: expect.stringContaining('the process that measured memory-64 failed'),
    });
  });

  it('that is aborted hands back what it has, marked', async () => {
    const record = await runProbe(request, AbortSignal.abort());
    expect(record.interrupted).toBe(true);
  });
});
