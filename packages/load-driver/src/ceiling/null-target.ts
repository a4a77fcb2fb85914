import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock/clock.js';
import { createDriver } from '../run/create-driver.js';
import type { Driver } from '../run/driver.js';
import { startTargetProcess, type TargetProcess } from '../target/target-process.js';
import { TransportOptionError } from '../transport/connection/transport-option-error.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { nullResponderUrl, nullWorkerUrl } from '../worker-url.js';
import { createWorkerDriver } from '../workers/worker-driver.js';
import type { Exchange } from './exchange.js';
import { createNullTransport, http1Request } from './null-transport.js';

const DRAIN_TIMEOUT_NS = 10e9;

/** The responder keeps no windows: what may be under way must fit the transport's, of which half is always free. */
const MOST_UNDER_WAY_BYTES = 2 ** 29;

/** The raw transport, driven, against a null responder in a process of its own. Both end with `close`. */
export interface NullTarget {
  readonly driver: Driver;
  readonly responderPids: readonly number[];
  close(): Promise<void>;
}

/**
 * Starts a null responder (one for each worker) and opens the raw transport to it.
 *
 * @throws TargetStartError; TransportOptionError, also for answers too large to have so many under way
 */
export async function openNullTarget(exchange: Exchange, clock: Clock): Promise<NullTarget> {
  const { pipelining, bodyBytes, protocol, workers = 1 } = exchange;
  if (protocol !== 'http1' && pipelining * bodyBytes > MOST_UNDER_WAY_BYTES) {
    const why = `of answers of ${bodyBytes} bytes, ${pipelining} are too many for one connection to the null responder`;
    throw new TransportOptionError('pipelining', why);
  }
  const responders = await startResponders(exchange, workers);
  const end = async (): Promise<void> => {
    await Promise.all(responders.map((responder) => responder.close()));
  };
  try {
    const driver = await openDriver(exchange, responders, clock);
    const close = async (): Promise<void> => {
      await driver.close();
      await end();
    };
    return { driver, responderPids: responders.map(({ pid }) => pid), close };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startResponders(exchange: Exchange, workers: number): Promise<TargetProcess[]> {
  const { protocol, bodyBytes, requestBytes } = exchange;
  const args = [
    ...['--protocol', protocol, '--body-bytes', String(bodyBytes)],
    ...['--request-bytes', String(http1Request(requestBytes).byteLength)],
  ];
  const entry = fileURLToPath(nullResponderUrl);
  const starting = Array.from({ length: workers }, () => startTargetProcess({ entry, args }));
  const started = await Promise.allSettled(starting);
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed === undefined) return running;
  await Promise.all(running.map((responder) => responder.close()));
  throw failed.reason;
}

async function openDriver(
  exchange: Exchange,
  responders: readonly TargetProcess[],
  clock: Clock,
): Promise<Driver> {
  const { workers = 1 } = exchange;
  const ports = responders.map(({ endpoints }) => Number(new URL(endpoints.null ?? '').port));
  const common = { drainTimeoutNs: DRAIN_TIMEOUT_NS };
  const options = { exchange, ports };
  if (workers > 1) return await createWorkerDriver({ ...common, workers, module: nullWorkerUrl, options });
  const outcomes = new OutcomeTable();
  const transport = await createNullTransport(options, { clock, outcomes, slice: { index: 0, of: 1 } });
  return await createDriver({ ...common, transport, clock, outcomes });
}
