import {
  type Clock,
  createDriver,
  createOperationTransport,
  type Driver,
  type Operation,
  OutcomeTable,
} from '@benchwright/load-driver';
import { type Addresses, parseGrpcAddress, parseRestUrl } from './addresses.js';
import type { ServerChecks } from './check/check-servers.js';
import type { RestGrpcConfig } from './config.js';
import { createGrpcOperation } from './operation/grpc.js';
import { RequestSequence } from './operation/request-sequence.js';
import { createRestOperation } from './operation/rest.js';
import type { ProtocolId } from './plan.js';

/** The operations time requests out themselves and know what to call it; the driver steps in only if they do not. */
const TIMEOUT_SLACK_NS = 5e9;

/** One protocol, open and ready for its trials. */
export interface Side {
  readonly driver: Driver;
  /** Gives the requests of the trial that runs now. */
  readonly requests: RequestSequence;
  /** What was found when the server was looked at. */
  readonly check: ServerChecks[ProtocolId];
  isWarm: boolean;
}

export interface SideOptions {
  readonly protocol: ProtocolId;
  readonly config: RestGrpcConfig;
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly check: ServerChecks[ProtocolId];
  readonly targetPid: number | null;
}

interface OpenOperation {
  readonly operation: Operation;
  /** Connections to it are watched for wire bytes and connection times, alike on both sides. */
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a driver over one protocol's client: connections are made with the first requests. */
export async function openSide(options: SideOptions): Promise<Side> {
  const { protocol, config, clock, check, targetPid } = options;
  const requests = new RequestSequence(config);
  const open = protocol === 'rest' ? restOperation : grpcOperation;
  const { operation, port, close } = open(options, requests);
  const outcomes = new OutcomeTable();
  const timeoutNs = config.timeout + TIMEOUT_SLACK_NS;
  const transport = createOperationTransport(operation, {
    slots: config.concurrency,
    timeoutNs,
    clock,
    outcomes,
    close,
    observePorts: [port],
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: timeoutNs, targetPid });
  return { driver, requests, check, isWarm: false };
}

function restOperation({ config, addresses, clock }: SideOptions, requests: RequestSequence): OpenOperation {
  const { origin, prefix } = parseRestUrl(addresses.rest)!;
  const { port, protocol } = new URL(origin);
  const rest = createRestOperation({
    origin,
    prefix,
    slots: config.concurrency,
    connections: config.connections,
    timeoutNs: config.timeout,
    clock,
    requestFor: (ctx) => requests.requestFor(ctx),
  });
  return { ...rest, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

function grpcOperation({ config, addresses, clock }: SideOptions, requests: RequestSequence): OpenOperation {
  const address = parseGrpcAddress(addresses.grpc)!;
  const grpc = createGrpcOperation({
    address,
    rpc: requests.call.rpc,
    connections: config.connections,
    timeoutNs: config.timeout,
    clock,
    requestFor: (ctx) => requests.requestFor(ctx),
  });
  return { operation: grpc.operation, port: address.port, close: async () => grpc.close() };
}
