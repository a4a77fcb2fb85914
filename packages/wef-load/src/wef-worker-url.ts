// Sources and bundles lie one folder below the package, so that both find the built module.

/** The built module that makes the transport in each generator thread. */
export const wefWorkerUrl = new URL('../dist/wef-worker.js', import.meta.url);
