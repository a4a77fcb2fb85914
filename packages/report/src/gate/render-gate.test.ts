import { describe, expect, it } from 'vitest';
import { gateReport, hostileGateReport } from '../testing/gate-fixture.js';
import { displayWidth } from '../text/width.js';
import { renderGate } from './render-gate.js';

describe('renderGate', () => {
  it('gives the verdict, a table of all, then why each that is not met is not', () => {
    const [head = '', table = '', ...reasons] = renderGate(gateReport(), { columns: 100 }).split(/\n\n/);
    expect(head).toBe(
      'the gate failed: 3 of 5 conditions not shown to be met, 1 warning\n  run       results/http/r2\n  baseline  main',
    );
    const rows = table.split('\n').map((row) => row.trim().split(/ {2,}/));
    expect(rows).toEqual([
      ['outcome', 'condition', 'cell', 'measured'],
      ['pass', 'p50<10ms', 'rest', '4.2ms'],
      ['fail', 'p99 <= baseline + 5%', 'rest', '+12 % of the baseline'],
      ['not shown', 'errors<0.1%', 'grpc', '0%'],
      ['no data', 'max<1s', 'grpc', '–'],
      ['(fail)', 'rate>100/s', 'grpc', '90/s'],
    ]);
    const words = reasons.map((reason) => reason.trim().replaceAll(/\s+/g, ' '));
    expect(words.map((reason) => reason.slice(0, 24))).toEqual([
      '✗ p99 <= baseline + 5% (',
      '✗ errors<0.1% (grpc): 0%',
      '✗ max<1s (grpc): nothing',
      '! rate>100/s (grpc): 90/',
    ]);
    expect(words[0]).toMatch(/\+5 % is allowed\. Demanded because: users notice$/);
  });

  it('says what to be careful of, and nothing of a baseline that there is not', () => {
    const warnings = [{ code: 'ENVIRONMENT_DIFFERS', text: 'another CPU' }];
    const text = renderGate(gateReport({ baseline: null, warnings }));
    expect(text).toContain('  ! another CPU [ENVIRONMENT_DIFFERS]\n');
    expect(text).not.toContain('  baseline  ');
  });

  it('colours only when asked: red where it fails, green where it passes, yellow where it warns', () => {
    expect(renderGate(gateReport())).not.toContain('\u001b');
    const color = renderGate(gateReport(), { color: true });
    expect(color.startsWith('\u001b[31mthe gate failed')).toBe(true);
    expect(color).toContain('\u001b[33m(fail)');
    const passed = renderGate(gateReport({ verdict: 'pass', results: [] }), { color: true });
    expect(passed.startsWith('\u001b[32mthe gate passed')).toBe(true);
  });

  it.each([40, 80, 120])('stays within %i columns and harmless, whatever it is given', (columns) => {
    const text = renderGate(hostileGateReport(), { columns });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    for (const row of text.split('\n')) expect(displayWidth(row)).toBeLessThanOrEqual(columns);
  });
});
