import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { createRealClock } from '../clock/real-clock.js';
import { createGrpcUnary, type GrpcUnaryOptions } from './grpc-unary.js';
import type { OperationContext, Outcome } from './operation.js';
import { observeSockets } from './socket-observer.js';

const PATH = '/test.Echo/Call';
const clock = createRealClock();
const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Answer = (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => void;

/** A real grpc-js server with one method whose messages are plain bytes. */
async function serve(answer: Answer): Promise<{ address: string; server: Server }> {
  const server = new Server();
  const same = (bytes: Buffer): Buffer => bytes;
  server.register(PATH, answer, same, same, 'unary');
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  closing.push(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, server };
}

/** A TCP server that is none of gRPC. */
async function serveBytes(onConnection: (socket: Socket) => void): Promise<string> {
  const server: TcpServer = createServer((socket) => {
    socket.on('error', () => {});
    closing.push(() => void socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const bound = server.address();
  return `127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
}

function caller(address: string, options: Partial<GrpcUnaryOptions> = {}) {
  const unary = createGrpcUnary({
    address,
    path: PATH,
    clock,
    timeoutNs: 10e9,
    message: ({ sequence }) => Buffer.from(`request ${sequence}`),
    ...options,
  });
  closing.push(() => unary.close());
  return (sequence = 0, signal = new AbortController().signal, slot = 0): Promise<Outcome> =>
    unary.operation(context(slot, sequence, signal));
}

function context(slot: number, sequence: number, signal: AbortSignal): OperationContext {
  return { slot, sequence, sentNs: clock.nowNs(), signal };
}

const echo: Answer = (call, callback) => callback(null, call.request);

describe('createGrpcUnary against a grpc-js server', () => {
  it('hands over the serialised answer, its size and its times', async () => {
    const { address } = await serve(echo);
    const answers: string[] = [];
    const call = caller(address, {
      check: (bytes, { sequence }) => {
        answers.push(`${sequence}: ${Buffer.from(bytes).toString()}`);
        return undefined;
      },
    });
    const before = clock.nowNs();
    const outcome = await call(7);
    expect(answers).toEqual(['7: request 7']);
    expect(outcome.errorClass).toBeUndefined();
    expect(outcome.bodyBytes).toBe('request 7'.length);
    const times = [before, outcome.firstByteNs!, outcome.endNs!, clock.nowNs()];
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('stops the clock before the answer is checked', async () => {
    const { address } = await serve(echo);
    let checkedAtNs = 0;
    const outcome = await caller(address, {
      check: () => {
        checkedAtNs = clock.nowNs();
        return undefined;
      },
    })();
    expect(outcome.endNs!).toBeLessThanOrEqual(checkedAtNs);
  });

  it('counts an answer that the check refuses, or cannot read, as wrong and without bytes', async () => {
    const { address } = await serve(echo);
    const refused = await caller(address, { check: () => 'WRONG_ANSWER' })();
    expect(refused).toMatchObject({ errorClass: 'WRONG_ANSWER', bodyBytes: 0 });
    const unreadable = await caller(address, {
      check: () => {
        throw new RangeError('premature EOF');
      },
    })();
    expect(unreadable).toMatchObject({ errorClass: 'WRONG_ANSWER', bodyBytes: 0 });
  });

  it('names the status of a failed call', async () => {
    const { address } = await serve((_call, callback) =>
      callback({ code: status.NOT_FOUND, details: 'gone' }),
    );
    expect(await caller(address)()).toMatchObject({ errorClass: 'GRPC_NOT_FOUND', bodyBytes: 0 });
  });

  it('gives a call up at its deadline', async () => {
    const { address } = await serve(() => {});
    const outcome = await caller(address, { timeoutNs: 50e6 })();
    expect(outcome.errorClass).toBe('GRPC_DEADLINE_EXCEEDED');
  });

  it('cancels the call of a slot whose signal is aborted, on every use of the slot', async () => {
    let seen = 0;
    let onCall: () => void = () => {};
    const { address } = await serve(() => {
      seen++;
      onCall();
    });
    const call = caller(address);
    for (let round = 0; round < 2; round++) {
      const abort = new AbortController();
      const arrived = new Promise<void>((resolve) => {
        onCall = resolve;
      });
      const outcome = call(round, abort.signal);
      await arrived;
      abort.abort();
      expect((await outcome).errorClass).toBe('GRPC_CANCELLED');
    }
    expect(seen).toBe(2);
  });

  it('does not retry: a refused call is seen once and counted once', async () => {
    let seen = 0;
    const { address } = await serve((_call, callback) => {
      seen++;
      callback({ code: status.UNAVAILABLE, details: 'try again' });
    });
    expect((await caller(address)()).errorClass).toBe('GRPC_UNAVAILABLE');
    expect(seen).toBe(1);
  });
});

describe('createGrpcUnary and connections', () => {
  async function connectionsFor(connections: 'shared' | 'per-request'): Promise<number> {
    const { address } = await serve(echo);
    const sockets = observeSockets({ ports: [Number(address.split(':')[1])], clock });
    closing.push(() => sockets.stop());
    const call = caller(address, { connections });
    for (let i = 0; i < 5; i++) expect((await call(i)).errorClass).toBeUndefined();
    return sockets.opened;
  }

  it('uses one for all calls when shared', async () => {
    expect(await connectionsFor('shared')).toBe(1);
  });

  it('opens one for every call when asked to', async () => {
    expect(await connectionsFor('per-request')).toBe(5);
  });
});

describe('createGrpcUnary against servers that fail', () => {
  it('says UNAVAILABLE when nothing listens, and lets the event loop turn between refusals', async () => {
    const { address, server } = await serve(echo);
    server.forceShutdown();
    const call = caller(address);
    expect((await call()).errorClass).toBe('GRPC_UNAVAILABLE');
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    for (let i = 0; i < 50; i++) expect((await call(i)).errorClass).toBe('GRPC_UNAVAILABLE');
    counting = false;
    expect(turns).toBeGreaterThanOrEqual(50);
  });

  it('ends the calls under way when the server is killed, and refuses those after', async () => {
    let underWay = 0;
    let onAll: () => void = () => {};
    const { address, server } = await serve(() => {
      if (++underWay === 3) onAll();
    });
    const call = caller(address);
    const arrived = new Promise<void>((resolve) => {
      onAll = resolve;
    });
    const cut = [0, 1, 2].map((slot) => call(slot, undefined, slot));
    await arrived;
    server.forceShutdown();
    for (const outcome of await Promise.all(cut)) {
      expect(outcome.errorClass).toMatch(/^GRPC_(UNAVAILABLE|CANCELLED|INTERNAL)$/);
    }
    expect((await call(3)).errorClass).toBe('GRPC_UNAVAILABLE');
  });

  it('classes a server that speaks no HTTP/2', async () => {
    const address = await serveBytes((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await caller(address, { timeoutNs: 2e9 })()).errorClass).toMatch(
      /^GRPC_(UNAVAILABLE|INTERNAL|DEADLINE_EXCEEDED)$/,
    );
  });

  it('classes a server that accepts and never answers', async () => {
    const address = await serveBytes(() => {});
    expect((await caller(address, { timeoutNs: 100e6 })()).errorClass).toBe('GRPC_DEADLINE_EXCEEDED');
  });
});
