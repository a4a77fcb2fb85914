import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { CrashStep } from './crash-steps.js';

/*
 * A process that works on a store and kills itself at a system call: arguments are the folder, `durable` or `fast`, and at which call that changes
 * files (0 for none). Prints each step once it is acknowledged, and at the end how many calls there were.
 */

const [dir = '', mode = '', at = '0'] = process.argv.slice(2);
const changing = [
  'close',
  'closeSync',
  'fsync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'writeFileSync',
  'writev',
  'writevSync',
] as const;

let calls = 0;
for (const name of changing) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (++calls === Number(at)) {
        if (name === 'writev' || name === 'writevSync') tearWrite(args);
        process.kill(process.pid, 'SIGKILL');
        // The signal comes when the kernel next looks: nothing may happen before.
        for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      }
      return original(...args);
    },
  });
}
syncBuiltinESMExports();

/** A write that was cut in the middle. */
function tearWrite([fd, chunks]: unknown[]): void {
  const bytes = Buffer.concat(chunks as Buffer[]);
  writeSync(fd as number, bytes, 0, bytes.length >> 1);
}

// After the calls were replaced: modules keep what they find when they are loaded.
const { openDiskStore } = await import('../disk/disk-store.js');
const { crashSteps } = await import('./crash-steps.js');
const store = openDiskStore({ dir, durable: mode === 'durable' });
for (const [name, step] of Object.entries(crashSteps) as [string, CrashStep][]) {
  await step(store);
  writeSync(1, `${name}\n`);
}
await store.close();
writeSync(1, `calls ${calls}\n`);
