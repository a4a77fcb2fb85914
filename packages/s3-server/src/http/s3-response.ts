import type { Readable } from 'node:stream';
import { s3Namespace, type XmlContent, xmlDocument } from '../xml/write-xml.js';

/** An answer, before it is written. */
export interface S3Response {
  readonly status: number;
  /** Names and values in turn, as `writeHead` takes them without making an object of them. */
  readonly headers: readonly string[];
  /** A stream's length must be among the headers. */
  readonly body?: Buffer | string | Readable;
}

/** 200 with a document. */
export function xmlResponse(root: string, content: XmlContent, headers: readonly string[] = []): S3Response {
  return {
    status: 200,
    headers: ['Content-Type', 'application/xml', ...headers],
    body: xmlDocument(root, content, s3Namespace),
  };
}

/** A status and headers alone. */
export function emptyResponse(status: number, headers: readonly string[] = []): S3Response {
  return { status, headers };
}
