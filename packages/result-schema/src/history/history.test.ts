import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyRecordSchema } from '../schema/history.js';
import { runResultArbitrary } from '../testing/run-result-arbitrary.js';
import { sampleHistoryCell, sampleNote } from '../testing/sample-history.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { configKey } from './config-key.js';
import { parseHistoryLines } from './fold-history.js';
import { historyCells } from './history-cells.js';
import { appendHistory, historyText, readHistory } from './history-file.js';

const folder = temporaryFolder();

describe('what a result leaves in the history', () => {
  test('any result gives a valid record for each cell, the same each time, and reads back', () => {
    fc.assert(
      fc.property(runResultArbitrary, (result) => {
        const cells = historyCells(result);
        expect(cells.map(({ cell }) => cell)).toEqual(result.cells.map(({ id }) => id));
        for (const cell of cells) expect(historyRecordSchema.safeParse(cell).success).toBe(true);
        expect(historyText(cells)).toBe(historyText(historyCells(structuredClone(result))));
        const read = parseHistoryLines(historyText(cells));
        expect(read.problems).toEqual([]);
        expect(read.cells).toHaveLength(new Set(result.cells.map(({ id }) => id)).size);
      }),
      { numRuns: 50 },
    );
  });

  test('an invalid run spoils its cells only where no cell is to blame', () => {
    const [result] = fc
      .sample(runResultArbitrary, { seed: 1, numRuns: 200 })
      .filter(({ cells }) => cells.length > 1);
    const reason = { code: 'BROKEN', verdict: 'invalid' as const, text: '', hint: '' };
    const valid = { verdict: 'valid' as const, reasons: [] };
    const invalid = { verdict: 'invalid' as const, reasons: [reason] };
    const cells = result!.cells.map((cell, i) => ({ ...cell, validity: i === 0 ? invalid : valid }));
    const verdicts = (of: typeof cells): string[] =>
      historyCells({ ...result!, cells: of, validity: invalid }).map(({ verdict }) => verdict);
    expect(verdicts(cells).slice(0, 2)).toEqual(['invalid', 'valid']);
    expect(new Set(verdicts(cells.map((cell) => ({ ...cell, validity: valid }))))).toEqual(
      new Set(['invalid']),
    );
  });

  test('a limit makes another figure of a search only', () => {
    const key = (load: unknown, slo: string[]): string => configKey({ load, slo });
    expect(key({ model: 'closed' }, ['p99 < 1ms'])).toBe(key({ model: 'closed' }, []));
    expect(key({ model: 'search' }, ['p99 < 1ms'])).not.toBe(key({ model: 'search' }, ['p99 < 2ms']));
  });

  test('settings have one key in any order, whatever the number of trials', () => {
    const key = configKey({ url: 'http://127.0.0.1:1/', load: { rate: 5, n: [1, 2] }, trials: 3 });
    expect(configKey({ trials: 9, load: { n: [1, 2], rate: 5 }, url: 'http://127.0.0.1:1/' })).toBe(key);
    expect(configKey({ url: 'http://127.0.0.1:1/', load: { rate: 5, n: [2, 1] } })).not.toBe(key);
    expect(configKey({ url: 'http://127.0.0.1:1/', load: { rate: 6, n: [1, 2] } })).not.toBe(key);
  });
});

describe('the file', () => {
  test('is made with its folder, grows line by line and reads back in order of time', async () => {
    const file = folder.path('deep', 'er', 'history.ndjson');
    expect((await readHistory(file)).cells).toEqual([]);
    const later = sampleHistoryCell({ run: 'b', startedAt: '2026-11-22T00:00:00.000Z' });
    const earlier = sampleHistoryCell({ run: 'a' });
    await appendHistory(file, [later, sampleNote]);
    await appendHistory(file, []);
    await appendHistory(file, [earlier]);
    const read = await readHistory(file);
    expect(read).toEqual({ cells: [earlier, later], notes: [sampleNote], acceptances: [], problems: [] });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  test('damaged lines are named and skipped, and a torn one does not take the next with it', async () => {
    const file = folder.path('torn.ndjson');
    const newer = { ...sampleHistoryCell({ run: 'z' }), v: 2 };
    const extended = { ...sampleHistoryCell({ run: 'e' }), weather: 'fine' };
    writeFileSync(
      file,
      [
        '<<<<<<< HEAD',
        JSON.stringify(newer),
        JSON.stringify(extended),
        '{"type":"cell","v":1}',
        '[]',
        '{"type":"cell","v":1,"ru',
      ].join('\n'),
    );
    await appendHistory(file, [sampleNote]);
    const { cells, notes, problems } = await readHistory(file);
    expect(cells.map(({ run }) => run)).toEqual(['e']);
    expect(notes).toEqual([sampleNote]);
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(problems.map(({ message }) => message).join('\n')).toMatch(
      /not JSON.*version 2.*weather.*not a valid 'cell'/s,
    );
    expect(parseHistoryLines(readFileSync(file, 'utf8'))).toEqual({
      cells,
      notes,
      acceptances: [],
      problems,
    });
  });

  test('the last line of a run and cell counts', () => {
    const [old, again] = [sampleHistoryCell(), sampleHistoryCell({ verdict: 'suspect', reasons: ['NOISY'] })];
    expect(parseHistoryLines(historyText([old, again])).cells).toEqual([again]);
  });

  test('a record that is none is not written', async () => {
    const file = folder.path('never.ndjson');
    const wrong = { ...sampleNote, at: 'yesterday' };
    await expect(appendHistory(file, [wrong])).rejects.toThrow();
    expect(existsSync(file)).toBe(false);
  });

  test('a folder in its place is named', async () => {
    await expect(appendHistory(folder.path(), [sampleNote])).rejects.toMatchObject({
      code: 'ERR_IS_A_FOLDER',
    });
    await expect(readHistory(folder.path())).rejects.toMatchObject({ code: 'ERR_IS_A_FOLDER' });
  });

  test('appends at once, each through a file opened for itself, do not mix', async () => {
    const file = folder.path('shared.ndjson');
    const cellsOf = (run: number) =>
      Array.from({ length: 20 }, (_, cell) =>
        sampleHistoryCell({ run: `r${run}`, cell: `c${cell}`, reasons: ['x'.repeat(3000)] }),
      );
    await Promise.all(Array.from({ length: 60 }, (_, run) => appendHistory(file, cellsOf(run))));
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
    const read = rows.map((row) => JSON.parse(row) as { run: string; cell: string });
    expect(new Set(read.map(({ run }) => run)).size).toBe(60);
    for (let at = 0; at < read.length; at += 20) {
      const { run } = read[at]!;
      expect(read.slice(at, at + 20).map((row) => `${row.run} ${row.cell}`)).toEqual(
        Array.from({ length: 20 }, (_, cell) => `${run} c${cell}`),
      );
    }
    expect(read).toHaveLength(60 * 20);
  });
});
