/** The built scripts that run apart: this file lies one folder below the package in src and in dist alike. */
export const workerEntryUrl = new URL('../dist/worker-entry.js', import.meta.url);
export const sleeperThreadUrl = new URL('../dist/sleeper-thread.js', import.meta.url);
export const nullResponderUrl = new URL('../dist/null-responder.js', import.meta.url);
export const nullWorkerUrl = new URL('../dist/null-worker.js', import.meta.url);
