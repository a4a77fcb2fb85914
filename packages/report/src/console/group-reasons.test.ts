import type { ValidityReason } from '@benchwright/result-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resultFixture } from '../testing/fixtures.js';
import { groupReasons } from './group-reasons.js';
import { renderConsole } from './render-console.js';

const cellsNamed = (...ids: string[]) => ids.map((id) => ({ id }));

const disagree = (cell: string, share: number, extra: Partial<ValidityReason> = {}): ValidityReason => ({
  code: 'TRIALS_DISAGREE',
  verdict: 'suspect',
  text: `${cell}: p50 response time scatters by ${share} % (limit 10 %)`,
  hint: 'run more trials',
  ...extra,
});

describe('groupReasons', () => {
  test('one line tells the figures of every cell, and once what they share', () => {
    const reasons = [disagree('verify', 24), disagree('enroll', 33.5), disagree('generate', 13)];
    const groups = groupReasons(reasons, cellsNamed('verify', 'enroll', 'generate'));
    expect(groups).toEqual([
      {
        ...reasons[0],
        text: 'verify / enroll / generate: p50 response time scatters by 24 / 33.5 / 13 % (limit 10 %)',
        told: reasons,
      },
    ]);
  });

  test('other words, another verdict and the digits of a name are not figures', () => {
    const reasons = [
      disagree('a', 24),
      disagree('b', 24, { text: 'b: p99 response time scatters by 24 % (limit 10 %)' }),
      disagree('c', 24, { verdict: 'invalid' }),
      disagree('d', 24, { text: 'p50 response time scatters by 24 % (limit 10 %)' }),
    ];
    const groups = groupReasons(reasons, cellsNamed('a', 'b', 'c', 'd'));
    expect(groups.map(({ text }) => text).sort()).toEqual(reasons.map(({ text }) => text).sort());
  });

  test('a hint is given once for reasons of one code that follow each other', () => {
    const reasons = [
      disagree('a', 24),
      { ...disagree('b', 9), code: 'CPU_STEAL' },
      disagree('c', 24, { text: 'c: p99 response time scatters by 24 % (limit 10 %)' }),
    ];
    const groups = groupReasons(reasons, cellsNamed('a', 'b', 'c'));
    expect(groups.map(({ code, hint }) => [code, hint])).toEqual([
      ['TRIALS_DISAGREE', ''],
      ['TRIALS_DISAGREE', 'run more trials'],
      ['CPU_STEAL', 'run more trials'],
    ]);
  });

  test('cells beyond four are counted, and an id that begins like another is its own', () => {
    const ids = ['a', 'a: b', 'c', 'd', 'e', 'f'];
    const [group, ...none] = groupReasons(
      ids.map((id, i) => disagree(id, i + 20)),
      cellsNamed(...ids),
    );
    expect(none).toEqual([]);
    expect(group?.text).toBe(
      'a / a: b / c / d and 2 more: p50 response time scatters by 20 / 21 / 22 / 23 % (limit 10 %)',
    );
    expect(group?.told).toHaveLength(4);
  });

  test('no reason is lost: each is told, or counted in the line of its kind', () => {
    const reason = fc.record({
      cell: fc.constantFrom('a', 'ab', 'a: b', ''),
      share: fc.nat(99),
      code: fc.constantFrom('X', 'Y'),
      verdict: fc.constantFrom('suspect' as const, 'invalid' as const),
    });
    fc.assert(
      fc.property(fc.array(reason, { maxLength: 30 }), (drawn) => {
        const reasons = drawn.map(({ cell, share, code, verdict }) => {
          const text = `${cell === '' ? '' : `${cell}: `}${share} % of trial ${share % 3}`;
          return { code, verdict, text, hint: '' };
        });
        const groups = groupReasons(reasons, cellsNamed('a', 'ab', 'a: b'));
        const counted = groups.map(
          ({ told, text }) => told.length + Number(/ and (\d+) more: /.exec(text)?.[1] ?? 0),
        );
        expect(counted.reduce((sum, n) => sum + n, 0)).toBe(reasons.length);
        for (const { told } of groups) for (const one of told) expect(reasons).toContain(one);
      }),
    );
  });
});

test('in the console, what the head only counts stands with its cell', () => {
  const result = resultFixture('two-cells');
  const ids = ['one', 'two', 'three', 'four', 'five'];
  const cells = ids.map((id, i) => {
    const { text, ...rest } = disagree(id, 20 + i);
    const reasons = [{ ...rest, text: text.slice(id.length + 2) }];
    return { ...result.cells[0]!, id, validity: { verdict: 'suspect' as const, reasons } };
  });
  const validity = { verdict: 'suspect' as const, reasons: ids.map((id, i) => disagree(id, 20 + i)) };
  const text = renderConsole({ ...result, cells, validity }, { columns: 200 });
  expect(text.match(/TRIALS_DISAGREE/g)).toHaveLength(2);
  expect(text).toContain(
    'one / two / three / four and 1 more: p50 response time scatters by 20 / 21 / 22 / 23 %',
  );
  expect(text).toMatch(/^ {2}suspect {2}p50 response time scatters by 24 %/m);
});
