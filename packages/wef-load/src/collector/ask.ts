import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Http1TlsOptions } from '@benchwright/load-driver';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Question {
  readonly url: string;
  readonly tls: Http1TlsOptions | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly post?: { readonly body: Buffer; readonly contentType: string };
}

const MOST_BYTES = 16_777_216;

/** One request beside the load, on a connection of its own. Rejects with what the system said when there is no complete answer in time. */
export function ask({ url, tls, timeoutMs, signal, post }: Question): Promise<Answer> {
  const secure = url.toLowerCase().startsWith('https:');
  return new Promise((resolve, reject) => {
    const options = {
      method: post === undefined ? 'GET' : 'POST',
      agent: false,
      signal: withTimeout(timeoutMs, signal),
      ...(post === undefined
        ? {}
        : { headers: { 'Content-Type': post.contentType, 'Content-Length': post.body.length } }),
    };
    const asking = secure ? httpsRequest(url, { ...options, ...tls }) : httpRequest(url, options);
    asking.once('error', reject);
    asking.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MOST_BYTES) response.destroy(new Error(`more than ${MOST_BYTES} bytes were answered`));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: textOf(Buffer.concat(chunks)) }),
      );
    });
    asking.end(post?.body);
  });
}

/** UTF-16 is told by its byte order mark; all else is UTF-8. */
function textOf(body: Buffer): string {
  return body[0] === 0xff && body[1] === 0xfe ? body.subarray(2).toString('utf16le') : body.toString('utf8');
}

function withTimeout(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}
