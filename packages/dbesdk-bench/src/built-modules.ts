import { fileURLToPath } from 'node:url';

// Sources and bundles lie one folder below the package, so that both find the built modules.

/** The built module that handles items in each thread. */
export const itemWorkerUrl = new URL('../dist/item-worker.js', import.meta.url);

/** Path of the program that measures one trial in a process of its own. */
export const probeEntry: string = fileURLToPath(new URL('../dist/probe/main.js', import.meta.url));

/** Path of the program that serves the embedded DynamoDB in a process of its own. */
export const dynamoDbEntry: string = fileURLToPath(new URL('../dist/target/main.js', import.meta.url));

/** The built module of the thread that samples a probe's memory. */
export const rssSamplerUrl = new URL('../dist/probe/rss-sampler.js', import.meta.url);
