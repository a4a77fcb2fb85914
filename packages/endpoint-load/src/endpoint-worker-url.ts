/** The built module that makes the transport in each thread: sources and bundles lie one folder below the package. */
export const endpointWorkerUrl = new URL('../dist/endpoint-worker.js', import.meta.url);
