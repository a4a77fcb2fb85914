import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { csvRow, openCsvFile } from './csv-file.js';

const folders: string[] = [];
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-csv-'));
  folders.push(folder);
  return join(folder, 'deep', 'metrics.csv');
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const COLUMNS = ['timestamp', 'rps'];

async function appended(file: string, ...rows: (string | number | null)[][]): Promise<void> {
  const csv = await openCsvFile(file, COLUMNS);
  for (const row of rows) await csv.append(row);
  await csv.close();
}

describe('a CSV that grows', () => {
  test('gets its header once', async () => {
    const file = newFile();
    await appended(file, ['a', 1]);
    await appended(file, ['b', null], ['c', Number.NaN]);
    expect(readFileSync(file, 'utf8')).toBe('timestamp,rps\na,1\nb,\nc,\n');
  });

  test('ends a line that a crash tore', async () => {
    const file = newFile();
    await appended(file, ['a', 1]);
    appendFileSync(file, 'b,2');
    await appended(file, ['c', 3]);
    expect(readFileSync(file, 'utf8')).toBe('timestamp,rps\na,1\nb,2\nc,3\n');
  });

  test.each([
    ['of other columns', 'day,requests\n1,2\n', /:1: its columns are 'day,requests', not 'timestamp,rps'/],
    ['without a header', '20261121-010203,4\n', /:1: it has no header and begins with data/],
  ])('%s is refused and left as it is', async (_what, content, message) => {
    const file = newFile();
    await appended(file);
    writeFileSync(file, content);
    await expect(openCsvFile(file, COLUMNS)).rejects.toMatchObject({
      code: 'ERR_CSV_FORM',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('name another file'),
    });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('a folder is no file', async () => {
    const file = newFile();
    await appended(file);
    await expect(openCsvFile(join(file, '..'), COLUMNS)).rejects.toMatchObject({ code: 'ERR_NOT_WRITABLE' });
  });

  test('text that a spreadsheet would run is text', () => {
    expect(csvRow(['=1+1', 'a,b', 'say "x"', -5])).toBe('\'=1+1,"a,b","say ""x""",-5\n');
  });
});
