import { describe, expect, it } from 'vitest';
import { type HeadFacts, HeadMemo } from './head-memo.js';

const facts: HeadFacts = { status: 200, minorVersion: 1, contentLength: 7, codings: 0, connection: 1 };
const head = (text: string) => Buffer.from(text, 'latin1');
const remember = (memo: HeadMemo, bytes: Buffer) => memo.offer(bytes, 0, bytes.length, facts);
const matches = (memo: HeadMemo, bytes: Buffer) => memo.matches(bytes, 0, bytes.length);

describe('HeadMemo', () => {
  it('recognises the same bytes at any place of any buffer, and gives back what they said', () => {
    const memo = new HeadMemo();
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n';
    remember(memo, head(text));
    for (const before of ['', 'x', 'xyz1234']) {
      expect(memo.matches(head(`${before}${text}body`), before.length, before.length + text.length + 4)).toBe(
        true,
      );
    }
    expect(memo.length).toBe(text.length);
    expect(memo.facts).toEqual(facts);
    expect(memo.facts).not.toBe(facts);
  });

  it('sees a change of any single byte', () => {
    for (let length = 8; length < 40; length++) {
      const memo = new HeadMemo();
      const bytes = head('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n'.padEnd(40, 'x').slice(0, length));
      remember(memo, bytes);
      for (let i = 0; i < length; i++) {
        const changed = Buffer.from(bytes);
        changed[i]! ^= 1 << (i % 8);
        expect(matches(memo, changed)).toBe(false);
      }
      expect(matches(memo, bytes)).toBe(true);
    }
  });

  it('does not take part of a head for the whole', () => {
    const memo = new HeadMemo();
    const bytes = head('HTTP/1.1 200 OK\r\n\r\n');
    remember(memo, bytes);
    expect(memo.matches(bytes, 0, bytes.length - 1)).toBe(false);
    expect(memo.matches(bytes, 1, bytes.length)).toBe(false);
  });

  it.each([
    [
      'a NUL, because eight of them look like minus zero',
      'HTTP/1.1 200 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n',
    ],
    [
      'a byte above 0x7f, because eight of them may be no number',
      'HTTP/1.1 200 \xff\xff\xff\xff\xff\xff\xff\xff\r\n\r\n',
    ],
    ['more than its capacity', `HTTP/1.1 200 ${'x'.repeat(2048)}\r\n\r\n`],
    ['less than a word', 'HTTP'],
  ])('does not remember %s', (_title, text) => {
    const memo = new HeadMemo();
    remember(memo, head(text));
    expect(matches(memo, head(text))).toBe(false);
  });

  it('soon tries less where heads never repeat, and comes back when they do', () => {
    const memo = new HeadMemo();
    let kept = 0;
    for (let i = 0; i < 10_000; i++) {
      const bytes = head(`HTTP/1.1 200 OK\r\nX: ${i}\r\n\r\n`);
      memo.offer(bytes, 0, bytes.length, { ...facts, contentLength: i });
      if (memo.facts.contentLength === i) kept++;
    }
    expect(kept).toBeGreaterThan(10);
    expect(kept).toBeLessThan(60);
    const same = head('HTTP/1.1 200 OK\r\nX: same\r\n\r\n');
    let offers = 0;
    for (; !matches(memo, same); offers++) remember(memo, same);
    expect(offers).toBeLessThanOrEqual(256);
    const other = head('HTTP/1.1 200 OK\r\nX: the next second\r\n\r\n');
    remember(memo, other);
    expect(matches(memo, other)).toBe(true);
  });
});
