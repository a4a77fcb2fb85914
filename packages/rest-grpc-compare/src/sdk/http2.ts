import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { classifyError, type OperationContext, type Outcome } from '@benchwright/load-driver';
import { errorCodeName } from '@benchwright/load-driver/http2';
import type { SdkOperation, SdkOptions } from './sdk-operation.js';

export interface Http2SdkOptions extends SdkOptions {
  readonly origin: string;
}

/**
 * HTTP/2 as an application would do it: node:http2, one session for all requests or, with `per-request`, a new one for
 * each. A session that is lost is made again by the next request. The clock stops when the last byte of the body has
 * been handed over; decoding and checking follow untimed.
 */
export function createHttp2Operation(options: Http2SdkOptions): SdkOperation {
  const sessions = new Sessions(options.origin);
  const perRequest = options.connections === 'per-request';
  return {
    operation: async (ctx) => {
      const session = perRequest ? sessions.open() : sessions.shared();
      const outcome = await exchange(session, options, ctx);
      if (perRequest) session.close();
      return outcome;
    },
    close: () => sessions.close(),
  };
}

class Sessions {
  readonly #origin: string;
  readonly #open = new Set<ClientHttp2Session>();
  #shared: ClientHttp2Session | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  open(): ClientHttp2Session {
    const session = connect(this.#origin);
    this.#open.add(session);
    // What is wrong with a session is told to each of its streams.
    session.on('error', () => {});
    session.once('close', () => this.#open.delete(session));
    return session;
  }

  shared(): ClientHttp2Session {
    if (this.#shared === null || this.#shared.closed || this.#shared.destroyed) this.#shared = this.open();
    return this.#shared;
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#open].map(
        (session) =>
          new Promise<void>((resolve) => {
            session.once('close', resolve);
            session.destroy();
          }),
      ),
    );
  }
}

function exchange(
  session: ClientHttp2Session,
  options: Http2SdkOptions,
  ctx: OperationContext,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { dialect, clock, timeoutNs } = options;
    const number = options.numberFor(ctx.sequence);
    const { method, path, headers, body } = dialect.exchangeFor(number);
    const stream = session.request(
      { ':method': method, ':path': path, ...Object.fromEntries(headers) },
      { endStream: body === null },
    );
    const chunks: Buffer[] = [];
    let status = 0;
    let firstByteNs = -1;
    let settled = false;
    const settle = (outcome: Outcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      ctx.signal.removeEventListener('abort', cancel);
      if (firstByteNs >= 0) outcome.firstByteNs = firstByteNs;
      resolve(outcome);
    };
    const fail = (errorClass: string): void => settle({ errorClass, bodyBytes: 0, endNs: clock.nowNs() });
    const giveUp = (errorClass: string): void => {
      fail(errorClass);
      stream.close(constants.NGHTTP2_CANCEL);
    };
    const cancel = (): void => giveUp('CANCELLED');
    const timer = setTimeout(
      () => giveUp(session.connecting ? 'CONNECT_TIMEOUT' : 'TIMEOUT'),
      timeoutNs / 1e6,
    );
    ctx.signal.addEventListener('abort', cancel, { once: true });
    stream.on('response', (fields) => {
      status = fields[':status'] ?? 0;
      firstByteNs = clock.nowNs();
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', (error) => fail(streamErrorClass(stream, error)));
    stream.on('close', () => fail(streamErrorClass(stream, new Error('the stream was closed'))));
    stream.on('end', () => {
      const endNs = clock.nowNs();
      // A stream that was reset ends as well; its error tells why.
      if (settled || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      if (status < 200 || status > 299) return settle({ errorClass: `HTTP_${status}`, bodyBytes: 0, endNs });
      const answer = Buffer.concat(chunks);
      const wrong = dialect.judge(answer, number);
      if (wrong !== undefined) settle({ errorClass: wrong, bodyBytes: 0, endNs });
      else settle({ bodyBytes: dialect.payloadBytes(answer), endNs });
    });
    if (body !== null) stream.end(body);
  });
}

/** What node:http2 says about a stream, as the other clients would call it. */
function streamErrorClass(stream: ClientHttp2Stream, error: Error): string {
  const found = classifyError(error);
  if (found !== 'ERROR' && !found.startsWith('ERR_HTTP2_')) return found;
  const reset = errorCodeName(stream.rstCode);
  if (reset === 'REFUSED_STREAM') return reset;
  if (found === 'ERR_HTTP2_STREAM_ERROR') return `RST_${reset}`;
  return found === 'ERR_HTTP2_ERROR' || found === 'ERR_HTTP2_SESSION_ERROR'
    ? 'PROTOCOL'
    : 'CONNECTION_CLOSED';
}
