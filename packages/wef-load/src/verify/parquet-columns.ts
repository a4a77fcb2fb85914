import type { Identity } from './stored-report.js';

/** A column as DuckDB describes it. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** How to read a file of events: SQL expressions over its columns. */
export interface ReadableColumns {
  readonly identity: Identity;
  /** The record id, or NULL. */
  readonly id: string;
  /** Due time, microseconds since the epoch. */
  readonly dueUs: string;
  /** When the collector received it, likewise; NULL where it does not say. */
  readonly arrivalUs: string;
}

const INTEGER = /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/;
const TIMESTAMP = /^TIMESTAMP/;
const TEXT = /^(?:VARCHAR|JSON)$/;

/** The collector's contract: without these a file cannot be one of its. */
const REQUIRED: readonly (readonly [name: string, type: RegExp, wanted: string])[] = [
  ['event_id', INTEGER, 'an integer'],
  ['timestamp', TIMESTAMP, 'a timestamp'],
  ['source_host', TEXT, 'text'],
  ['subscription_id', TEXT, 'text'],
  ['event_data', TEXT, 'text'],
];

/** Finds the record id in event_data, whatever holds it there: JSON keys or XML elements. */
const ID_IN_EVENT_DATA = `TRY_CAST(nullif(regexp_extract(event_data, 'EventRecordID"?\\s*[:>]\\s*"?0*(\\d{1,15})', 1), '') AS BIGINT)`;

/** What is wrong with a file's columns, as one sentence; null when they are as they should be. More columns than those are fine. */
export function schemaProblem(columns: readonly ParquetColumn[]): string | null {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const problems = REQUIRED.flatMap(([name, type, wanted]) => {
    const found = types.get(name);
    if (found === undefined) return [`it has no column ${name}`];
    return type.test(found) ? [] : [`its column ${name} is ${found}, not ${wanted}`];
  });
  return problems.length === 0 ? null : problems.join(', ');
}

/** How to read a file whose {@link schemaProblem} is null. */
export function readableColumns(columns: readonly ParquetColumn[]): ReadableColumns {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const hasId = INTEGER.test(types.get('record_id') ?? '');
  const hasArrival = TIMESTAMP.test(types.get('received_at') ?? '');
  return {
    identity: hasId ? 'record_id' : 'event_data',
    id: hasId ? 'record_id::BIGINT' : ID_IN_EVENT_DATA,
    dueUs: 'epoch_us("timestamp")',
    arrivalUs: hasArrival ? 'epoch_us(received_at)' : 'NULL::BIGINT',
  };
}
