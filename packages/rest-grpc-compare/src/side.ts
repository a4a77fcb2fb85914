import {
  type Clock,
  createDriver,
  createOperationTransport,
  type Driver,
  OutcomeTable,
  type Transport,
} from '@benchwright/load-driver';
import type { ServerCheck } from './check/server-check.js';
import type { Contender } from './clients.js';
import type { RestGrpcConfig } from './config.js';
import { ConnectionGate } from './connection-gate.js';
import { type Dialect, dialectOf } from './operation/dialect.js';
import { RequestSequence } from './operation/request-sequence.js';
import { createRawTransport } from './raw/raw-transport.js';
import { createGrpcOperation } from './sdk/grpc.js';
import { createHttp1Operation } from './sdk/http1.js';
import { createHttp2Operation } from './sdk/http2.js';
import type { SdkOperation, SdkOptions } from './sdk/sdk-operation.js';
import { type Server, serverAt } from './server.js';

/** The operations time requests out themselves and know what to call it; the driver steps in only if they do not. */
const TIMEOUT_SLACK_NS = 5e9;

/** What was found of a server that is there. */
export type ReachedCheck = Extract<ServerCheck, { reached: true }>;

/** One contender, open and ready for its trials. */
export interface Side {
  readonly driver: Driver;
  /** Gives the requests of the trial that runs now. */
  readonly requests: RequestSequence;
  /** To be opened while a trial of this side runs. */
  readonly gate: ConnectionGate;
  readonly server: Server;
  readonly dialect: Dialect;
  /** What was found when the server was looked at. */
  readonly check: ReachedCheck;
  isWarm: boolean;
}

export interface SideOptions {
  readonly contender: Contender;
  readonly config: RestGrpcConfig;
  readonly address: string;
  readonly clock: Clock;
  readonly check: ReachedCheck;
  readonly targetPid: number | null;
}

/**
 * Opens a driver over one contender's client. Raw transports make their connections now, libraries with the first
 * requests.
 *
 * @throws TargetUnreachableError when a raw transport cannot be connected
 */
export async function openSide(options: SideOptions): Promise<Side> {
  const { contender, config, address, clock, check, targetPid } = options;
  const requests = new RequestSequence(config);
  const server = serverAt(contender.protocol, address);
  const dialect = dialectOf(contender.protocol, requests.call, server.path);
  const outcomes = new OutcomeTable();
  const opening: Opening = { config, server, dialect, requests, clock, outcomes };
  const bare = contender.client === 'raw' ? rawTransport(opening) : sdkTransport(opening);
  const gate = new ConnectionGate(bare, check.problem !== null);
  const driver = await createDriver({
    transport: gate,
    clock,
    outcomes,
    drainTimeoutNs: config.timeout + TIMEOUT_SLACK_NS,
    targetPid,
  });
  return { driver, requests, gate, server, dialect, check, isWarm: false };
}

interface Opening {
  readonly config: RestGrpcConfig;
  readonly server: Server;
  readonly dialect: Dialect;
  readonly requests: RequestSequence;
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
}

function rawTransport({ config, ...parts }: Opening): Transport {
  const { concurrency, connections, timeout } = config;
  return createRawTransport({ ...parts, slots: concurrency, connections, timeoutNs: timeout });
}

function sdkTransport({ config, server, dialect, requests, clock, outcomes }: Opening): Transport {
  const { operation, close } = openSdk(server, {
    dialect,
    numberFor: (sequence) => requests.numberFor(sequence),
    slots: config.concurrency,
    connections: config.connections,
    timeoutNs: config.timeout,
    clock,
  });
  return createOperationTransport(operation, {
    slots: config.concurrency,
    timeoutNs: config.timeout + TIMEOUT_SLACK_NS,
    clock,
    outcomes,
    close,
    observePorts: [server.port],
  });
}

function openSdk(server: Server, options: SdkOptions): SdkOperation {
  const { protocol, origin, host, port, tls } = server;
  if (protocol === 'grpc') return createGrpcOperation({ ...options, address: { host, port, tls } });
  return server.http === 2
    ? createHttp2Operation({ ...options, origin })
    : createHttp1Operation({ ...options, origin });
}
