import type { IncomingHttpHeaders } from 'node:http';

/** A request before its body, taken apart once. */
export interface S3RequestHead {
  readonly method: string;
  /** The path as it came, still percent-encoded, with its bucket if that stood there. */
  readonly rawPath: string;
  /** Decoded. Of a repeated parameter the last value. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came: Node's `rawHeaders`. */
  readonly rawHeaders: readonly string[];
  /** From the path or the host name; '' for the service itself. */
  readonly bucket: string;
  /** Decoded; '' for the bucket itself. */
  readonly key: string;
}

/** A header's value if it came exactly once (or as a list that Node joined). */
export function headerOf(head: S3RequestHead, name: string): string | undefined {
  const value = head.headers[name];
  return typeof value === 'string' ? value : undefined;
}
