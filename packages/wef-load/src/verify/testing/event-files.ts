import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { S3Server } from '@benchwright/s3-server';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createStoreClient } from '../store-client.js';

/** One row as a collector would store it. */
export interface StoredRow {
  readonly id: number;
  readonly eventId?: number;
  readonly dueMs?: number;
  readonly arrivalMs?: number;
  readonly host?: string;
  readonly data?: string;
}

export const RUN_TAG = '0123abcd';
/** 2026-02-08T10:44:41Z */
export const DUE_MS = Date.UTC(2026, 1, 8, 10, 44, 41);
export const KEY = 'event_type=4624/year=2026/month=02/day=08/events_4624_20260208_104441.parquet';
export const BUCKET = 'wef-events';

export function rowsOf(first: number, last: number, more: Omit<StoredRow, 'id'> = {}): StoredRow[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({ id: first + i, ...more }));
}

export type Column = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

/** The columns of the reference collector. */
export function columnsOf(rows: readonly StoredRow[]): Column[] {
  const micros = (ms: number): bigint => BigInt(Math.round(ms * 1000));
  return [
    { name: 'event_id', data: rows.map(({ eventId = 4624 }) => eventId), type: 'INT32' },
    { name: 'timestamp', data: rows.map(({ dueMs = DUE_MS }) => micros(dueMs)) },
    {
      name: 'source_host',
      data: rows.map(({ host = `ws-00042.${RUN_TAG}.wef.test` }) => host),
      type: 'STRING',
    },
    { name: 'subscription_id', data: rows.map(() => 'seed'), type: 'STRING' },
    { name: 'event_data', data: rows.map(({ data = '{"TargetUserName":"u1"}' }) => data), type: 'STRING' },
    { name: 'record_id', data: rows.map(({ id }) => BigInt(id)), type: 'INT64' },
    {
      name: 'received_at',
      data: rows.map(({ dueMs = DUE_MS, arrivalMs = dueMs + 2 }) => micros(arrivalMs)),
    },
  ];
}

const TIMESTAMP_MICROS = { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' } as const;

/** A Parquet file of these columns, as bytes. */
export function parquetOf(columns: readonly Column[]): Uint8Array {
  const schema = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) =>
      type === undefined
        ? { name, ...TIMESTAMP_MICROS, repetition_type: 'REQUIRED' as const }
        : {
            name,
            ...(type === 'STRING'
              ? { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
              : { type: type as 'INT32' | 'INT64' }),
            repetition_type: 'REQUIRED' as const,
          },
    ),
  ];
  const columnData = columns.map(({ name, data }) => ({ name, data }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema }));
}

export function clientOf({ endpoint, region, credentials }: S3Server): S3Client {
  return createStoreClient({ endpoint, region, ...credentials });
}

export async function put(client: S3Client, key: string, body: Uint8Array): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
}

export async function putRows(client: S3Client, key: string, rows: readonly StoredRow[]): Promise<void> {
  await put(client, key, parquetOf(columnsOf(rows)));
}
