import { Agent, request } from 'node:http';
import type { Operation } from '@benchwright/load-driver';
import { type RequestAddress, sha256, signRequest, UNSIGNED_PAYLOAD } from './sign-request.js';

interface MultipartOptions extends RequestAddress {
  /** Of a whole part; the last one sends what is left of it. Its bytes are sent for every part alike. */
  readonly part: Buffer;
  readonly objectBytes: number;
  /** Parts in flight at once. */
  readonly queueSize: number;
  readonly signsBodies: boolean;
  /** Uploads at once. */
  readonly uploads: number;
}

/** An upload as an operation, and what ends its connections. */
interface RawMultipart {
  readonly operation: Operation;
  close(): void;
}

interface Sent {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
}

/** An answer other than 2xx. */
class RefusedError extends Error {
  readonly code: string;

  constructor({ status, text }: Sent) {
    super(`S3 answered ${status}`);
    this.code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `HTTP_${status}`;
  }
}

/**
 * A multipart upload without the SDK: create, the parts `queueSize` at a time, complete; each request signed by hand, the hashes of the parts
 * computed beforehand, over node:http with connections kept. An upload that fails is aborted.
 */
export function rawMultipart(options: MultipartOptions): RawMultipart {
  const { part, objectBytes, queueSize, signsBodies, uploads } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: uploads * queueSize });
  const rest = part.subarray(0, objectBytes % part.length);
  const count = Math.ceil(objectBytes / part.length);
  const hashOf = (body: Buffer): string => (signsBodies ? sha256(body) : UNSIGNED_PAYLOAD);
  const whole = { body: part, bodyHash: hashOf(part) };
  const last = rest.length === 0 ? whole : { body: rest, bodyHash: hashOf(rest) };
  const ask = (
    method: string,
    query: [string, string][],
    body: Buffer,
    bodyHash: string,
    signal?: AbortSignal,
  ) =>
    send(
      agent,
      { ...signRequest({ ...options, method, query, bodyHash, now: new Date() }), method, body },
      signal,
    );
  const small = (method: string, query: [string, string][], text: string, signal?: AbortSignal) =>
    ask(method, query, Buffer.from(text), sha256(text), signal);

  const operation: Operation = async ({ signal }) => {
    const { text } = await small('POST', [['uploads', '']], '', signal);
    const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(text)?.[1] ?? '';
    const etags: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let number = ++next; number <= count; number = ++next) {
        const { body, bodyHash } = number === count ? last : whole;
        const query: [string, string][] = [
          ['partNumber', String(number)],
          ['uploadId', uploadId],
        ];
        etags[number - 1] = (await ask('PUT', query, body, bodyHash, signal)).etag;
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(queueSize, count) }, worker));
      await small('POST', [['uploadId', uploadId]], completion(etags), signal);
    } catch (error) {
      // Parts of an upload that never ends are stored, and paid for; that S3 may be gone is what the error says already.
      await small('DELETE', [['uploadId', uploadId]], '').catch(() => undefined);
      throw error;
    }
    return { errorClass: undefined, bodyBytes: 0 };
  };
  return { operation, close: () => agent.destroy() };
}

function completion(etags: readonly string[]): string {
  const parts = etags.map((etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
  return `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
}

interface ToSend {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

function send(
  agent: Agent,
  { method, path, host, headers, body }: ToSend,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const { hostname, port } = new URL(`http://${host}`);
  const fields = { host, ...Object.fromEntries(headers), 'content-length': body.length };
  const to = { agent, host: hostname, port: port || 80, method, path, headers: fields };
  return new Promise((resolve, reject) => {
    const sent = request({ ...to, ...(signal === undefined ? {} : { signal }) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 0, headers: answered } = answer;
        const whole = { status, etag: String(answered.etag ?? ''), text };
        if (status >= 200 && status < 300 && !text.includes('<Error>')) resolve(whole);
        else reject(new RefusedError(whole));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
