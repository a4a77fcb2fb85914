import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { PartitionRows } from './partition-rows.js';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const timestamp = (name: string): SchemaElement => ({
  name,
  type: 'INT64',
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  repetition_type: 'REQUIRED',
});
const text = (name: string, repetition_type: 'REQUIRED' | 'OPTIONAL'): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type,
});

/** The first five columns are the original server's; the others tell which event a row is, and when it came. */
const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 7 },
  { name: 'event_id', type: 'INT32', repetition_type: 'REQUIRED' },
  timestamp('timestamp'),
  text('source_host', 'REQUIRED'),
  text('subscription_id', 'OPTIONAL'),
  text('event_data', 'REQUIRED'),
  { name: 'record_id', type: 'INT64', repetition_type: 'REQUIRED' },
  timestamp('received_at'),
];

/** Level 1: level 6 takes three times as long for a file that is a sixth smaller. */
const gzip = (input: Uint8Array): Uint8Array =>
  gzipSync(input, { level: constants.Z_BEST_SPEED, chunkSize: 262_144 });

/** A Parquet file that is made row group by row group. */
export class PartitionFile {
  readonly path: string;
  readonly eventId: number;
  readonly #writer: ReturnType<typeof fileWriter>;
  readonly #parquet: ParquetWriter;
  #rows = 0;

  constructor(path: string, eventId: number) {
    this.path = path;
    this.eventId = eventId;
    this.#writer = fileWriter(path);
    this.#parquet = new ParquetWriter({
      writer: this.#writer,
      schema: SCHEMA,
      codec: 'GZIP',
      compressors: { GZIP: gzip },
      createdBy: 'benchwright wef collector',
    });
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes so far, without the footer. */
  get bytes(): number {
    return this.#writer.offset;
  }

  /** Writes one row group. */
  write(rows: PartitionRows): void {
    const { count } = rows;
    const columns = rows.columns();
    this.#parquet.write({
      rowGroupSize: count,
      columnData: [
        { name: 'event_id', data: new Int32Array(count).fill(this.eventId) },
        { name: 'timestamp', data: columns.timestampUs },
        { name: 'source_host', data: [...columns.sourceHost] },
        { name: 'subscription_id', data: [...columns.subscriptionId] },
        // Every text is another: neither a dictionary nor its bounds would be of use.
        { name: 'event_data', data: [...columns.eventData], encoding: 'PLAIN', statistics: false },
        { name: 'record_id', data: columns.recordId, encoding: 'PLAIN' },
        { name: 'received_at', data: columns.receivedAtUs },
      ],
    });
    this.#rows += count;
  }

  /** Writes the footer, with `fsync` to the disk itself. Returns the size of the file. */
  finish(fsync: boolean): number {
    this.#parquet.finish();
    if (fsync) {
      const fd = openSync(this.path, 'r');
      fsyncSync(fd);
      closeSync(fd);
    }
    return statSync(this.path).size;
  }
}
