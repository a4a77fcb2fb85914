import { readFileSync } from 'node:fs';
import { parseRecordLines, parseRunResult, type RunResult } from '@benchwright/result-schema';
import { type ReportExtras, type ReportInput, reportInputOf } from '../input/report-input.js';

const testdata = new URL('../../testdata/', import.meta.url);

/** The path of a fixture or golden file. */
export function testdataPath(name: string): string {
  return new URL(name, testdata).pathname;
}

export function readTestdata(name: string): string {
  return readFileSync(testdataPath(name), 'utf8');
}

/** A stored result: `two-cells` (made by hand, with failures), `invalid-interrupted`, `real/result` (of a measured run). */
export function resultFixture(name: string): RunResult {
  return parseRunResult(readTestdata(`${name}.json`), `${name}.json`);
}

/** A measured run with its records. */
export function realInput(extras: ReportExtras = {}): ReportInput {
  const { trials } = parseRecordLines(readTestdata('real/run.ndjson'));
  return reportInputOf(resultFixture('real/result'), trials, extras);
}

/** Text that breaks out of whatever does not escape it. */
export const HOSTILE =
  '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'`$ {x}--><!-- ]]> \u202egnp.exe \u2028\u2029 a,b=c; ::error::x %0A | *b* [l](javascript:x) @all \u0007\ud800\ufffe\r\nnext';

/** A result in which every text that a server, a config or a machine may have given is hostile. */
export function hostileResult(): RunResult {
  const result = resultFixture('two-cells');
  const [first, second] = result.cells;
  if (first === undefined || second === undefined) throw new Error('two-cells has two cells');
  const reason = { code: 'X', verdict: 'suspect' as const, text: HOSTILE, hint: HOSTILE };
  return {
    ...result,
    suite: HOSTILE,
    run: { ...result.run, command: ['benchwright', HOSTILE], config: { [HOSTILE]: HOSTILE } },
    environment: {
      ...result.environment,
      hostname: HOSTILE,
      cpu: { ...result.environment.cpu, model: HOSTILE },
    },
    cells: [
      {
        ...first,
        id: HOSTILE,
        factors: { [HOSTILE]: HOSTILE },
        counts: { ...first.counts, errors: { [HOSTILE]: 15 } },
        validity: { verdict: 'suspect', reasons: [reason] },
        metrics: { ...first.metrics, [HOSTILE]: { ...first.metrics.requestsPerSec!, unit: HOSTILE } },
      },
      second,
    ],
    slos: [{ id: HOSTILE, cell: HOSTILE, outcome: 'no-data', text: HOSTILE }],
    validity: { verdict: 'suspect', reasons: [reason] },
  };
}
