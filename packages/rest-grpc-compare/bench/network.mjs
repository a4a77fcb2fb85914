// What the shaping proxy adds and how exactly: per profile the round trip end to end, how late pieces are given out by the proxy itself, the
// rate that a bulk transfer gets, and its CPU; and what the proxy costs where it delays nothing (profile `proxy` against no proxy at all).
//   node bench/network.mjs [seconds per profile]
import { once } from 'node:events';
import { connect } from 'node:net';
import { createRealClock } from '@benchwright/load-driver';
import { checkLink, parseLinkProfile, startEchoServer, startNetworkProcess } from '../dist/index.js';

const seconds = Number(process.argv[2] ?? 2);
const PROFILES = [
  'proxy',
  'lan',
  'wan-50ms',
  'wan-100ms',
  '3g',
  'slow-3g',
  'delay=20ms,jitter=2ms,down=10Mbit/s,up=10Mbit/s',
];
const CONNECTIONS = 20;
const clock = createRealClock();
const us = (ns) => `${(ns / 1e3).toFixed(0)} µs`;

/** Many connections that each send a byte as soon as the last came back, as a closed load does. */
async function pingPong(address, forMs) {
  const times = [];
  const until = performance.now() + forMs;
  const one = async () => {
    const socket = connect({ ...address, noDelay: true });
    await once(socket, 'connect');
    await new Promise((resolve) => {
      let sent = performance.now();
      let first = true;
      socket.on('data', () => {
        const now = performance.now();
        if (!first) times.push((now - sent) * 1e6);
        first = false;
        if (now > until) resolve();
        else {
          sent = now;
          socket.write('.');
        }
      });
      socket.write('.');
    });
    socket.destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  times.sort((a, b) => a - b);
  return times;
}

/** Payload rate of a bulk transfer there and back, in Mbit/s, from the first byte received to the last. */
async function bulk(address, bytes) {
  const socket = connect({ ...address, noDelay: true });
  await once(socket, 'connect');
  let [received, firstAt, firstBytes] = [0, 0, 0];
  const done = new Promise((resolve) => {
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (firstAt === 0) [firstAt, firstBytes] = [performance.now(), received];
      if (received === bytes) resolve(performance.now());
    });
  });
  socket.write(Buffer.alloc(bytes, 1));
  const at = await done;
  socket.destroy();
  return ((received - firstBytes) * 8) / ((at - firstAt) * 1000);
}

const echo = await startEchoServer();
const routes = PROFILES.map((text) => ({
  name: text,
  profile: parseLinkProfile(text),
  target: { host: echo.host, port: echo.port },
}));
const network = await startNetworkProcess(routes, 1);
try {
  const direct = await pingPong(echo, seconds * 500);
  for (const { name, profile } of routes) {
    await network.takeFigures();
    const check = await checkLink(network.addressOf(name), profile, clock);
    await network.takeFigures();
    const began = performance.now();
    const times = await pingPong(network.addressOf(name), seconds * 1000);
    const { lateness, cpuNs } = await network.takeFigures();
    const cpu = cpuNs / 1e6 / (performance.now() - began);
    const p = (q) => times[Math.floor(times.length * q)];
    const rate = Math.min(profile.upBitsPerSec ?? Infinity, profile.downBitsPerSec ?? Infinity);
    const bytes = Number.isFinite(rate) ? Math.max(20_000, Math.min(40e6, (rate / 8) * 0.5)) : 40e6;
    const achieved = await bulk(network.addressOf(name), Math.round(bytes));
    const asked = Number.isFinite(rate) ? (rate / 1e6) * (1448 / 1500) : Infinity;
    console.log(name);
    console.log(
      `  idle: round trip asked ${us(check.expectedRoundTripNs)}, min ${us(check.roundTripMinNs)}, p50 ${us(check.roundTripP50Ns)}; first byte after ${us(check.firstByteNs)}`,
    );
    console.log(
      `  ${CONNECTIONS} connections: round trip p50 ${us(p(0.5))}, p99 ${us(p(0.99))} of ${times.length}; given out late by ${us(lateness.meanNs)} on average, p99 ${us(lateness.p99Ns)}, max ${us(lateness.maxNs)}; CPU of the proxy ${(cpu * 100).toFixed(0)} % of a core`,
    );
    console.log(
      `  bulk: ${achieved.toFixed(2)} Mbit/s of payload, asked ${asked.toFixed(2)} (${(achieved / asked).toFixed(3)})`,
    );
    if (name === 'proxy') {
      const pd = (q) => direct[Math.floor(direct.length * q)];
      console.log(
        `  without it: round trip p50 ${us(pd(0.5))}, p99 ${us(pd(0.99))} of ${direct.length} in half the time: the proxy costs ${us(p(0.5) - pd(0.5))} at ${CONNECTIONS} connections`,
      );
    }
  }
} finally {
  await network.close();
  await echo.close();
}
