import { describe, expect, it } from 'vitest';
import { parseDirective, plainRun } from './directive.js';
import { isExpected } from './expected-output.js';
import { shellExamples } from './shell-examples.js';

const vary = { ...plainRun, numbersVary: true };

describe('a run directive', () => {
  it('reads its options', () => {
    expect(parseDirective('run')).toEqual(plainRun);
    expect(parseDirective('run: numbers vary, exit 0 or 4, needs jq')).toEqual({
      numbersVary: true,
      exitCodes: [0, 4],
      needs: ['jq'],
    });
  });

  it.each([null, 'prettier-ignore', 'running costs', 'run by CI'])('is not "%s"', (comment) => {
    expect(parseDirective(comment)).toBeNull();
  });

  it('refuses an option it does not know', () => {
    expect(() => parseDirective('run: number vary')).toThrow(/unknown option "number vary"/);
  });
});

describe('output', () => {
  it.each([
    ['a word', 'ok 3', 'fine 3', vary],
    ['a number that must not', 'ok 3', 'ok 4', plainRun],
    ['a line too many', 'a\nb', 'a', plainRun],
    ['a line too few', 'a', 'a\nb', plainRun],
    ['a word beside what is left out', 'rate: 3\nlost: 1', '…\nlast: …', plainRun],
    ['a word after what is left out', 'a\nb\nc', 'a\n…\nd', plainRun],
    ['a unit of another kind', '3 ms', '3 requests', vary],
  ])('differs by %s', (_what, actual, expected, directive) => {
    expect(isExpected(actual, expected, directive)).toBe(false);
  });

  it.each([
    ['itself', 'a\nb\n', 'a\nb', plainRun],
    ['its uncoloured form', '\u001b[32mok\u001b[39m \n', 'ok', plainRun],
    ['other numbers and units', 'p99   1,234.5 µs  +3.1 %', 'p99 0.9 ms 12%', vary],
    ['a rule of another width', '-----\nx 1', '--------\nx 10', vary],
    ['itself with lines left out', 'a\nb\nc\nd', 'a\n…\nd', plainRun],
    ['itself with nothing left out', 'a\nd', 'a\n…\nd', plainRun],
    ['itself with a word left out', 'run 2026-x done', 'run … done', plainRun],
  ])('equals %s', (_what, actual, expected, directive) => {
    expect(isExpected(actual, expected, directive)).toBe(true);
  });
});

describe('shell examples', () => {
  it('are the marked blocks, with the output that follows', () => {
    const text = [
      '<!-- run -->\n```sh\npnpm benchwright --version\n```',
      '```text\n0.1.0\n```',
      '```sh\nrm -rf never-run\n```',
      '<!-- run: needs jq -->\n```sh\nnode_modules/.bin/benchwright run | jq .\n```',
    ].join('\n\n');
    expect(shellExamples(text)).toEqual([
      { line: 2, script: 'benchwright --version', expected: '0.1.0', directive: plainRun },
      {
        line: 15,
        script: 'benchwright run | jq .',
        expected: null,
        directive: { ...plainRun, needs: ['jq'] },
      },
    ]);
  });

  it('come one by one from a console block', () => {
    const text =
      '<!-- run -->\n```console\n$ npx -y pnpm@10 benchwright a \\\n>   -b\nsaid a\n$ ls; pnpm benchwright c\n```';
    expect(shellExamples(text)).toEqual([
      { line: 3, script: 'benchwright a \\\n  -b', expected: 'said a', directive: plainRun },
      { line: 6, script: 'ls; benchwright c', expected: null, directive: plainRun },
    ]);
  });

  it('refuse a console block that begins with output', () => {
    expect(() => shellExamples('<!-- run -->\n```console\nsaid a\n```')).toThrow(/begins with a "\$ " line/);
  });
});
