import { describe, expect, it } from 'vitest';
import { processCpuNs } from './cpu-time.js';

const files: Record<string, string> = {
  '/proc/7/task/7/schedstat': '1500 20 3\n',
  '/proc/7/task/8/schedstat': '500 1 1\n',
};
const reader = {
  read: (path: string) => files[path] ?? null,
  list: (path: string) => (path === '/proc/7/task' ? ['7', '8', '9'] : []),
};

describe('processCpuNs', () => {
  it('adds up the threads, passing over one that has just ended', () => {
    expect(processCpuNs(7, reader)).toBe(2000);
  });

  it('does not guess where there is nothing to read', () => {
    expect(processCpuNs(8, reader)).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('sees this process work (Linux only)', () => {
    const before = processCpuNs(process.pid) as number;
    let x = 0;
    for (let i = 0; i < 3e6; i++) x += Math.sqrt(i);
    expect(x).toBeGreaterThan(0);
    expect(processCpuNs(process.pid) as number).toBeGreaterThan(before);
  });
});
