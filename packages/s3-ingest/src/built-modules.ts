import { fileURLToPath } from 'node:url';

// Sources and bundles lie one folder below the package, so that both find the built files.

/** Path of the program that serves the embedded S3 in a process of its own. */
export const s3ServerEntry: string = fileURLToPath(new URL('../dist/target/s3-main.js', import.meta.url));

/** Path of the price file that came with the package. */
export const packagedPrices: string = fileURLToPath(new URL('../dist/us-east-1.yaml', import.meta.url));
