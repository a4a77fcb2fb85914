import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TrialRecord } from '@benchwright/result-schema';
import { rssSamplerUrl } from '../built-modules.js';
import { cellCryptor, cryptorWork } from '../work/item-transport.js';
import { rehearse, smallSpec } from '../work/rehearsal.js';
import { driveTrial } from './driven-trial.js';
import { collectGarbage, HeapPeak } from './heap-peak.js';
import { profileAllocations } from './heap-profile.js';
import type { ProbeRequest } from './probe-protocol.js';
import { RssPeak } from './rss-peak.js';

/** Every path is taken and OpenSSL has set itself up, and next to nothing is left in memory. */
const REHEARSALS = 50;

/**
 * What encrypting and decrypting one item at a time adds to the memory of a process that has done nothing else: peaks over the
 * state in which the item to encrypt is there and everything is compiled.
 */
export async function runMemoryTrial(request: ProbeRequest, signal: AbortSignal): Promise<TrialRecord> {
  const { options, heapProfile } = request;
  const small = smallSpec(options.spec);
  await rehearse(small, cellCryptor({ ...options, spec: small }), { seed: options.seed, times: REHEARSALS });
  const heap = new HeapPeak();
  const work = cryptorWork(options, { slots: 1, lane: 0, items: 1 });
  const rss = await RssPeak.start(rssSamplerUrl);
  let baseBytes = 0;
  try {
    return await driveTrial({ ...request, warmup: null }, signal, {
      work,
      hooks: {
        before: () => heap.begin(),
        after: () => heap.end(),
      },
      ready: async () => {
        if (heapProfile !== null) await writeProfile(work, heapProfile);
        collectGarbage();
        baseBytes = rss.reset();
      },
      extra: () => ({
        peakRssBytes: Math.max(0, rss.peakBytes() - baseBytes),
        peakHeapExternalBytes: heap.riseBytes,
      }),
    });
  } finally {
    await rss.stop();
  }
}

/** Apart from what is measured, for the profiler allocates too. */
async function writeProfile(work: ReturnType<typeof cryptorWork>, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await profileAllocations(file, () => work.run(0, () => {}));
  work.prepare(0, 0);
}
