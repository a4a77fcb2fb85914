import { expect, it } from 'vitest';
import { runnableNs } from './runnable.js';

it('adds up running and waiting of the first thread', () => {
  expect(runnableNs(7, (path) => (path === '/proc/7/task/7/schedstat' ? '1500 20 3\n' : ''))).toBe(1520);
});

it.each(['', 'x y z', '15'])('says nothing about %o', (text) => {
  expect(runnableNs(7, () => text)).toBeNull();
});

it('says nothing where there is no such file', () => {
  expect(runnableNs(2 ** 30)).toBeNull();
});
