// The shaping proxy as a process of its own: beside the generator it would take the core that the requests need. Stdout carries one JSON line
// when it is ready, and nothing else. The same script is the thread that its clock sleeps in.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type ShapedRoute, type ShapingProxy, startShapingProxy } from './shaping-proxy.js';
import { createSleeperClock } from './sleeper-clock.js';
import { isSleeperData, sleepForOthers } from './sleeper-thread.js';

/** Answers every connection with one JSON line of figures since the connection before. */
async function serveFigures(proxy: ShapingProxy): Promise<string> {
  let cpuBefore = process.cpuUsage();
  const server = createServer((socket) => {
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuBefore = process.cpuUsage();
    socket.on('error', () => socket.destroy());
    socket.end(`${JSON.stringify({ lateness: proxy.takeLateness(), cpuNs: (user + system) * 1000 })}\n`);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

async function run(): Promise<void> {
  const options = {
    routes: { type: 'string', default: '[]' },
    seed: { type: 'string', default: '0' },
    'exit-with-parent': { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ options });
  const clock = createSleeperClock(new URL(import.meta.url));
  const routes = JSON.parse(values.routes) as ShapedRoute[];
  const proxy = await startShapingProxy({ routes, seed: Number(values.seed), clock });
  const stop = (): void => void proxy.close().finally(() => process.exit(0));
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (values['exit-with-parent']) {
    process.stdin.on('end', stop).on('close', stop).on('error', stop);
    process.stdin.resume();
  }
  const endpoints = { ...proxy.endpoints, figures: await serveFigures(proxy) };
  process.stdout.on('error', stop);
  process.stdout.write(`${JSON.stringify({ name: 'network', pid: process.pid, endpoints })}\n`);
}

if (!isMainThread && parentPort !== null && isSleeperData(workerData)) sleepForOthers(workerData, parentPort);
else {
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
}
