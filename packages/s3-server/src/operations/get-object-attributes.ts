import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { type S3Response, xmlResponse } from '../http/s3-response.js';
import type { ObjectMeta } from '../storage/object-store.js';
import type { XmlElements } from '../xml/write-xml.js';
import { checksumElements } from './checksum-headers.js';
import type { Exchange } from './exchange.js';

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;
type Attribute = (typeof ATTRIBUTES)[number];

/** Parts in one answer, unless fewer are asked for. */
const MOST_PARTS = 1000;

/** GetObjectAttributes: of what HeadObject knows, that which is asked for; and the parts of an object with their checksums, in pages. */
export async function getObjectAttributes({ head, service }: Exchange): Promise<S3Response> {
  const asked = readAttributes(head);
  const page = { marker: readCount(head, 'x-amz-part-number-marker', 0), most: readMostParts(head) };
  const meta = await service.store.headObject(head.bucket, head.key);
  if (meta === undefined) throw new S3Error('NoSuchKey', undefined, { Key: head.key });
  const has = <T>(attribute: Attribute, value: T): T | undefined =>
    asked.has(attribute) ? value : undefined;
  return xmlResponse(
    'GetObjectAttributesResponse',
    {
      // Unlike everywhere else in S3, without quotes.
      ETag: has('ETag', meta.etag),
      Checksum: meta.checksum && has('Checksum', checksumElements(meta.checksum)),
      ObjectParts: meta.parts && has('ObjectParts', partElements(meta, page)),
      StorageClass: has('StorageClass', 'STANDARD'),
      ObjectSize: has('ObjectSize', meta.sizeBytes),
    },
    ['Last-Modified', new Date(meta.lastModified).toUTCString()],
  );
}

/** S3 lists the parts of objects with a checksum only; of others it says how many there were. */
function partElements(
  { checksum, parts = [] }: ObjectMeta,
  { marker, most }: { readonly marker: number; readonly most: number },
): XmlElements {
  if (checksum === undefined) return { PartsCount: parts.length };
  const later = parts.filter(({ partNumber }) => partNumber > marker);
  const shown = later.slice(0, most);
  const truncated = shown.length < later.length;
  return {
    PartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: shown.at(-1)?.partNumber ?? marker,
    MaxParts: most,
    IsTruncated: truncated,
    Part: shown.map(({ partNumber, sizeBytes, checksum: value }) => ({
      ...(value === undefined ? {} : { [`Checksum${checksum.algorithm}`]: value }),
      PartNumber: partNumber,
      Size: sizeBytes,
    })),
  };
}

function readAttributes(head: S3RequestHead): ReadonlySet<Attribute> {
  const name = 'x-amz-object-attributes';
  const text = headerOf(head, name) ?? '';
  const words = text.split(',').map((word) => word.trim());
  const known = ATTRIBUTES.filter((attribute) => words.includes(attribute));
  // Also where one is named twice or is empty: as many are known as are named.
  if (known.length === words.length) return new Set(known);
  throw new S3Error('InvalidArgument', 'Invalid attribute name specified.', {
    ArgumentName: name,
    ArgumentValue: text,
  });
}

function readMostParts(head: S3RequestHead): number {
  return Math.min(readCount(head, 'x-amz-max-parts', MOST_PARTS), MOST_PARTS);
}

function readCount(head: S3RequestHead, name: string, otherwise: number): number {
  const text = headerOf(head, name);
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new S3Error('InvalidArgument', 'Provided argument is not an integer or within integer range', {
    ArgumentName: name,
    ArgumentValue: text,
  });
}
