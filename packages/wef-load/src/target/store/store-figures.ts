import { type MetricFamily, single } from '../stats/metrics-text.js';

/** What the store counts. */
export interface StoreFigures {
  readonly pendingBytes: number;
  readonly pendingGenerations: number;
  readonly filesStored: number;
  readonly rowsMade: number;
  readonly bytesStored: number;
  readonly failedUploads: number;
  readonly recoveredBytes: number;
  readonly lostBytes: number;
}

/** The store's figures as metrics. */
export function storeFamilies(figures: StoreFigures): MetricFamily[] {
  return [
    single('wef_buffer_bytes', 'gauge', 'Bytes that wait on disk, spools and files.', figures.pendingBytes),
    single('wef_buffer_generations', 'gauge', 'Flushes that wait on disk.', figures.pendingGenerations),
    single(
      'wef_parquet_rows_total',
      'counter',
      'Rows of the Parquet files that were made.',
      figures.rowsMade,
    ),
    single('wef_stored_files_total', 'counter', 'Parquet files that S3 has confirmed.', figures.filesStored),
    single('wef_stored_bytes_total', 'counter', 'Bytes of those files.', figures.bytesStored),
    single(
      'wef_failed_uploads_total',
      'counter',
      'Uploads that failed and are repeated.',
      figures.failedUploads,
    ),
    single(
      'wef_recovered_bytes',
      'gauge',
      'Bytes that an earlier collector had left.',
      figures.recoveredBytes,
    ),
    single(
      'wef_spool_lost_bytes',
      'gauge',
      'Bytes at ends of spools that are no whole batch.',
      figures.lostBytes,
    ),
  ];
}
