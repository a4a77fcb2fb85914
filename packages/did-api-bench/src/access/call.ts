import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import {
  classifyError,
  type HeaderField,
  type Http1TlsOptions,
  TargetUnreachableError,
  unreachableHint,
} from '@benchwright/load-driver';

/** Where single calls go, outside of what is measured. */
export interface ApiAddress {
  readonly origin: string;
  readonly tls: Http1TlsOptions | null;
  readonly timeoutNs: number;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: readonly HeaderField[];
  readonly body: string | null;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Calls the API once, over a connection of its own.
 *
 * @throws TargetUnreachableError when nothing answers in time
 */
export async function callApi(address: ApiAddress, call: ApiCall): Promise<ApiAnswer> {
  try {
    return await exchange(address, call);
  } catch (error) {
    throw unreachable(address.origin, error);
  }
}

function exchange({ origin, tls, timeoutNs }: ApiAddress, call: ApiCall): Promise<ApiAnswer> {
  const send = origin.startsWith('https:') ? requestHttps : requestHttp;
  const { method, path, headers, body } = call;
  const content: Record<string, string> =
    body === null
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent: false,
      headers: { ...content, ...Object.fromEntries(headers) },
      timeout: timeoutNs / 1e6,
      ...(tls ?? {}),
    };
    const request = send(`${origin}${path}`, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/** Says of a failed connection what to do about it. */
function unreachable(origin: string, error: unknown): TargetUnreachableError {
  const said = error instanceof Error ? error.message : String(error);
  const why = said === '' ? classifyError(error) : said;
  return new TargetUnreachableError(origin, [`${origin}: ${why}`], unreachableHint(classifyError(error)), {
    cause: error,
  });
}
