import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, type Gatekeeper } from '../auth/authenticate.js';
import { ClientGoneError } from '../body/pump.js';
import { RequestBody } from '../body/request-body.js';
import { S3Error } from '../errors/s3-error.js';
import { asS3Error } from '../errors/storage-errors.js';
import type { Faults } from '../fault/faults.js';
import { errorResponse } from '../http/error-response.js';
import { parseQuery } from '../http/query-string.js';
import type { S3RequestHead } from '../http/request-head.js';
import type { RequestIds } from '../http/request-ids.js';
import { readTarget } from '../http/request-target.js';
import type { S3Response } from '../http/s3-response.js';
import { closeAfter, sendResponse } from '../http/send-response.js';
import { refuseUnsupported } from '../http/unsupported.js';
import type { ServiceState } from '../operations/exchange.js';
import { findOperation, type OperationName, operations } from '../operations/find-operation.js';
import { InjectedResetError, injectFault, overLine } from './inject-fault.js';

/** What a server needs to answer a request. */
export interface RequestServer {
  readonly gate: Gatekeeper;
  readonly service: ServiceState;
  readonly ids: RequestIds;
  readonly faults: Faults | undefined;
  /** Host names before which a bucket's may stand, longest first. */
  readonly domains: readonly string[];
}

/**
 * Answers one request: head, signature, operation, and only then the body.
 *
 * @param waiting whether the client sends its body only after `100 Continue`.
 */
export async function serveRequest(
  server: RequestServer,
  message: IncomingMessage,
  response: ServerResponse,
  waiting: boolean,
): Promise<void> {
  const requestId = server.ids.next();
  let mayStillWait = waiting;
  const askForBody = (): void => {
    if (!mayStillWait) return;
    mayStillWait = false;
    response.writeContinue();
  };
  let answer: S3Response;
  try {
    answer = await perform(server, message, response, askForBody);
  } catch (error) {
    if (error instanceof ClientGoneError) return void response.destroy();
    if (error instanceof InjectedResetError) return void message.socket.resetAndDestroy();
    answer = errorResponse(asS3Error(error), pathOf(message), requestId);
  }
  if (mayStillWait) closeAfter(response);
  await sendResponse(message, response, answer, requestId);
}

async function perform(
  { gate, service, domains, faults }: RequestServer,
  message: IncomingMessage,
  response: ServerResponse,
  askForBody: () => void,
): Promise<S3Response> {
  const head = readHead(message, domains);
  const auth = authenticate(head, gate);
  const name = findOperation(head);
  const line = faults === undefined ? undefined : await injectFault(faults, name, response);
  refuseUnsupported(head);
  if (needsBucket(name, head) && !service.store.hasBucket(head.bucket)) {
    throw new S3Error('NoSuchBucket', undefined, { BucketName: head.bucket });
  }
  const body = new RequestBody({ message, head, auth, askForBody, newHash: service.newHash, line });
  return overLine(await operations[name]({ head, body, service }), line);
}

function readHead(message: IncomingMessage, domains: readonly string[]): S3RequestHead {
  const { headers, rawHeaders, method = '' } = message;
  const target = readTarget(message.url ?? '', headers.host ?? '', domains);
  return {
    method,
    headers,
    rawHeaders,
    rawPath: target.rawPath,
    bucket: target.bucket,
    key: target.key,
    query: parseQuery(target.rawQuery),
  };
}

function needsBucket(name: OperationName, { bucket }: S3RequestHead): boolean {
  return bucket !== '' && name !== 'CreateBucket';
}

function pathOf({ url = '' }: IncomingMessage): string {
  const question = url.indexOf('?');
  return question === -1 ? url : url.slice(0, question);
}
