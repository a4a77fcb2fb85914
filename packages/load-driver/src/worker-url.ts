/** The built worker script: this file lies one folder below the package in src and in dist alike. */
export const workerEntryUrl = new URL('../dist/worker-entry.js', import.meta.url);
