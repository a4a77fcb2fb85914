import { BenchwrightError } from '@benchwright/result-schema';
import { RESULT_COLUMNS, type ResultRow } from './result-row.js';

/** A results file is not what it should be: every problem with its line. */
export class ResultsCsvError extends BenchwrightError {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    const shown = problems.slice(0, MOST_SHOWN).map((problem) => `${file}:${problem}`);
    const more = problems.length - shown.length;
    super('ERR_RESULTS_CSV', [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'), {
      hint: `The file has a header line with ${RESULT_COLUMNS.join(', ')}, as s3 run writes it`,
    });
    this.problems = problems;
  }
}

const MOST_SHOWN = 50;

/**
 * Reads a results file: RFC 4180, columns in any order, further columns left alone, `\n` or `\r\n`, with or without a byte order mark.
 *
 * @throws ResultsCsvError with every problem and its line number
 */
export function readResultRows(file: string, text: string): ResultRow[] {
  const lines = parseCsv(text.replace(/^\uFEFF/, ''));
  const [header, ...body] = lines;
  if (header === undefined) throw new ResultsCsvError(file, ['1: the file is empty']);
  const missing = RESULT_COLUMNS.filter((column) => !header.fields.includes(column));
  if (missing.length > 0) {
    const twice = missing.length === 1 ? 'the column' : 'the columns';
    throw new ResultsCsvError(file, [`${header.line}: ${twice} ${missing.join(', ')} missing`]);
  }
  const problems: string[] = [];
  const rows = body.map((line) => readRow(line, header.fields, problems));
  if (rows.length === 0) problems.push(`${header.line}: there is no row below the header`);
  if (problems.length > 0) throw new ResultsCsvError(file, problems);
  return rows;
}

interface CsvLine {
  readonly line: number;
  readonly fields: readonly string[];
  readonly isOpen: boolean;
}

function readRow(
  { line, fields, isOpen }: CsvLine,
  header: readonly string[],
  problems: string[],
): ResultRow {
  if (isOpen) problems.push(`${line}: a quotation mark is never closed`);
  if (fields.length !== header.length) {
    problems.push(`${line}: has ${fields.length} fields, the header ${header.length}`);
  }
  const field = (column: (typeof RESULT_COLUMNS)[number]): string =>
    fields[header.indexOf(column)]?.trim() ?? '';
  const number = (column: (typeof RESULT_COLUMNS)[number], isWhole: boolean): number => {
    const text = field(column);
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= 0 && (!isWhole || Number.isInteger(value))) return value;
    if (fields.length === header.length) {
      problems.push(
        `${line}: ${column} must be a ${isWhole ? 'whole ' : ''}number of at least 0, got '${text}'`,
      );
    }
    return Number.NaN;
  };
  const workload = field('workload');
  if (workload !== 'events' && workload !== 'batch' && fields.length === header.length) {
    problems.push(`${line}: workload must be events or batch, got '${workload}'`);
  }
  return {
    workload,
    memoryMb: number('memory_mb', true),
    batchOrMultipart: number('batch_or_multipart', true),
    reservedConcurrency: number('reserved_concurrency', true),
    runId: field('run_id'),
    p95Ms: number('p95_ms', false),
    throughputObjPerSec: number('throughput_obj_per_s', false),
    bytesSum: number('bytes_sum', false),
  };
}

/** Lines with their numbers; blank ones are left out. A quoted field may hold commas, quotation marks and line ends. */
function parseCsv(text: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const first = line;
    const fields: string[] = [];
    let isOpen = false;
    for (let ended = false; !ended; ) {
      let field = '';
      if (text[at] === '"') {
        isOpen = true;
        for (at++; at < text.length && isOpen; at++) {
          if (text[at] === '\n') line++;
          if (text[at] !== '"') field += text[at];
          else if (text[at + 1] === '"') field += text[at++];
          else isOpen = false;
        }
      }
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') field += text[at++];
      fields.push(field.replace(/\r$/, ''));
      ended = text[at] !== ',';
      at++;
    }
    line++;
    if (fields.length > 1 || fields[0] !== '') lines.push({ line: first, fields, isOpen });
  }
  return lines;
}
