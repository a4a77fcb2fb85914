// Sources and bundles lie one folder below the package, so that both find the built modules.

/** The built module that makes the HTTP transport in each thread. */
export const endpointWorkerUrl = new URL('../dist/endpoint-worker.js', import.meta.url);

/** The built module that makes the gRPC transport in each thread. */
export const grpcWorkerUrl = new URL('../dist/grpc-worker.js', import.meta.url);
