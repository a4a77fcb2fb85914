import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StorePlace } from '../store/open-store.js';

/** What a bucket holds: its keys, and the rows of its Parquet files as DuckDB, which is nothing of ours, reads them. */
export interface Stored {
  readonly keys: readonly string[];
  /** Sizes of the objects. */
  readonly bytes: readonly number[];
  /** Answers of a query over the table `events`, which has a column `filename` besides. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** Downloads everything that lies below the prefix. */
export async function readStored(place: StorePlace): Promise<Stored> {
  const { endpoint, accessKeyId, secretAccessKey, bucket, prefix } = place;
  const client = new S3Client({
    endpoint: endpoint!,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! },
  });
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-stored-'));
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  const keys = Contents.flatMap(({ Key }) => Key ?? []);
  const files: string[] = [];
  for (const key of keys) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    files.push(join(folder, key.replaceAll('/', '~')));
    await writeFile(files.at(-1)!, await Body!.transformToByteArray());
  }
  client.destroy();
  const connection = await (await DuckDBInstance.create()).connect();
  if (files.length > 0) {
    const list = files.map((file) => `'${file}'`).join();
    await connection.run(
      `CREATE TABLE events AS SELECT * FROM read_parquet([${list}], filename = true, hive_partitioning = false)`,
    );
  }
  return {
    keys,
    bytes: Contents.map(({ Size = 0 }) => Size),
    query: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson() as Record<string, unknown>[];
    },
    close: () => {
      connection.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
