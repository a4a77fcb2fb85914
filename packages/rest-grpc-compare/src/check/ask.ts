import { connect } from 'node:http2';
import { Client } from 'undici';
import type { HttpExchange } from '../operation/dialect.js';
import { attemptSignal, reasonOf } from './reach.js';

/** What a server answered to one question. */
export interface Answer {
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly body: Buffer;
  /** What was said instead of an answer. */
  readonly said: string;
  header(name: string): string | undefined;
}

function noAnswer(error: unknown): Answer {
  return { status: null, body: Buffer.alloc(0), said: reasonOf(error), header: () => undefined };
}

/** Asks once over HTTP/1.1. Never rejects. */
export async function askOverHttp1(
  origin: string,
  exchange: HttpExchange,
  signal: AbortSignal,
): Promise<Answer> {
  const client = new Client(origin);
  try {
    const { method, path, headers, body } = exchange;
    const answer = await client.request({
      method,
      path,
      headers: headers.flat(),
      body,
      signal: attemptSignal(signal),
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const header = (name: string): string | undefined => answer.headers[name]?.toString();
    return { status: answer.statusCode, body: bytes, said: '', header };
  } catch (error) {
    return noAnswer(error);
  } finally {
    await client.destroy();
  }
}

/** Asks once over HTTP/2; without TLS, as one who knows beforehand. Never rejects. */
export async function askOverHttp2(
  origin: string,
  exchange: HttpExchange,
  signal: AbortSignal,
): Promise<Answer> {
  const session = connect(origin);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      session.once('error', reject);
      const { method, path, headers, body } = exchange;
      const stream = session.request(
        { ':method': method, ':path': path, ...Object.fromEntries(headers) },
        { endStream: body === null, signal: attemptSignal(signal) },
      );
      const chunks: Buffer[] = [];
      let fields: Readonly<Record<string, unknown>> = {};
      stream.on('response', (found) => {
        fields = found;
      });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', reject);
      stream.once('close', () => reject(new Error('the connection was closed without an answer')));
      stream.once('end', () => {
        const status = Number(fields[':status']);
        if (!Number.isInteger(status)) return;
        const header = (name: string): string | undefined => fields[name]?.toString();
        resolve({ status, body: Buffer.concat(chunks), said: '', header });
      });
      if (body !== null) stream.end(body);
    });
  } catch (error) {
    return noAnswer(error);
  } finally {
    session.on('error', () => {});
    session.destroy();
  }
}
