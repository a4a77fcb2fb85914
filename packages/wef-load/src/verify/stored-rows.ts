import type { DuckDBConnection, DuckDBInstance, JS } from '@duckdb/node-api';
import { type IdRanges, normalizeRanges } from '../ledger/id-ranges.js';
import { type ContentCheck, strangeContents } from './content-check.js';
import { type ParquetColumn, readableColumns, schemaProblem } from './parquet-columns.js';
import type { Partition } from './partition-path.js';
import {
  ARRIVAL_DELAYS,
  badContentsStatement,
  CREATE_TABLES,
  contentsStatement,
  DUE_TIMES,
  DUPLICATED_RANGES,
  describeStatement,
  type FileToRead,
  forgetStatements,
  ID_RANGES,
  insertStatement,
  lateStatement,
  outOfOrderStatement,
  ROW_COUNT,
  type RowLimits,
  SUSPICIOUS_RANGES,
  stragglersStatement,
  strangeRowsStatement,
  summaryStatement,
} from './row-statements.js';
import type { Identity } from './stored-report.js';

/** What reading one file found, besides the rows that are now in the tables. */
export interface FileContent {
  readonly identity: Identity;
  readonly rows: number;
  /** Rows of this run. */
  readonly ours: number;
  readonly unidentified: number;
  /** Rows of this run that do not belong where the path says. */
  readonly misplaced: number;
  readonly outOfOrder: number;
}

/** Why the content of a file cannot be used. */
export interface UnusableFile {
  readonly why: 'unreadable' | 'schema';
  readonly text: string;
}

export interface StoredRowsOptions {
  /** For what does not fit into memory. */
  readonly folder: string;
  readonly runTag: string;
  readonly limits: RowLimits;
  readonly isSent: ContentCheck | null;
}

/** Bounds the database's memory; what exceeds it goes to disk. Five million rows take about 250 MB. */
const MEMORY_LIMIT = '512MB';

/** As many contents that were never sent are named in one statement. */
const CONTENTS_AT_ONCE = 500;

/**
 * The rows of one run, read from Parquet files by DuckDB: a reader that shares no code with the collector that wrote them. Five million rows
 * in fifty files are read and judged in about fifteen seconds on two cores, contents included.
 */
export class StoredRows {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #options: StoredRowsOptions;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: StoredRowsOptions) {
    this.#instance = instance;
    this.#connection = connection;
    this.#options = options;
  }

  /** DuckDB is loaded here, and not where this module is imported: its binding takes 30 ms and 60 MB. */
  static async open(options: StoredRowsOptions): Promise<StoredRows> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY_LIMIT,
      temp_directory: options.folder,
      // Nothing may be fetched from anywhere; JSON and Parquet are built in.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const rows = new StoredRows(instance, connection, options);
    await connection.run("SET TimeZone = 'UTC'");
    for (const statement of CREATE_TABLES) await connection.run(statement);
    return rows;
  }

  /** Takes in the rows of a file under a number of its own. A file that cannot be used leaves no row behind. */
  async read(path: string, file: number, partition: Partition | null): Promise<FileContent | UnusableFile> {
    try {
      const columns = await this.#columns(path);
      const problem = schemaProblem(columns);
      if (problem !== null) return { why: 'schema', text: problem };
      const readable = readableColumns(columns);
      return await this.#take({ path, file, columns: readable, runTag: this.#options.runTag }, partition);
    } catch (error) {
      await this.forget(file);
      return { why: 'unreadable', text: firstLineOf(error) };
    }
  }

  /** Takes the rows of a file out again. */
  async forget(file: number): Promise<void> {
    for (const statement of forgetStatements(file)) await this.#connection.run(statement);
  }

  /** Rows with a record id, repeated ones included. */
  async count(): Promise<number> {
    const [[count] = []] = await this.#rows(ROW_COUNT);
    return Number(count);
  }

  ids(): Promise<IdRanges> {
    return this.#ranges(ID_RANGES);
  }

  duplicated(): Promise<IdRanges> {
    return this.#ranges(DUPLICATED_RANGES);
  }

  /** Ids of rows with a content, a due time or an event id that was never sent. */
  suspicious(): Promise<IdRanges> {
    return this.#ranges(SUSPICIOUS_RANGES);
  }

  /** Ids that the collector received more than `apartMs` after the first of their batch. */
  stragglers(apartMs: number): Promise<IdRanges> {
    return this.#ranges(stragglersStatement(Math.round(apartMs * 1000)));
  }

  /** Ids in a file that were due before a time, in milliseconds since the epoch. */
  dueBefore(file: number, timeMs: number): Promise<IdRanges> {
    return this.#ranges(lateStatement(file, Math.floor(timeMs * 1000)));
  }

  /** How many events of which file were due when; a batch is one entry. */
  async eachDueTime(visit: (file: number, dueMs: number, events: number) => void): Promise<void> {
    await this.#each(DUE_TIMES, ([file, dueUs, events]) =>
      visit(Number(file), Number(dueUs) / 1000, Number(events)),
    );
  }

  /** How many events were received how long after they were due. */
  async eachArrivalDelay(visit: (delayMs: number, events: number) => void): Promise<void> {
    await this.#each(ARRIVAL_DELAYS, ([delayUs, events]) => visit(Number(delayUs) / 1000, Number(events)));
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #columns(path: string): Promise<ParquetColumn[]> {
    const rows = await this.#rows(describeStatement(path));
    return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
  }

  async #take(source: FileToRead, partition: Partition | null): Promise<FileContent> {
    const [[rows, ours, unidentified, misplaced] = []] = await this.#rows(
      summaryStatement(source, partition),
    );
    const outOfOrder = Number(ours) === 0 ? 0 : await this.#takeOurs(source);
    return {
      identity: Number(ours) > 0 && ours === unidentified ? 'none' : source.columns.identity,
      rows: Number(rows),
      ours: Number(ours),
      unidentified: Number(unidentified),
      misplaced: Number(misplaced),
      outOfOrder,
    };
  }

  async #takeOurs(source: FileToRead): Promise<number> {
    const { limits, isSent } = this.#options;
    await this.#connection.run(insertStatement(source));
    await this.#connection.run(strangeRowsStatement(source, limits));
    if (isSent !== null) await this.#markContents(source, isSent);
    const [[outOfOrder] = []] = await this.#rows(outOfOrderStatement(source));
    return Number(outOfOrder);
  }

  async #markContents(source: FileToRead, isSent: ContentCheck): Promise<void> {
    const strange: (readonly [number, string])[] = [];
    await this.#each(contentsStatement(source), ([eventId, data]) => {
      strange.push(...strangeContents(Number(eventId), String(data), isSent));
    });
    for (let from = 0; from < strange.length; from += CONTENTS_AT_ONCE) {
      const some = strange.slice(from, from + CONTENTS_AT_ONCE);
      await this.#connection.run(badContentsStatement(source, some));
    }
  }

  async #ranges(statement: string): Promise<IdRanges> {
    const ranges: [number, number][] = [];
    await this.#each(statement, ([first, last]) => ranges.push([Number(first), Number(last)]));
    return normalizeRanges(ranges);
  }

  async #rows(statement: string): Promise<JS[][]> {
    return (await this.#connection.runAndReadAll(statement)).getRowsJS();
  }

  async #each(statement: string, visit: (row: readonly JS[]) => void): Promise<void> {
    const result = await this.#connection.stream(statement);
    for await (const rows of result.yieldRowsJs()) for (const row of rows) visit(row);
  }
}

/** DuckDB's messages go on with the statement, and name the temporary file: neither is of use to anybody here. */
function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]!.replaceAll(/(["'])\/[^"']*\1/g, 'the file');
}
