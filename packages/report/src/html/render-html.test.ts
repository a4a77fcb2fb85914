import { describe, expect, test } from 'vitest';
import { reportInputOf } from '../input/report-input.js';
import { HOSTILE, hostileResult, realInput, resultFixture } from '../testing/fixtures.js';
import { fullInput } from '../testing/full-input.js';
import { renderHtml } from './render-html.js';

const headings = (page: string): string[] =>
  [...page.matchAll(/<h2 id="[^"]*">([^<]*)/g)].map(([, title = '']) => title);

describe('the page', () => {
  test('is below 400 kB without data, and asks for nothing', () => {
    const page = renderHtml([reportInputOf({ ...resultFixture('two-cells'), cells: [], comparisons: [] })]);
    expect(page.length).toBeLessThan(400_000);
    expect(page.match(/(?:src|href)="(?!#|data:)[^"]*/g)).toBeNull();
    expect(page.includes("default-src 'none'")).toBe(true);
  });

  test('says first whether it can be trusted, then what was measured', () => {
    const page = renderHtml([realInput()]);
    expect(page.indexOf('SUSPECT')).toBeLessThan(page.indexOf('<h2'));
    expect(headings(page)).toEqual([
      'Cells side by side',
      'Comparisons',
      'Latency distribution',
      'Over time',
      'Errors',
      'Target and generator',
      'How to reproduce',
      'Environment and config',
    ]);
  });

  test('has a part for each thing that only some runs have', () => {
    expect(headings(renderHtml([fullInput()]))).toEqual(
      expect.arrayContaining([
        'Service level objectives',
        'The limit',
        'Where the lines cross',
        'Factors',
        'Cost against latency',
        'Where the time went',
      ]),
    );
  });

  test('shows each metric that a result has', () => {
    const result = resultFixture('two-cells');
    const page = renderHtml([reportInputOf(result)]);
    for (const word of [
      'response time',
      'send lag',
      'payload',
      'TIMEOUT',
      'GRPC_UNAVAILABLE',
      'no measurable difference',
    ]) {
      expect(page.includes(word), word).toBe(true);
    }
  });

  test('is the same for the same input', () => {
    const [once, again] = [renderHtml([realInput()]), renderHtml([realInput()])];
    expect(once === again).toBe(true);
  });

  test('says that runs of different machines compare the machines', () => {
    const other = realInput({ label: 'other' });
    const cpu = { ...other.result.environment.cpu, model: 'another processor' };
    const moved = {
      ...other,
      result: { ...other.result, environment: { ...other.result.environment, cpu } },
    };
    expect(renderHtml([realInput({ label: 'this' }), moved]).includes('measured on different ground')).toBe(
      true,
    );
  });
});

describe('text from elsewhere', () => {
  const page = renderHtml([reportInputOf(hostileResult(), [], { label: HOSTILE })]);

  test('adds no script, element or handler', () => {
    expect(page.match(/<script/g)?.length).toBe(2);
    expect(page.match(/<\/script/g)?.length).toBe(2);
    expect(/<img/.test(page)).toBe(false);
    const tags = page.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, '').replaceAll(/"[^"]*"/g, '""');
    expect(tags.match(/<[^>]*\son\w+=/g)).toBeNull();
  });

  test('hides and turns nothing', () => {
    expect(/[\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(page)).toBe(false);
    expect(page.includes('\\u{202e}gnp.exe')).toBe(true);
  });
});
