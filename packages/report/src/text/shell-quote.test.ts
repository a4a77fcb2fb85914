import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuote } from './shell-quote.js';

test('plain words stay readable', () => {
  expect(shellQuote('--user-id-range')).toBe('--user-id-range');
  expect(shellQuote('http://localhost:8080/x')).toBe('http://localhost:8080/x');
  expect(shellQuote('')).toBe("''");
});

test('a shell reads back what was quoted', () => {
  const words = ['a b', "it's", '$HOME', '`id`', '"x"', '*', '\\', ';ls', '日本', '~', '!x', 'a=b', '#no'];
  const script = `printf '%s\\n' ${words.map(shellQuote).join(' ')}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1)).toEqual(words);
});
