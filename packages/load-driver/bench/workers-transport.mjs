// The module that each worker of workers-generator.mjs loads: its share of the connections.
import { buildRequest, createHttp1Transport, fixedRequest } from '@benchwright/load-driver';

export function createWorkerTransport({ url, connections, pipelining }, { clock, outcomes, slice }) {
  const { hostname, port, host, pathname } = new URL(url);
  return createHttp1Transport({
    host: hostname,
    port: Number(port),
    connections: connections / slice.of,
    pipelining,
    connectionPolicy: 'shared',
    requests: fixedRequest(buildRequest({ path: pathname, host })),
    timeoutNs: 5e9,
    connectTimeoutNs: 5e9,
    outcomes,
    clock,
  });
}
