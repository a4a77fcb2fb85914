import type { S3Destination } from '../collector-options.js';

/** Where the upload thread sends files. */
export interface UploadTarget extends S3Destination {
  readonly bucket: string;
}

/** A file to upload. */
export interface UploadTask {
  readonly generation: number;
  readonly path: string;
  readonly key: string;
  /** Tells this file from any other that has its key. */
  readonly id: string;
  readonly bytes: number;
}

/** What became of it: it is in the bucket; or it could not be sent, and will be tried again. */
export type UploadAnswer =
  | { readonly kind: 'stored'; readonly generation: number; readonly bytes: number }
  | { readonly kind: 'failed'; readonly reason: string };
