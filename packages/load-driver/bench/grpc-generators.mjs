// The gRPC generators that are compared, each as `run(setting) → { requestsPerSec, cpuNsPerRequest, cpuSeconds }`, in a
// process of its own, pinned to the generator's core.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinned, pinnedScript } from './pinned-process.mjs';

const SCRIPT = new URL('grpc-closed-loop.mjs', import.meta.url);
const PATH = '/api.performance.UserService/GetUser';

/** Our transport in a closed loop: HPACK decoded, grpc-status checked, three latencies recorded. CPU without start-up. */
export function ours(setting) {
  return pinnedScript(SCRIPT, { ...setting, path: PATH });
}

/** The same through `createDriver`, with all that a suite records. */
export function driver(setting) {
  return pinnedScript(SCRIPT, { ...setting, path: PATH, through: 'driver' });
}

/** The same loop as `ours` through @grpc/grpc-js, with bytes for messages: no protobuf on either side. */
export function grpcJs(setting) {
  return pinnedScript(SCRIPT, { ...setting, path: PATH, client: 'grpc-js' });
}

/** h2load with one thread: the same call as a POST. It looks at HTTP statuses, not at grpc-status. CPU of the whole process. */
export function h2load({ address, connections, streams, seconds, messageBase64 }) {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-h2load-'));
  try {
    const message = Buffer.from(messageBase64, 'base64');
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
