import { fileURLToPath } from 'node:url';

// Sources, bundles and the chunks they share lie at different depths below the package: what is built is found from its root.
const root = import.meta.url.replace(/\/(?:src|dist)\/(?!.*\/(?:src|dist)\/).*$/, '/');
const built = (name: string): string => fileURLToPath(new URL(`dist/target/${name}.js`, root));

/** Path of the thread that makes Parquet files. */
export const parquetWorkerEntry: string = built('parquet-worker');
/** Path of the thread that uploads them. */
export const uploadWorkerEntry: string = built('upload-worker');
/** Path of the program that serves the embedded S3 in a process of its own. */
export const s3Entry: string = built('s3-main');
