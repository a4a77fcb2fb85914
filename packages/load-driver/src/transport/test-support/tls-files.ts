import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(`../testdata/tls/${name}`, import.meta.url));

export const certFile = pathOf('localhost.crt');
export const keyFile = pathOf('localhost.key');
/** The authority that signed all the others. */
export const ca = readFileSync(pathOf('ca.crt'));
/** What a server on localhost shows. */
export const serverIdentity = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
/** What a client shows to a server that asks. */
export const clientIdentity = {
  cert: readFileSync(pathOf('client.crt')),
  key: readFileSync(pathOf('client.key')),
};
