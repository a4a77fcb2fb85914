import type { Socket } from 'node:net';
import { createRealClock, type OperationContext, type Outcome } from '@benchwright/load-driver';
import { afterEach, describe, expect, it } from 'vitest';
import { restGrpcConfigSchema } from '../config.js';
import { apiCallFor } from '../operation/api-call.js';
import { dialectOf } from '../operation/dialect.js';
import { askedId, httpAnswer, serveTcp, type TcpServer, userJson } from '../testing/tcp-server.js';
import { createHttp1Operation, type Http1SdkOptions } from './http1.js';

const clock = createRealClock();
const config = restGrpcConfigSchema.parse({});
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(onRequest: (socket: Socket, text: string) => void): Promise<TcpServer> {
  const server = await serveTcp(onRequest);
  closing.push(() => server.close());
  return server;
}

type Call = (id?: number, signal?: AbortSignal) => Promise<Outcome>;

function caller(origin: string, options: Partial<Http1SdkOptions> = {}): Call {
  const call = apiCallFor(config, () => {
    throw new Error('creates nothing');
  });
  const rest = createHttp1Operation({
    origin,
    dialect: dialectOf('rest', call, ''),
    slots: 1,
    connections: 'shared',
    timeoutNs: 5e9,
    clock,
    numberFor: (sequence) => sequence,
    ...options,
  });
  closing.push(() => rest.close());
  return (id = 1, signal = new AbortController().signal) => {
    const ctx: OperationContext = { slot: 0, sequence: id, sentNs: clock.nowNs(), signal };
    return rest.operation(ctx);
  };
}

/** Asks a server that answers every request with these bytes. */
async function answeredBy(
  answer: (text: string) => string,
  options?: Partial<Http1SdkOptions>,
): Promise<Outcome> {
  const server = await serve((socket, text) => socket.write(answer(text)));
  return caller(server.url, options)();
}

const rightUser = (text: string): string => httpAnswer(userJson(askedId(text)));

describe('a right answer', () => {
  it('is counted with the bytes of its body and its times in order', async () => {
    const server = await serve((socket, text) => socket.write(rightUser(text)));
    const before = clock.nowNs();
    const outcome = await caller(server.url)(42);
    expect(outcome.errorClass).toBeUndefined();
    expect(outcome.bodyBytes).toBe(Buffer.byteLength(userJson(42)));
    const times = [before, outcome.firstByteNs!, outcome.endNs!, clock.nowNs()];
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('may come in pieces, chunked, and after an interim answer', async () => {
    const outcome = await answeredBy((text) => {
      const body = userJson(askedId(text));
      const chunks = [body.slice(0, 10), body.slice(10)].map(
        (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
      );
      return `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
    });
    expect(outcome).toMatchObject({ bodyBytes: userJson(1).length });
    expect(outcome.errorClass).toBeUndefined();
  });
});

describe('connections', () => {
  it('are kept when shared and made anew for every request when asked to', async () => {
    for (const [connections, expected] of [
      ['shared', 1],
      ['per-request', 4],
    ] as const) {
      const server = await serve((socket, text) => {
        socket.write(rightUser(text));
        if (/^connection: close/im.test(text)) socket.end();
      });
      const call = caller(server.url, { connections });
      for (let id = 1; id <= 4; id++) expect((await call(id)).errorClass).toBeUndefined();
      expect(server.accepted).toBe(expected);
    }
  });
});

describe('a wrong answer', () => {
  it.each([
    ['another user', () => httpAnswer(userJson(2))],
    ['another shape', () => httpAnswer('{"id":1}')],
    ['no JSON', () => httpAnswer('<html></html>')],
    ['nothing', () => httpAnswer('')],
    ['null', () => httpAnswer('null')],
  ])('%s is WRONG_ANSWER, without bytes', async (_name, answer) => {
    expect(await answeredBy(answer)).toMatchObject({ errorClass: 'WRONG_ANSWER', bodyBytes: 0 });
  });

  it.each([301, 404, 500, 503])('HTTP %i has its class', async (status) => {
    expect(await answeredBy(() => httpAnswer('{}', `HTTP/1.1 ${status} So`))).toMatchObject({
      errorClass: `HTTP_${status}`,
      bodyBytes: 0,
    });
  });
});

describe('a server that fails', () => {
  it('with garbage is PROTOCOL', async () => {
    expect((await answeredBy(() => '\u0000\u0001\u0002 what?\r\n\r\n')).errorClass).toBe('PROTOCOL');
  });

  it('by closing mid-body is CONNECTION_CLOSED', async () => {
    const server = await serve((socket) => socket.end(httpAnswer(userJson(1)).slice(0, -20)));
    expect((await caller(server.url)()).errorClass).toBe('CONNECTION_CLOSED');
  });

  it('by closing before a byte is CONNECTION_CLOSED', async () => {
    const server = await serve((socket) => socket.end());
    expect((await caller(server.url)()).errorClass).toBe('CONNECTION_CLOSED');
  });

  it('by resetting the connection is CONNECTION_RESET', async () => {
    const server = await serve((socket) => socket.resetAndDestroy());
    expect((await caller(server.url)()).errorClass).toBe('CONNECTION_RESET');
  });

  it('by promising more bytes than it sends is TIMEOUT', async () => {
    const answer = httpAnswer(userJson(1)).replace(/content-length: \d+/, 'content-length: 99999');
    expect((await answeredBy(() => answer, { timeoutNs: 100e6 })).errorClass).toBe('TIMEOUT');
  });

  it('by sending more bytes than it promised is a wrong answer, and the next request is not harmed', async () => {
    let first = true;
    const server = await serve((socket, text) => {
      const answer = rightUser(text);
      socket.write(first ? answer.replace(/content-length: \d+/, 'content-length: 10') : answer);
      first = false;
    });
    const call = caller(server.url);
    expect((await call(1)).errorClass).toMatch(/^(WRONG_ANSWER|PROTOCOL)$/);
    expect((await call(2)).errorClass).toBeUndefined();
  });

  it('by never answering is TIMEOUT, and frees the connection', async () => {
    let silent = true;
    const server = await serve((socket, text) => {
      if (!silent) socket.write(rightUser(text));
    });
    const call = caller(server.url, { timeoutNs: 100e6 });
    expect((await call(1)).errorClass).toBe('TIMEOUT');
    silent = false;
    expect((await call(2)).errorClass).toBeUndefined();
    expect(server.accepted).toBe(2);
  });

  it('by not listening is CONNECT_REFUSED', async () => {
    const server = await serveTcp(() => {});
    await server.close();
    expect((await caller(server.url)()).errorClass).toBe('CONNECT_REFUSED');
  });

  it('by never finishing the connection is CONNECT_TIMEOUT', async () => {
    // A TLS connection is there once the handshake is done, and this server does not do it.
    const server = await serve(() => {});
    const outcome = await caller(server.url.replace('http:', 'https:'), { timeoutNs: 100e6 })();
    expect(outcome.errorClass).toBe('CONNECT_TIMEOUT');
  });
});

describe('giving up', () => {
  it('on a signal ends the request at once, on every use of the slot', async () => {
    let onRequest: () => void = () => {};
    const server = await serve(() => onRequest());
    const call = caller(server.url);
    for (let round = 0; round < 2; round++) {
      const abort = new AbortController();
      const arrived = new Promise<void>((resolve) => {
        onRequest = resolve;
      });
      const outcome = call(1, abort.signal);
      await arrived;
      abort.abort();
      expect((await outcome).errorClass).toBe('CANCELLED');
    }
  });
});
