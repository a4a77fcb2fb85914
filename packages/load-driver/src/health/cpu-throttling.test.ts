import { expect, it } from 'vitest';
import { throttledNs } from './cpu-throttling.js';

const from = (files: Readonly<Record<string, string>>) => throttledNs((path) => files[path] ?? null);

it('reads the group of this process, v2', () => {
  const files = {
    '/proc/self/cgroup': '0::/user.slice/run-7.scope\n',
    '/sys/fs/cgroup/user.slice/run-7.scope/cpu.stat': 'usage_usec 5\nnr_throttled 3\nthrottled_usec 1500\n',
    '/sys/fs/cgroup/cpu.stat': 'usage_usec 5\nnr_throttled 9\nthrottled_usec 99\n',
  };
  expect(from(files)).toBe(1_500_000);
});

it('reads what a container sees of its own group', () => {
  const files = {
    '/proc/self/cgroup': '0::/docker/abc\n',
    '/sys/fs/cgroup/cpu.stat': 'nr_throttled 3\nthrottled_usec 20\n',
  };
  expect(from(files)).toBe(20_000);
});

it.each(['cpu', 'cpu,cpuacct'])('reads v1 with %s mounted', (mounted) => {
  const files = {
    '/proc/self/cgroup': '3:cpuset:/\n1:cpu,cpuacct:/job\n0::/\n',
    [`/sys/fs/cgroup/${mounted}/job/cpu.stat`]: 'nr_periods 9\nnr_throttled 3\nthrottled_time 777\n',
  };
  expect(from(files)).toBe(777);
});

it('says nothing where there is no such file, or no such line in it', () => {
  expect(from({})).toBeNull();
  expect(from({ '/proc/self/cgroup': 'x', '/sys/fs/cgroup/cpu.stat': '' })).toBeNull();
  expect(from({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.stat': 'usage_usec 5\n' })).toBeNull();
});
