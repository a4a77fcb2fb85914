import { expect, it } from 'vitest';
import { parseStatusSet } from './status-set.js';

it('a set of statuses', () => {
  expect([...parseStatusSet('204')!]).toEqual([204]);
  expect([...parseStatusSet('2XX')!]).toHaveLength(100);
  expect([...parseStatusSet('200-202, 404')!]).toEqual([200, 201, 202, 404]);
});

it.each(['', '2', '6xx', '99', '600', '300-200', '200,', 'ok', '200-'])("is not '%s'", (text) => {
  expect(parseStatusSet(text)).toBeNull();
});
