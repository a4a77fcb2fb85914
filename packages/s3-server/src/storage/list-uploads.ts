import { commonPrefixOf } from './list-objects.js';
import { compareUtf8 } from './object-key.js';
import type { ListUploadsQuery, UploadInfo, UploadListing } from './object-store.js';

/** One page of the unfinished uploads of a bucket. O(n log n): there are few. */
export function listUploads(
  all: Iterable<UploadInfo>,
  { prefix, delimiter, keyMarker, uploadIdMarker, maxUploads }: Omit<ListUploadsQuery, 'bucket'>,
): UploadListing {
  const uploads: UploadInfo[] = [];
  const commonPrefixes: string[] = [];
  let next: { nextKeyMarker: string; nextUploadIdMarker?: string } | undefined;
  for (const upload of sorted(all)) {
    const { key, uploadId } = upload;
    if (!key.startsWith(prefix)) continue;
    const common = commonPrefixOf(key, prefix, delimiter);
    if (common !== undefined && common === commonPrefixes.at(-1)) continue;
    if (isPassed(upload, common, keyMarker, uploadIdMarker)) continue;
    if (uploads.length + commonPrefixes.length >= maxUploads) {
      return { uploads, commonPrefixes, isTruncated: next !== undefined, ...next };
    }
    if (common === undefined) uploads.push(upload);
    else commonPrefixes.push(common);
    next =
      common === undefined ? { nextKeyMarker: key, nextUploadIdMarker: uploadId } : { nextKeyMarker: common };
  }
  return { uploads, commonPrefixes, isTruncated: false };
}

function sorted(uploads: Iterable<UploadInfo>): UploadInfo[] {
  return [...uploads].sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.uploadId, b.uploadId));
}

/** Whether an upload was on an earlier page. */
function isPassed(
  { key, uploadId }: UploadInfo,
  common: string | undefined,
  keyMarker: string | undefined,
  uploadIdMarker: string | undefined,
): boolean {
  if (keyMarker === undefined) return false;
  if (common === keyMarker) return true;
  const order = compareUtf8(key, keyMarker);
  if (order !== 0) return order < 0;
  return uploadIdMarker === undefined || compareUtf8(uploadId, uploadIdMarker) <= 0;
}
