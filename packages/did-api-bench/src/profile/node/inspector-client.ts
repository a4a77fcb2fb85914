import { ProfilerError } from '../profiler-error.js';

/** A session with a process's inspector: the Chrome DevTools protocol over a WebSocket. */
export interface InspectorClient {
  /** Calls a method; rejects with ProfilerError when the process says no, or is gone. */
  send(
    method: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Resolves when the connection has ended, by whichever side. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

/** Opens a session. undici's WebSocket, for Node 20 has none of its own. @throws ProfilerError ERR_PROFILER_ATTACH */
export async function connectInspector(url: string): Promise<InspectorClient> {
  const { WebSocket } = await import('undici');
  const socket = new WebSocket(url);
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', (event) =>
      reject(
        new ProfilerError(
          'ERR_PROFILER_ATTACH',
          `the inspector at ${url} took no connection`,
          'another debugger may be attached to it; or the process ended just now',
          event.error,
        ),
      ),
    );
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => settle(waiting, String(data)));
  void closed.then(() => {
    for (const { method, reject } of waiting.values()) reject(lost(method));
    waiting.clear();
  });
  return {
    closed,
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(lost(method));
        const id = ++lastId;
        waiting.set(id, { method, resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: async () => {
      socket.close();
      await closed;
    },
  };
}

function settle(waiting: Map<number, Waiting>, text: string): void {
  const message: unknown = JSON.parse(text);
  if (typeof message !== 'object' || message === null || !('id' in message)) return;
  const one = waiting.get(Number(message.id));
  if (one === undefined) return;
  waiting.delete(Number(message.id));
  if ('error' in message) {
    const why = JSON.stringify(message.error);
    one.reject(
      new ProfilerError(
        'ERR_PROFILER_ATTACH',
        `the inspector refused ${one.method}: ${why}`,
        'is it a Node of version 18 or later?',
      ),
    );
  } else {
    one.resolve('result' in message ? { ...Object(message.result) } : {});
  }
}

function lost(method: string): ProfilerError {
  return new ProfilerError(
    'ERR_PROFILER_LOST',
    `the process ended, or closed its inspector, before ${method} was answered`,
    'look into its log; what was profiled is lost with it',
  );
}
