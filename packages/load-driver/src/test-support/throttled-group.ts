import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group that stops its processes for most of every 100 ms. */
export interface ThrottledGroup {
  /** What a shell has to run to enter it. */
  readonly enter: string;
  remove(): void;
}

const QUOTA_US = 20_000;
const PERIOD_US = 100_000;

/** Makes one, of cgroup v2 or v1; null where the machine does not let us (containers, users without privileges, no cgroups). */
export function throttledGroup(): ThrottledGroup | null {
  const name = `benchwright-test-${process.pid}`;
  const v2 = { folder: join('/sys/fs/cgroup', name), limits: { 'cpu.max': `${QUOTA_US} ${PERIOD_US}` } };
  const v1 = {
    folder: join('/sys/fs/cgroup/cpu', name),
    limits: { 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': String(QUOTA_US) },
  };
  for (const { folder, limits } of [v1, v2]) {
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      for (const [file, value] of Object.entries(limits))
        writeFileSync(join(folder, file), value, { flag: 'r+' });
      return { enter: `echo $$ > ${folder}/cgroup.procs`, remove: () => rmdirSync(folder) };
    } catch {
      rmdirSync(folder);
    }
  }
  return null;
}
