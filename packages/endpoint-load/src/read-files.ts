import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Http1TlsOptions } from '@benchwright/load-driver';
import { BenchwrightError, ConfigError } from '@benchwright/result-schema';
import type { TlsFields } from './run-contradictions.js';

/** A file that a config names. Throws BenchwrightError ERR_NOT_READABLE. */
export async function readNamed(fileName: string): Promise<Buffer> {
  try {
    return await readFile(fileName);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BenchwrightError('ERR_NOT_READABLE', `cannot read ${fileName}: ${why}`, { cause });
  }
}

/**
 * The certificates and keys that a config names.
 *
 * @throws BenchwrightError ERR_NOT_READABLE; ConfigError for a file that holds something else
 */
export async function readTls(tls: TlsFields): Promise<Http1TlsOptions> {
  const [ca, cert, key] = await Promise.all(
    [tls.ca, tls.cert, tls.key].map((file) => (file === null ? undefined : readNamed(file))),
  );
  const material = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  if (ca !== undefined && !ca.includes('-----BEGIN ')) throw notPem(tls.ca ?? '');
  checkMaterial(material, [tls.ca, tls.cert, tls.key]);
  return {
    ...material,
    ...(tls.sni === null ? {} : { servername: tls.sni }),
    rejectUnauthorized: !tls.insecure,
  };
}

/** Without this a file of something else would pass as no authority at all, and every certificate be refused. */
function notPem(file: string): ConfigError {
  const message = 'holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)';
  return new ConfigError([{ origin: file, path: ['tls', 'ca'], message }]);
}

/** Certificates and keys that cannot be read are the user's to mend: found here, before any thread is started with them. */
function checkMaterial(material: Http1TlsOptions, files: readonly (string | null)[]): void {
  try {
    createSecureContext(material);
  } catch (error) {
    const origin = files.filter((file) => file !== null).join(', ');
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ origin, path: ['tls'], message: `cannot be used for TLS: ${why}` }]);
  }
}
