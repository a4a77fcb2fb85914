import { commonOptions, harnessAround, type TransportHarness } from '../../test-support/transport-harness.js';
import type { Http1TransportOptions } from '../http1-options.js';
import { createHttp1Transport, type Http1Transport } from '../http1-transport.js';
import { buildRequest } from '../request-bytes.js';
import { fixedRequest } from '../request-sources.js';

export const getRequest = buildRequest({ path: '/', host: '127.0.0.1' });

/** A transport of HTTP/1.1: one shared connection, 1 s allowed. */
export function harness(
  options: Partial<Http1TransportOptions> & { port: number },
): TransportHarness<Http1Transport> {
  const common = commonOptions();
  const transport = createHttp1Transport({
    host: '127.0.0.1',
    requests: fixedRequest(getRequest),
    ...common,
    ...options,
  });
  return harnessAround(transport, common);
}

/** The same, opened. */
export async function openHarness(
  options: Partial<Http1TransportOptions> & { port: number },
): Promise<TransportHarness<Http1Transport>> {
  const made = harness(options);
  await made.transport.open(made.sink);
  return made;
}
