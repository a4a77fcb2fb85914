import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { GetUserRequest } from '../../generated/user_service.js';
import { parseGrpcAddress } from '../addresses.js';
import { proxyNumber } from '../proxy.js';
import { CHECK_TIMEOUT_MS, reach } from './reach.js';
import type { ServerCheck } from './server-check.js';

/** `grpc.health.v1.HealthCheckResponse { status: SERVING }`: field 1, a varint, 1. */
const SERVING = Buffer.from([0x08, 0x01]);

/**
 * Does a gRPC server answer? A TCP connection first: without one the server is down. Then the standard health service,
 * and where that is not offered, one user. A server that accepts connections but gives neither is not down: it is
 * measured, and what it answers is counted for what it is.
 */
export async function checkGrpc(address: string, userId: number, signal: AbortSignal): Promise<ServerCheck> {
  const parsed = parseGrpcAddress(address);
  if (parsed === null) throw new Error(`no gRPC address: ${address}`);
  const { host, port, tls } = parsed;
  const refusal = await reach(host, port, signal);
  if (refusal !== null) {
    return { reached: false, tried: [`TCP connection to ${host}:${port}: ${refusal}`], proxy: 0 };
  }
  const client = new Client(`${host}:${port}`, tls ? credentials.createSsl() : credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
  });
  try {
    const health = await call(client, '/grpc.health.v1.Health/Check', Buffer.alloc(0), signal);
    if (health.message?.equals(SERVING)) return { reached: true, problem: null, proxy: health.proxy };
    const message = Buffer.from(GetUserRequest.encode({ userId }).finish());
    const user = await call(client, '/api.performance.UserService/GetUser', message, signal);
    if (user.message !== null || user.code === status.NOT_FOUND) {
      return { reached: true, problem: null, proxy: user.proxy };
    }
    const problem = `health service: ${saidBy(health)}; GetUser(${userId}): ${saidBy(user)}`;
    return { reached: true, problem, proxy: 0 };
  } finally {
    client.close();
  }
}

interface Answer {
  readonly code: number;
  readonly details: string;
  readonly message: Buffer | null;
  readonly proxy: number;
}

function call(client: Client, path: string, message: Buffer, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    let proxy = 0;
    const same = (bytes: Buffer): Buffer => bytes;
    const onEnd = (error: ServiceError | null, answer?: Buffer): void => {
      signal.removeEventListener('abort', cancel);
      resolve({
        code: error?.code ?? status.OK,
        details: error?.details ?? '',
        message: error === null && answer !== undefined ? answer : null,
        proxy,
      });
    };
    const options = { deadline: Date.now() + CHECK_TIMEOUT_MS };
    const sent = client.makeUnaryRequest(path, same, same, message, new Metadata(), options, onEnd);
    const cancel = (): void => sent.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    sent.on('metadata', (metadata) => {
      proxy = proxyNumber((name) => metadata.get(name)[0]?.toString());
    });
  });
}

function saidBy({ code, details, message }: Answer): string {
  if (message !== null) return 'not serving';
  return details === '' ? (status[code] ?? String(code)) : `${status[code] ?? code} (${details})`;
}
