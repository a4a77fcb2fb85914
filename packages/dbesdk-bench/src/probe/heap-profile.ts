import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

/** One sample for so many bytes allocated, on average. */
const SAMPLING_BYTES = 16 * 1024;
const ROUNDS = 20;

/**
 * Writes where the operation's allocations come from, freed ones included, in the form that Chrome's developer tools open
 * (Memory → Load profile). Sampled over some rounds, and slows them down: never beside a measurement.
 */
export async function profileAllocations(file: string, operation: () => Promise<void>): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLING_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    } as { samplingInterval: number });
    for (let i = 0; i < ROUNDS; i++) await operation();
    const { profile } = await session.post('HeapProfiler.stopSampling');
    await writeFile(file, JSON.stringify(profile));
  } finally {
    session.disconnect();
  }
}
