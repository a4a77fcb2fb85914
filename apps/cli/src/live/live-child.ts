import { constants, setPriority } from 'node:os';
import type { FromLiveChild, ToLiveChild } from './live-messages.js';
import { LiveServer } from './live-server.js';

// The process of the live page: what serving costs is no part of the generator's CPU, heap or event loop, and gives way to it.

let server: LiveServer | null = null;

function tell(message: FromLiveChild): void {
  process.send?.(message);
}

async function start(token: string): Promise<void> {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Then it competes as any other process does.
  }
  try {
    server = new LiveServer(token);
    tell({ type: 'listening', port: await server.listen() });
  } catch (error) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.disconnect();
  }
}

async function close(): Promise<void> {
  await server?.close();
  process.exit(0);
}

// A Ctrl-C reaches the whole group; this process ends when the one that measures says so, or is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToLiveChild) => {
  switch (message.type) {
    case 'start':
      void start(message.token);
      break;
    case 'event':
      server?.apply(message.event);
      break;
    case 'report':
      server?.finish(message.html);
      break;
    case 'close':
      void close();
      break;
  }
});
