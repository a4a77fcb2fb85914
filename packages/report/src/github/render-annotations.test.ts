import { expect, test } from 'vitest';
import { hostileResult, resultFixture, testdataPath } from '../testing/fixtures.js';
import { renderGithubAnnotations } from './render-annotations.js';

test.each(['two-cells', 'invalid-interrupted'])('annotations of %s stay as they were', async (name) => {
  const text = renderGithubAnnotations(resultFixture(name));
  await expect(text).toMatchFileSnapshot(testdataPath(`${name}.annotations.txt`));
});

test('every line is one command, errors first, whatever a server said', () => {
  const lines = renderGithubAnnotations(hostileResult()).trimEnd().split('\n');
  expect(lines.map((line) => /^::(error|warning|notice) title=[^:,]*::[^\r]*$/.exec(line)?.[1])).toEqual([
    'error',
    'warning',
    'notice',
  ]);
});

test('the runner decodes what was written', () => {
  // As actions/runner does it: properties end at the first "::", then %-escapes are undone, %25 last.
  const [, title = '', message = ''] =
    /^::error title=(.*?)::(.*)$/m.exec(
      renderGithubAnnotations({ ...hostileResult(), suite: 'a: b, 100 %' }),
    ) ?? [];
  const decode = (text: string): string =>
    text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0A', '\n').replaceAll('%25', '%');
  expect(decode(title)).toBe('a: b, 100 %: SLO no-data');
  expect(decode(message)).toContain('::error::x %0A |');
});
