import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from './request-head.js';

/** What a condition is compared with. */
export interface ConditionSubject {
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/** The conditions of a read or a copy, by the start of their header names. */
const prefixes = { read: 'if-', copySource: 'x-amz-copy-source-if-' } as const;

/**
 * Checks the four conditions of RFC 9110 in its order of precedence: an ETag decides, where one is given, over a date.
 *
 * @throws S3Error PreconditionFailed, or NotModified for a read.
 */
export function checkReadConditions(
  head: S3RequestHead,
  subject: ConditionSubject,
  kind: keyof typeof prefixes = 'read',
): void {
  const prefix = prefixes[kind];
  // One look at each header that is usually absent, and no more.
  const match = headerOf(head, `${prefix}match`);
  const unmodifiedSince = headerOf(head, `${prefix}unmodified-since`);
  const noneMatch = headerOf(head, `${prefix}none-match`);
  const modifiedSince = headerOf(head, `${prefix}modified-since`);
  if (match !== undefined) {
    if (!matches(match, subject.etag)) throw failed(`${prefix}match`);
  } else if (unmodifiedSince !== undefined && modifiedAfter(subject, unmodifiedSince, false)) {
    throw failed(`${prefix}unmodified-since`);
  }
  const unchanged =
    noneMatch === undefined
      ? modifiedSince !== undefined && !modifiedAfter(subject, modifiedSince, true)
      : matches(noneMatch, subject.etag);
  if (!unchanged) return;
  throw kind === 'read' ? new S3Error('NotModified') : failed(`${prefix}none-match`);
}

/** Whether a write carries a condition at all, and its check must not be parted from it. */
export function hasWriteCondition(head: S3RequestHead): boolean {
  return head.headers['if-match'] !== undefined || head.headers['if-none-match'] !== undefined;
}

/**
 * Checks the conditions of a write against what is there now.
 *
 * @throws S3Error PreconditionFailed; NoSuchKey for If-Match where there is nothing; NotImplemented for If-None-Match with an ETag, as S3 does.
 */
export function checkWriteConditions(head: S3RequestHead, subject: ConditionSubject | undefined): void {
  const match = headerOf(head, 'if-match');
  const noneMatch = headerOf(head, 'if-none-match');
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
    if (subject !== undefined) throw failed('If-None-Match');
  }
  if (match === undefined) return;
  if (subject === undefined) throw new S3Error('NoSuchKey', undefined, { Key: head.key });
  if (!matches(match, subject.etag)) throw failed('If-Match');
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((entry) => {
    const one = entry.trim();
    return one === '*' || one === etag || one === `"${etag}"` || one === `W/"${etag}"`;
  });
}

/** HTTP dates have whole seconds, objects have milliseconds. A date that cannot be read is passed over: `otherwise`. */
function modifiedAfter({ lastModified }: ConditionSubject, date: string, otherwise: boolean): boolean {
  const time = Date.parse(date);
  return Number.isNaN(time) ? otherwise : Math.floor(lastModified / 1000) * 1000 > time;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', undefined, { Condition: condition });
}
