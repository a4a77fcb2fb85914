// The gRPC generators that are compared, each as `run(setting) → { requestsPerSec, cpuNsPerRequest, cpuSeconds }`, in a
// process of its own, pinned to the generator's core.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GENERATOR_CORE = '1';
const PATH = '/api.performance.UserService/GetUser';
const here = dirname(fileURLToPath(import.meta.url));

/** Our transport in a closed loop: HPACK decoded, grpc-status checked, everything recorded. CPU without start-up. */
export function ours(setting) {
  return closedLoop('raw', setting);
}

/** The same loop through @grpc/grpc-js, with bytes for messages: no protobuf on either side. */
export function grpcJs(setting) {
  return closedLoop('grpc-js', setting);
}

function closedLoop(client, { address, connections, streams, seconds, message, module, stats }) {
  const options = {
    client,
    address,
    connections,
    streams,
    seconds,
    path: PATH,
    messageBase64: message.toString('base64'),
    ...(module && { module }),
    ...(stats && { stats }),
  };
  const { output, cpuSeconds } = pinned(process.execPath, [
    join(here, 'grpc-closed-loop.mjs'),
    JSON.stringify(options),
  ]);
  const result = JSON.parse(output);
  if (result.failed > 0) throw new Error(`${client}: calls failed: ${JSON.stringify(result.errors)}`);
  return { ...result, cpuSeconds };
}

/** h2load with one thread: the same call as a POST. It looks at HTTP statuses, not at grpc-status. CPU of the whole process. */
export function h2load({ address, connections, streams, seconds, message }) {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-h2load-'));
  try {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    const file = join(folder, 'message');
    writeFileSync(file, Buffer.concat([prefix, message]));
    const { output, cpuSeconds } = pinned('h2load', [
      ...['-t', 1, '-c', connections, '-m', streams, '-D', seconds, '-d', file].map(String),
      ...['-H', 'content-type: application/grpc', '-H', 'te: trailers', '-H', 'grpc-timeout: 5000000u'],
      `http://${address}${PATH}`,
    ]);
    const requestsPerSec = Number(/finished in [\d.]+s, ([\d.]+) req\/s/.exec(output)[1]);
    const [, succeeded, failed] = /(\d+) succeeded, (\d+) failed/.exec(output).map(Number);
    if (failed > 0) throw new Error(output);
    return { requestsPerSec, cpuSeconds, cpuNsPerRequest: (cpuSeconds * 1e9) / succeeded };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a program on the generator's core; `times` of POSIX sh tells what CPU it used. */
function pinned(program, args) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', 'taskset', '-c', GENERATOR_CORE, program, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const [minutes, seconds, sysMinutes, sysSeconds] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .match(/[\d.]+/g)
    .map(Number);
  return { output: stdout, cpuSeconds: minutes * 60 + seconds + sysMinutes * 60 + sysSeconds };
}
