import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TrialRecord } from '@benchwright/result-schema';
import { rssSamplerUrl } from '../built-modules.js';
import { ItemPool } from '../items/item-pool.js';
import { cellCryptor, cryptorWork, type ItemTransportOptions } from '../work/item-transport.js';
import { driveTrial } from './driven-trial.js';
import { collectGarbage, HeapPeak } from './heap-peak.js';
import { profileAllocations } from './heap-profile.js';
import type { ProbeRequest } from './probe-protocol.js';
import { RssPeak } from './rss-peak.js';

/** Large enough that every path is compiled and OpenSSL has set itself up, small enough to leave nothing in memory. */
const REHEARSAL_BYTES = 1024;
const REHEARSALS = 50;

/**
 * What encrypting and decrypting one item at a time adds to the memory of a process that has done nothing else: peaks over the
 * state in which the item to encrypt is there and everything is compiled.
 */
export async function runMemoryTrial(request: ProbeRequest, signal: AbortSignal): Promise<TrialRecord> {
  const { options, heapProfile } = request;
  await rehearse(options);
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

/** Does on small items what will be done on the cell's. */
async function rehearse(options: ItemTransportOptions): Promise<void> {
  const spec = { ...options.spec, dataSize: Math.min(options.spec.dataSize, REHEARSAL_BYTES) };
  const pool = new ItemPool(spec, { seed: options.seed, lane: 0, items: 1 });
  const cryptor = cellCryptor({ ...options, spec });
  for (let i = 0; i < REHEARSALS; i++) await cryptor.decrypt(await cryptor.encrypt(pool.givenOf(i)));
}

/** Apart from what is measured, for the profiler allocates too. */
async function writeProfile(work: ReturnType<typeof cryptorWork>, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await profileAllocations(file, () => work.run(0, () => {}));
  work.prepare(0, 0);
}
