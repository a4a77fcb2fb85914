import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTargetProcess, type TargetProcess } from '@benchwright/load-driver';
import { s3Entry } from '../built-modules.js';
import type { CheckedStore } from '../collector-options.js';
import type { UploadTarget } from '../upload/upload-messages.js';
import { EventStore } from './event-store.js';
import { lockFolder } from './folder-lock.js';

/** Where the files go, for who wants to read them. */
export interface StorePlace {
  readonly endpoint: string | null;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
}

/** A store at work. */
export interface OpenStore {
  readonly store: EventStore;
  readonly place: StorePlace;
  /**
   * Flushes, if somebody can still read the files, and ends everything. What could not be uploaded within the time stays in the buffer
   * folder, and the returned text says so.
   */
  close(): Promise<string | undefined>;
}

/** How long the end of a collector may take: who started it as a child kills it after two seconds. */
const CLOSE_WITHIN_MS = 1500;

/** Takes the buffer folder, starts the embedded S3 if that is asked for, and the store. @throws BufferFolderError, TargetStartError */
export async function openStore(options: CheckedStore): Promise<OpenStore> {
  const { bufferPath, bucket, prefix, s3 } = options;
  const folder = bufferPath ?? mkdtempSync(join(tmpdir(), 'benchwright-wef-'));
  mkdirSync(folder, { recursive: true });
  const release = lockFolder(folder);
  const leave = (): void => {
    release();
    if (bufferPath === undefined) rmSync(folder, { recursive: true, force: true });
  };
  let embedded: TargetProcess | undefined;
  try {
    if (s3 === 'embedded') embedded = await startS3(bucket, join(folder, 's3'));
    const upload = uploadTarget(s3, embedded, bucket);
    const store = new EventStore({ ...options, upload, bufferPath: folder, nowMs: Date.now });
    return {
      store,
      place: { ...upload, prefix },
      close: async () => {
        // With its embedded S3 a temporary folder goes too, so that nobody could read what is flushed now.
        const kept =
          embedded !== undefined && bufferPath === undefined ? undefined : await flushInTime(store, folder);
        await store.close();
        await embedded?.close();
        if (kept === undefined) leave();
        else release();
        return kept;
      },
    };
  } catch (error) {
    await embedded?.close();
    leave();
    throw error;
  }
}

async function startS3(bucket: string, dir: string): Promise<TargetProcess> {
  return await startTargetProcess({ entry: s3Entry, args: [bucket, dir] });
}

function uploadTarget(
  s3: CheckedStore['s3'],
  embedded: TargetProcess | undefined,
  bucket: string,
): UploadTarget {
  if (s3 !== 'embedded') return { ...s3, bucket };
  return { endpoint: embedded!.endpoints.s3!, region: 'us-east-1', ...embedded!.credentials, bucket };
}

async function flushInTime(store: EventStore, folder: string): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CLOSE_WITHIN_MS);
  });
  const done = await Promise.race([store.flush().then(() => true), late]);
  clearTimeout(timer);
  if (done) return undefined;
  const why = store.lastFailure === undefined ? '' : ` (${store.lastFailure})`;
  return `${store.figures.pendingBytes} bytes of events are not in S3 yet${why}. They are in ${folder}: start a collector with --buffer-path ${folder} to upload them.`;
}
