import { S3Error } from '../errors/s3-error.js';

/** Bytes `first` to `last` of an object, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header for an object of this size. Like S3 it serves one range: several, another unit, and what is no range at all are
 * answered with the whole object (undefined), as RFC 9110 allows.
 *
 * @throws S3Error InvalidRange where no byte of the object is in the range.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return undefined;
  if (from === '') return lastBytes(Number(to), header, sizeBytes);
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return undefined;
  if (first >= sizeBytes) throw unsatisfiable(header, sizeBytes);
  return { first, last };
}

/** Reads `x-amz-copy-source-range`, which must be exact. Throws InvalidArgument or InvalidRange. */
export function readCopyRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match === null || last < first) {
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    );
  }
  if (last >= sizeBytes) {
    throw new S3Error('InvalidRequest', 'The specified copy range is invalid for the source object size');
  }
  return { first, last };
}

function lastBytes(count: number, header: string, sizeBytes: number): ByteRange {
  if (count === 0 || sizeBytes === 0) throw unsatisfiable(header, sizeBytes);
  return { first: Math.max(0, sizeBytes - count), last: sizeBytes - 1 };
}

function unsatisfiable(header: string, sizeBytes: number): S3Error {
  return new S3Error('InvalidRange', undefined, {
    RangeRequested: header,
    ActualObjectSize: String(sizeBytes),
  });
}
