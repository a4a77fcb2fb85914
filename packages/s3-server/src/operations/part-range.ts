import { S3Error } from '../errors/s3-error.js';
import type { ByteRange } from '../http/byte-range.js';
import type { S3RequestHead } from '../http/request-head.js';
import type { ObjectMeta } from '../storage/object-store.js';

/** Where a part lies in its object. */
export interface PartRange {
  /** Undefined for the one empty part of an empty object. */
  readonly range: ByteRange | undefined;
  /** How many parts the object has. */
  readonly count: number;
}

/** Reads `?partNumber=`: undefined where it is not given. An object that was not sent in parts has one. Throws InvalidArgument, InvalidPart. */
export function partRange(head: S3RequestHead, meta: ObjectMeta): PartRange | undefined {
  const text = head.query.get('partNumber');
  if (text === undefined) return undefined;
  const partNumber = readPartNumber(text);
  const parts = meta.parts ?? [{ partNumber: 1, sizeBytes: meta.sizeBytes }];
  let first = 0;
  for (const part of parts) {
    if (part.partNumber === partNumber) {
      const range = part.sizeBytes === 0 ? undefined : { first, last: first + part.sizeBytes - 1 };
      return { range, count: parts.length };
    }
    first += part.sizeBytes;
  }
  throw new S3Error('InvalidPartNumber', undefined, {
    PartNumberRequested: text,
    ActualPartCount: String(parts.length),
  });
}

/** Reads a part number. Throws InvalidArgument unless it is 1 to 10000. */
export function readPartNumber(text: string | undefined): number {
  const partNumber = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  if (partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    ArgumentName: 'partNumber',
    ArgumentValue: text ?? '',
  });
}
