import { runResultSchema } from '@benchwright/result-schema';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderCsv } from '../csv/render-csv.js';
import { renderJson } from '../json/render-json.js';
import { anyResult } from '../testing/arbitrary-result.js';
import { renderConsole } from './render-console.js';

const columns = fc.integer({ min: 1, max: 200 });
// A whole page per run: fewer runs than the default hundred keep this under a few seconds on a busy machine.
const runs = { numRuns: 40 };

test('the generator makes what the schema allows', () => {
  fc.assert(
    fc.property(anyResult, (result) => runResultSchema.safeParse(result).success),
    runs,
  );
});

test('no line is wider than the terminal', () => {
  fc.assert(
    fc.property(anyResult, columns, (result, width) => {
      const widest = Math.max(
        ...renderConsole(result, { columns: width })
          .split('\n')
          .map((l) => stringWidth(l)),
      );
      expect(widest).toBeLessThanOrEqual(width);
    }),
    runs,
  );
});

test('nothing that came from elsewhere acts on the terminal', () => {
  fc.assert(
    fc.property(anyResult, columns, (result, width) => {
      expect(renderConsole(result, { columns: width }).replaceAll('\n', '')).not.toMatch(
        /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u,
      );
    }),
    runs,
  );
});

test('colour changes nothing but colour', () => {
  fc.assert(
    fc.property(anyResult, columns, (result, width) => {
      const coloured = renderConsole(result, { columns: width, color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the colour codes are what is looked for
      expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderConsole(result, { columns: width }));
    }),
    runs,
  );
});

test('JSON is the result, CSV has a row per metric', () => {
  fc.assert(
    fc.property(anyResult, (result) => {
      expect(JSON.parse(renderJson(result))).toEqual(JSON.parse(JSON.stringify(result)));
      const rows = result.cells.reduce((sum, cell) => sum + Object.keys(cell.metrics).length, 0);
      expect(csvRows(renderCsv(result))).toBe(1 + rows);
    }),
    runs,
  );
});

/** Records of an RFC 4180 text: line breaks outside quotes. */
function csvRows(csv: string): number {
  return csv.replaceAll(/"(?:[^"]|"")*"/g, 'q').split('\r\n').length - 1;
}
