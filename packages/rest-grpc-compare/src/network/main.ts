// The shaping proxy as a process of its own: beside the generator it would take the core that the requests need.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { type Clock, createRealClock } from '@benchwright/load-driver';
import { runTarget } from '@benchwright/load-driver/target';
import { type ShapedRoute, type ShapingProxy, startShapingProxy } from './shaping-proxy.js';

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

/**
 * Wakes from a thread that sleeps, late by some 20 µs in the middle: timers of the event loop would be late by up to a millisecond, and waiting turn by
 * turn would take the core that the measured server needs.
 */
async function sleepingClock(): Promise<Clock> {
  const clock = createRealClock();
  const sleeper = await clock.startSleeper?.();
  if (sleeper === undefined) return clock;
  return { nowNs: () => clock.nowNs(), createWaker: (wake) => sleeper.createWaker(wake) };
}

runTarget('network', async (args) => {
  const options = {
    routes: { type: 'string', default: '[]' },
    seed: { type: 'string', default: '0' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const clock = await sleepingClock();
  const routes = JSON.parse(values.routes) as ShapedRoute[];
  const proxy = await startShapingProxy({ routes, seed: Number(values.seed), clock });
  const endpoints = { ...proxy.endpoints, figures: await serveFigures(proxy) };
  return { endpoints, close: () => proxy.close() };
});
