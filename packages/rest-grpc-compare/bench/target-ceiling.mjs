// What the reference servers can answer, beside a floor that only does what the protocol asks for: node:http and
// node:http2 sending ready-made bodies. The ratio is what fastify or grpc-js, and serialising, cost on this machine.
//
//   node bench/target-ceiling.mjs [seconds per measurement = 1] [operation = all]
//
// Needs wrk and h2load (Debian: wrk, nghttp2-client) and taskset; the server has core 0, the generator core 1. Build first.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
const self = fileURLToPath(import.meta.url);
const target = fileURLToPath(new URL('../dist/target/main.js', import.meta.url));

// REST path, RPC and its request: user 7, its orders, page 7 of 100 users (tag, varint).
const OPERATIONS = [
  { name: 'getUser', path: '/api/users/7', rpc: '/api.performance.UserService/GetUser', message: [0x08, 7] },
  {
    name: 'getUserOrders',
    path: '/api/users/7/orders',
    rpc: '/api.performance.UserService/GetUserOrders',
    message: [0x08, 7],
  },
  {
    name: 'listUsers',
    path: '/api/users?page=7&size=100',
    rpc: '/api.performance.UserService/ListUsers',
    message: [0x08, 7, 0x10, 100],
  },
];

function frame(message) {
  return Buffer.from([0, 0, 0, 0, message.length, ...message]);
}

async function serveFloor() {
  const bytes = JSON.parse(process.argv[3]);
  const rest = createHttpServer((request, response) => {
    const body = 'x'.repeat(bytes[request.url]);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
    });
    response.end(body);
  });
  const grpc = createHttp2Server();
  grpc.on('stream', (stream, headers) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(bytes[headers[':path']]));
  });
  for (const server of [rest, grpc]) await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoints = {
    rest: `http://127.0.0.1:${rest.address().port}`,
    grpc: `127.0.0.1:${grpc.address().port}`,
  };
  console.log(JSON.stringify({ endpoints }));
}

async function start(...args) {
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, endpoints: JSON.parse(String(line)).endpoints };
}

/** Length of a gRPC answer, the five bytes of its frame included. */
async function grpcAnswerBytes(address, path, request) {
  const session = connect(`http://${address}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(request);
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  session.close();
  return bytes;
}

function onGeneratorCore(...command) {
  return execFileSync('taskset', ['-c', '1', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function measureRest(url, seconds) {
  const output = onGeneratorCore('wrk', '-t1', '-c50', `-d${seconds}s`, url);
  if (/Non-2xx|Socket errors/.test(output)) throw new Error(output);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
}

function measureGrpc(url, bodyFile, clients, seconds) {
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  const load = [`-c${clients}`, `-m${50 / clients}`, '-t1', `-D${seconds}`, '--warm-up-time=1'];
  const output = onGeneratorCore('h2load', ...load, '-d', bodyFile, ...headers, url);
  if (!/ 0 failed, 0 errored, 0 timeout/.test(output)) throw new Error(output);
  return Number(/finished in .*?, ([\d.]+) req\/s/.exec(output)[1]);
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

async function main(seconds, chosen) {
  const servers = await start(target, '--rest-port', '0', '--grpc-port', '0', '--exit-with-parent');
  const sizes = {};
  for (const { path, rpc, message } of OPERATIONS) {
    sizes[rpc] = await grpcAnswerBytes(servers.endpoints.grpc, rpc, frame(message));
    sizes[path] = Number((await fetch(servers.endpoints.rest + path)).headers.get('content-length'));
  }
  const floor = await start(self, 'floor', JSON.stringify(sizes));
  const folder = mkdtempSync(join(tmpdir(), 'target-ceiling-'));
  try {
    for (const { name, path, rpc, message } of OPERATIONS) {
      if (chosen !== undefined && chosen !== name) continue;
      const bodyFile = join(folder, name);
      writeFileSync(bodyFile, frame(message));
      const modes = {
        'REST, 50 connections': ({ rest }) => measureRest(rest + path, seconds),
        'gRPC, 1 connection × 50 streams': ({ grpc }) =>
          measureGrpc(`http://${grpc}${rpc}`, bodyFile, 1, seconds),
        'gRPC, 50 connections': ({ grpc }) => measureGrpc(`http://${grpc}${rpc}`, bodyFile, 50, seconds),
      };
      for (const [mode, measure] of Object.entries(modes)) {
        const rates = { server: [], floor: [] };
        // In turns, so that a disturbance of the machine meets both.
        for (let round = 0; round < ROUNDS; round++) {
          rates.server.push(measure(servers.endpoints));
          rates.floor.push(measure(floor.endpoints));
        }
        const [server, bare] = [median(rates.server), median(rates.floor)];
        const figures = `${server.toFixed(0).padStart(7)}/s  floor ${bare.toFixed(0).padStart(7)}/s`;
        console.log(`${name.padEnd(14)} ${mode.padEnd(32)} ${figures}  ratio ${(server / bare).toFixed(2)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
    for (const { child } of [servers, floor]) child.kill();
  }
}

if (process.argv[2] === 'floor') await serveFloor();
else await main(Number(process.argv[2] ?? 1), process.argv[3]);
