import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { notSigned, requestTooLarge, serviceFailure, unknownOperation } from './api-error.js';
import {
  type ApiRequest,
  type ApiResponse,
  isApiError,
  type LambdaOperations,
  LONGEST_REQUEST_BYTES,
} from './operations.js';

type Route = (
  operations: LambdaOperations,
  name: string,
  request: ApiRequest,
) => Promise<ApiResponse> | ApiResponse;

/** The paths of the API model of Lambda, which dates each operation by itself. */
const ROUTES: readonly { readonly method: string; readonly path: RegExp; readonly run: Route }[] = [
  {
    method: 'POST',
    path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/,
    run: (api, name, request) => api.invoke(name, request),
  },
  { method: 'GET', path: /^\/2015-03-31\/functions\/?$/, run: (api, _name, request) => api.list(request) },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/,
    run: (api, name) => api.configuration(name),
  },
  {
    method: 'GET',
    path: /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/,
    run: (api, name) => api.concurrency(name),
  },
  {
    method: 'PUT',
    path: /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/,
    run: (api, name, request) => api.putConcurrency(name, request),
  },
  {
    method: 'DELETE',
    path: /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/,
    run: (api, name) => api.deleteConcurrency(name),
  },
];

/** The longest timeout of a function: a caller's connection may lie idle while its other invocations run. */
const KEEP_ALIVE_MS = 900_000;

/** The Lambda API over HTTP. Requests must be signed as the SDK does, which no page in a browser can; by whom is not looked at. */
export function createHttpApi(operations: LambdaOperations): Server {
  // A server that closes an idle connection in the moment when its client uses it again makes an invocation fail that nobody refused.
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(operations, request).then(
      (made) => write(response, made),
      (error: unknown) => writeError(response, error),
    );
  });
}

async function answer(operations: LambdaOperations, message: IncomingMessage): Promise<ApiResponse> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(message);
  if (!message.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) throw notSigned();
  for (const { method, path, run } of ROUTES) {
    const match = method === message.method ? path.exec(url.pathname) : null;
    if (match === null) continue;
    return run(operations, decodeURIComponent(match[1] ?? ''), {
      headers: message.headers,
      query: url.searchParams,
      body,
    });
  }
  throw unknownOperation(message.method ?? '', url.pathname);
}

/** Reads on when there is too much, but keeps none of it: an answer in the middle of a request would be lost. */
async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LONGEST_REQUEST_BYTES) chunks.push(chunk);
  }
  if (bytes > LONGEST_REQUEST_BYTES) throw requestTooLarge(LONGEST_REQUEST_BYTES);
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers = {}, body }: ApiResponse): void {
  response.writeHead(status, {
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

function writeError(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  const { status, type, body } = isApiError(error) ? error : serviceFailure(error);
  write(response, { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify(body) });
}
