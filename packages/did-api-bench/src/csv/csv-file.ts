import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BenchwrightError, FileError, makeFolders } from '@benchwright/result-schema';

/** A CSV that exists already holds something else: nothing was added to it. */
export class CsvFormError extends BenchwrightError {
  constructor(file: string, line: number, problem: string, hint: string) {
    super('ERR_CSV_FORM', `${file}:${line}: ${problem}`, { hint });
  }
}

/** A CSV that grows at its end, row by row. */
export interface CsvFile {
  /** Adds a row, which is on its way to the disk when this resolves. */
  append(values: readonly (string | number | null)[]): Promise<void>;
  close(): Promise<void>;
}

const NEWLINE = 0x0a;
const LONGEST_HEADER = 4096;

/**
 * Opens a CSV for appending, and makes it, with its header, where there is none or it is empty. A last line that a crash tore is ended
 * first, so that rows never run into each other.
 *
 * @throws CsvFormError when the file begins with another header; FileError when it cannot be opened
 */
export async function openCsvFile(file: string, columns: readonly string[]): Promise<CsvFile> {
  await makeFolders(dirname(file));
  const handle = await open(file, 'a+').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FileError('ERR_NOT_WRITABLE', file, `cannot append to ${file}: ${why}`, {
      hint: 'name another file',
      cause,
    });
  });
  try {
    const { size } = await handle.stat();
    if (size === 0) await handle.write(`${columns.join(',')}\n`);
    else {
      checkHeader(file, await firstLine(handle), columns);
      if (await isTorn(handle, size)) await handle.write('\n');
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    append: async (values) => {
      await handle.write(csvRow(values));
    },
    close: () => handle.close(),
  };
}

/** A row of RFC 4180, ended by a line feed; null and what is no finite number are empty fields. Pure. */
export function csvRow(values: readonly (string | number | null)[]): string {
  return `${values.map(field).join(',')}\n`;
}

// A spreadsheet runs text that begins so as a formula (OWASP, "CSV injection"), and names may come from a server.
const FORMULA = /^[=+\-@\t\r]/;

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function checkHeader(file: string, header: string, columns: readonly string[]): void {
  const expected = columns.join(',');
  if (header === expected) return;
  const isData = /^\d/.test(header);
  throw new CsvFormError(
    file,
    1,
    isData
      ? `it has no header and begins with data: '${header.slice(0, 60)}'`
      : `its columns are '${header.slice(0, 200)}', not '${expected}'`,
    'name another file, or move this one away: rows of two kinds in one file could not be read again',
  );
}

async function firstLine(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
  return (buffer.subarray(0, bytesRead).toString('utf8').split('\n')[0] ?? '').replace(/\r$/, '');
}

async function isTorn(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}
