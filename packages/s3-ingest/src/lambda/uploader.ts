import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { batchPattern, eventsPayload, repeatingStream } from './generators.js';
import { BYTES_PER_MB, type LambdaSettings } from './settings.js';

/** A payload that stands ready: what it weighs, and how it goes to S3. */
export interface PreparedObject {
  readonly objectBytes: number;
  readonly eventsGenerated: number;
  /** Sends it; answers with the ETag. Fails with the SDK's error. */
  upload(client: S3Client, key: string): Promise<string | null>;
}

const CONTENT_TYPE = 'application/x-ndjson';

/** Makes the object of one invocation. Events stand in memory; a batch object is a stream of which only parts ever do. */
export function prepareObject(settings: LambdaSettings, nowMs: number): PreparedObject {
  return settings.workload === 'events' ? prepareEvents(settings, nowMs) : prepareBatch(settings, nowMs);
}

function prepareEvents(settings: LambdaSettings, nowMs: number): PreparedObject {
  const { batchEvents, eventBytes, outputBucket } = settings;
  const body = eventsPayload({ count: batchEvents, eventBytes, nowMs });
  return {
    objectBytes: body.length,
    eventsGenerated: batchEvents,
    upload: async (client, key) => {
      const params = { Bucket: outputBucket, Key: key, Body: body, ContentType: CONTENT_TYPE };
      const { ETag } = await client.send(new PutObjectCommand(params));
      return ETag ?? null;
    },
  };
}

/** Parts go `queueSize` at a time; a failed upload is aborted, so that no part is left to be paid for. */
function prepareBatch(settings: LambdaSettings, nowMs: number): PreparedObject {
  const { objectMb, multipartMb, queueSize, outputBucket } = settings;
  const pattern = batchPattern(nowMs);
  const objectBytes = objectMb * BYTES_PER_MB;
  return {
    objectBytes,
    eventsGenerated: 0,
    upload: async (client, key) => {
      const body = repeatingStream(pattern, objectBytes);
      try {
        const params = { Bucket: outputBucket, Key: key, Body: body, ContentType: CONTENT_TYPE };
        const upload = new Upload({ client, params, partSize: multipartMb * BYTES_PER_MB, queueSize });
        const { ETag } = await upload.done();
        return ETag ?? null;
      } finally {
        body.destroy();
      }
    },
  };
}
