import type { ReadableColumns } from './parquet-columns.js';
import type { Partition } from './partition-path.js';

/** The rows of this run, as small as can be: 36 bytes each, and the database writes to disk what exceeds its memory. */
export const CREATE_TABLES = [
  'CREATE TABLE stored (record_id BIGINT, file INTEGER, due_us BIGINT, arrival_us BIGINT, host UBIGINT)',
  'CREATE TABLE suspicious (record_id BIGINT, file INTEGER)',
] as const;

/** One file of events, and whose rows to look for. */
export interface FileToRead {
  readonly path: string;
  /** Its number in the tables. */
  readonly file: number;
  readonly columns: ReadableColumns;
  readonly runTag: string;
}

/** What may be in a row of this run. */
export interface RowLimits {
  /** Due times of the run, in microseconds since the epoch. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Null: any. */
  readonly eventTypes: readonly number[] | null;
}

/** `source_host LIKE '%.<tag>.wef.test'`: the condition that makes a row one of this run. */
function isOurs(runTag: string): string {
  return `ends_with(source_host, ${quoted(`.${runTag}.wef.test`)})`;
}

export function describeStatement(path: string): string {
  return `DESCRIBE SELECT * FROM ${parquet(path)}`;
}

/** Copies the rows of this run into `stored`. */
export function insertStatement({ path, file, columns, runTag }: FileToRead): string {
  const { id, dueUs, arrivalUs } = columns;
  return `INSERT INTO stored SELECT ${id}, ${file}, ${dueUs}, ${arrivalUs}, hash(source_host)
    FROM ${parquet(path)} WHERE ${isOurs(runTag)}`;
}

/** Counts what the tables do not keep: all rows, those of this run, those without an id, those in the wrong partition. */
export function summaryStatement(source: FileToRead, partition: Partition | null): string {
  const { path, columns, runTag } = source;
  const misplaced =
    partition === null
      ? 'ours'
      : `ours AND (event_id <> ${partition.eventType} OR (strftime(make_timestamp(due_us), '%Y-%m-%d') <> '${partition.day}'
          AND coalesce(strftime(make_timestamp(arrival_us), '%Y-%m-%d'), '') <> '${partition.day}'))`;
  return `SELECT count(*)::DOUBLE, (count(*) FILTER (ours))::DOUBLE, (count(*) FILTER (ours AND id IS NULL))::DOUBLE,
      (count(*) FILTER (${misplaced}))::DOUBLE
    FROM (SELECT ${isOurs(runTag)} AS ours, event_id, ${columns.id} AS id, ${columns.dueUs} AS due_us,
      ${columns.arrivalUs} AS arrival_us FROM ${parquet(path)})`;
}

/** Marks rows whose time or event id nobody sent. */
export function strangeRowsStatement(
  { path, file, columns, runTag }: FileToRead,
  { fromUs, toUs, eventTypes }: RowLimits,
): string {
  const strangeType = eventTypes === null ? 'FALSE' : `event_id NOT IN (${eventTypes.join(', ')})`;
  return `INSERT INTO suspicious SELECT ${columns.id}, ${file} FROM ${parquet(path)}
    WHERE ${isOurs(runTag)} AND (${columns.dueUs} NOT BETWEEN ${fromUs} AND ${toUs} OR ${strangeType})`;
}

/** Without the record id, which makes every content another, a run has as many as were rendered beforehand: a few thousand. */
const CONTENT = `regexp_replace(event_data, '("EventRecordID"\\s*:\\s*"?)\\d+', '\\1' || '0')`;

/** Every different content in a file, with its event id. */
export function contentsStatement({ path, runTag }: FileToRead): string {
  return `SELECT DISTINCT event_id::DOUBLE, ${CONTENT} FROM ${parquet(path)} WHERE ${isOurs(runTag)}`;
}

/** Marks the rows with these contents. */
export function badContentsStatement(
  { path, file, columns, runTag }: FileToRead,
  contents: readonly (readonly [eventId: number, eventData: string])[],
): string {
  const list = contents.map(([eventId, data]) => `(${eventId}, ${quoted(data)})`).join(', ');
  return `INSERT INTO suspicious SELECT ${columns.id}, ${file} FROM ${parquet(path)}
    WHERE ${isOurs(runTag)} AND (event_id, ${CONTENT}) IN (${list})`;
}

/** Rows of this run that come after a later event of their machine in the same file. */
export function outOfOrderStatement({ path, columns, runTag }: FileToRead): string {
  return `SELECT (count(*) FILTER (id < latest))::DOUBLE FROM (
    SELECT id, max(id) OVER (PARTITION BY source_host ORDER BY file_row_number
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
    FROM (SELECT ${columns.id} AS id, source_host, file_row_number FROM ${parquet(path, ', file_row_number = true')}
      WHERE ${isOurs(runTag)}))`;
}

export const ROW_COUNT = 'SELECT count(record_id)::DOUBLE FROM stored';

/** Ids as ranges (gaps and islands): consecutive ids share their distance to their rank. */
export const ID_RANGES = islands('SELECT DISTINCT record_id AS id FROM stored WHERE record_id IS NOT NULL');

export const DUPLICATED_RANGES = islands(
  'SELECT record_id AS id FROM stored WHERE record_id IS NOT NULL GROUP BY record_id HAVING count(*) > 1',
);

export const SUSPICIOUS_RANGES = islands(
  'SELECT DISTINCT record_id AS id FROM suspicious WHERE record_id IS NOT NULL',
);

/** Events that were received apart from their batch: one request brings a batch, and its events share a due time and a machine. */
export function stragglersStatement(apartUs: number): string {
  return islands(`SELECT DISTINCT record_id AS id FROM stored
    JOIN (SELECT due_us, host, min(arrival_us) AS first_us FROM stored GROUP BY due_us, host) USING (due_us, host)
    WHERE record_id IS NOT NULL AND arrival_us - first_us > ${apartUs}`);
}

/** Events of one file that became visible later than the limit. */
export function lateStatement(file: number, dueBeforeUs: number): string {
  return islands(
    `SELECT DISTINCT record_id AS id FROM stored WHERE record_id IS NOT NULL AND file = ${file} AND due_us < ${dueBeforeUs}`,
  );
}

export const DUE_TIMES =
  'SELECT file::DOUBLE, due_us::DOUBLE, count(*)::DOUBLE FROM stored WHERE record_id IS NOT NULL GROUP BY ALL';

export const ARRIVAL_DELAYS =
  'SELECT (arrival_us - due_us)::DOUBLE AS delay_us, count(*)::DOUBLE FROM stored WHERE arrival_us IS NOT NULL GROUP BY delay_us';

export function forgetStatements(file: number): string[] {
  return [`DELETE FROM stored WHERE file = ${file}`, `DELETE FROM suspicious WHERE file = ${file}`];
}

function islands(ids: string): string {
  return `SELECT min(id)::DOUBLE, max(id)::DOUBLE
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM (${ids})) GROUP BY island ORDER BY 1`;
}

function parquet(path: string, more = ''): string {
  return `read_parquet(${quoted(path)}, hive_partitioning = false${more})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
