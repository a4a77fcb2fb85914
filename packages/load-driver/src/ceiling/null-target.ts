import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock/clock.js';
import { createDriver } from '../run/create-driver.js';
import type { Driver } from '../run/driver.js';
import { startTargetProcess } from '../target/target-process.js';
import { createHttp1Transport } from '../transport/http1/http1-transport.js';
import { fixedRequest } from '../transport/http1/request-sources.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { nullResponderUrl } from '../worker-url.js';

/** What is sent and answered. The request's bytes are sent as they are, to a server that does not read them. */
export interface NullExchange {
  readonly request: Uint8Array;
  /** Length of each answer's body. */
  readonly bodyBytes: number;
  readonly connections: number;
  readonly pipelining: number;
}

const TIMEOUT_NS = 10e9;

/** The raw transport, driven, against a null responder in a process of its own. Both end with `close`. */
export interface NullTarget {
  readonly driver: Driver;
  close(): Promise<void>;
}

/**
 * Starts a null responder and opens the raw transport to it.
 *
 * @throws TargetStartError, TransportOptionError
 */
export async function openNullTarget(exchange: NullExchange, clock: Clock): Promise<NullTarget> {
  const { request, bodyBytes, connections, pipelining } = exchange;
  const target = await startTargetProcess({
    entry: fileURLToPath(nullResponderUrl),
    args: ['--request-bytes', String(request.byteLength), '--body-bytes', String(bodyBytes)],
  });
  try {
    const url = new URL(target.endpoints.http1 ?? '');
    const outcomes = new OutcomeTable();
    const transport = createHttp1Transport({
      host: url.hostname,
      port: Number(url.port),
      connections,
      pipelining,
      connectionPolicy: 'shared',
      requests: fixedRequest(request),
      timeoutNs: TIMEOUT_NS,
      connectTimeoutNs: TIMEOUT_NS,
      outcomes,
      clock,
    });
    const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: TIMEOUT_NS });
    const close = async (): Promise<void> => {
      await driver.close();
      await target.close();
    };
    return { driver, close };
  } catch (error) {
    await target.close();
    throw error;
  }
}
